using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons;

/// <summary>Which columns of two tables are compared.</summary>
internal static class MetricChoice
{
    private const string Result = "_result", Threshold = "_threshold", OldName = "gpt_";

    /// <summary>Those asked for, or all columns of numbers that both have, without those that only say another one again.</summary>
    /// <exception cref="ProblemException"><c>column-missing</c>, <c>column-of-text</c>.</exception>
    public static IReadOnlyList<string> Of(ScoreTable baseline, ScoreTable candidate, IReadOnlyList<string> asked)
    {
        foreach (var name in asked)
        {
            Check(baseline, name);
            Check(candidate, name);
        }

        return asked.Count > 0
            ? [.. asked.Distinct(StringComparer.Ordinal)]
            : [.. baseline.Columns.Select(c => c.Name).Where(name => IsScore(baseline, name) && IsScore(candidate, name) && !IsEcho(baseline, name))];
    }

    /// <summary>The column that says whether a metric passed; null where there is none.</summary>
    public static ScoreColumn? Passes(ScoreTable table, string metric) =>
        table.Column(metric + Result) is { IsVerdict: true, Numbers: > 0 } column ? column : null;

    private static bool IsScore(ScoreTable table, string name) => table.Column(name) is { Numbers: > 0 } column && (column.Word is null || column.IsVerdict);

    private static bool IsEcho(ScoreTable table, string name) =>
        (name.EndsWith(Result, StringComparison.Ordinal) && IsScore(table, name[..^Result.Length]))
        || (name.EndsWith(Threshold, StringComparison.Ordinal) && table.Column(name[..^Threshold.Length]) is not null)
        || (name.StartsWith(OldName, StringComparison.Ordinal) && IsScore(table, name[OldName.Length..]));

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
