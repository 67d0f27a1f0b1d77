using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluators;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons;

/// <summary>Which columns of two tables are compared.</summary>
internal static class MetricChoice
{
    /// <summary>Those asked for, or all columns of numbers that both have, without those that only say another one again, or of which neither end is good.</summary>
    /// <exception cref="ProblemException"><c>column-missing</c>, <c>column-of-text</c>.</exception>
    public static IReadOnlyList<string> Of(ScoreTable baseline, ScoreTable candidate, ComparisonOptions options)
    {
        foreach (var name in options.Metrics)
        {
            Check(baseline, name);
            Check(candidate, name);
        }

        return options.Metrics.Count > 0
            ? [.. options.Metrics.Distinct(StringComparer.Ordinal)]
            : [.. baseline.Columns.Select(c => c.Name).Where(name => IsScore(baseline, name) && IsScore(candidate, name) && !IsEcho(baseline, name) && !IsNeutral(name, options))];
    }

    /// <summary>The column that says whether a metric passed; null where there is none.</summary>
    public static ScoreColumn? Passes(ScoreTable table, string metric) =>
        table.Column(ScoreColumns.Result(metric)) is { IsVerdict: true, Numbers: > 0 } column ? column : null;

    private static bool IsScore(ScoreTable table, string name) => table.Column(name) is { Numbers: > 0 } column && (column.Word is null || column.IsVerdict);

    private static bool IsEcho(ScoreTable table, string name) =>
        ScoreColumns.Beside(name, column => table.Column(column) is not null) is { } metric && (IsScore(table, metric) || name == ScoreColumns.Threshold(metric));

    private static bool IsNeutral(string name, ComparisonOptions options) => options.Facts.GetValueOrDefault(name)?.Card.Direction == Direction.None;

    private static void Check(ScoreTable table, string name)
    {
        if (table.Column(name) is not { } column)
        {
            throw new ProblemException(new Problem(
                "column-missing",
                $"{table.Name} has no column '{name}'.{NearestName.Hint(name, table.Fields)} It has: {string.Join(", ", table.Fields.Take(20))}.")
            {
                File = table.File,
                Field = name,
            });
        }

        if (column.Word is { } word && !column.IsVerdict)
        {
            throw new ProblemException(new Problem("column-of-text", $"'{name}' holds text ('{word.Text}'), and only numbers, true and false, pass and fail can be compared.")
            {
                File = table.File,
                Line = table.File is null ? null : word.Line,
                Field = name,
            });
        }

        if (column.Numbers == 0)
        {
            throw new ProblemException(new Problem("column-empty", $"'{name}' has no value on any line of {table.Name}.") { File = table.File, Field = name });
        }
    }
}
