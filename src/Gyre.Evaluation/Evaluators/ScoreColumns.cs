namespace Gyre.Evaluation.Evaluators;

/// <summary>
/// The names of the columns beside a metric's own, as users of azure-ai-evaluation know them: <c>f1_score</c>, <c>f1_score_result</c>,
/// <c>f1_score_threshold</c>, <c>f1_score_reason</c>, and <c>gpt_groundedness</c>, the old name of a judge's metric.
/// </summary>
internal static class ScoreColumns
{
    private const string ResultEnd = "_result", ThresholdEnd = "_threshold", ReasonEnd = "_reason", OldStart = "gpt_";

    /// <summary>The column that says <c>pass</c> or <c>fail</c>.</summary>
    public static string Result(string metric) => metric + ResultEnd;

    /// <summary>The column with the value from which (or up to which) a line passes.</summary>
    public static string Threshold(string metric) => metric + ThresholdEnd;

    /// <summary>The column that says why.</summary>
    public static string Reason(string metric) => metric + ReasonEnd;

    /// <summary>The name that the metric had in older versions.</summary>
    public static string OldName(string metric) => OldStart + metric;

    /// <summary>The metric beside whose column this one stands; null where it is a metric's own.</summary>
    /// <param name="column">A column.</param>
    /// <param name="isColumn">Whether there is a column of a name.</param>
    public static string? Beside(string column, Func<string, bool> isColumn)
    {
        foreach (var end in (ReadOnlySpan<string>)[ResultEnd, ThresholdEnd, ReasonEnd])
        {
            if (column.EndsWith(end, StringComparison.Ordinal) && isColumn(column[..^end.Length]))
            {
                return column[..^end.Length];
            }
        }

        return column.StartsWith(OldStart, StringComparison.Ordinal) && isColumn(column[OldStart.Length..]) ? column[OldStart.Length..] : null;
    }
}
