using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons.Tables;

/// <summary>Two tables joined on their keys, in the order of the first.</summary>
internal sealed class PairedRows
{
    public PairedRows(ScoreTable baseline, ScoreTable candidate)
    {
        (Baseline, Candidate) = (baseline, candidate);
        var pairs = new List<(int, int)>(baseline.Keys.Count);
        for (var row = 0; row < baseline.Keys.Count; row++)
        {
            if (candidate.Find(baseline.Keys[row]) is >= 0 and var other)
            {
                pairs.Add((row, other));
            }
        }

        Rows = pairs;
        if (pairs.Count == 0)
        {
            throw new ProblemException("no-common-lines", $"{baseline.Name} and {candidate.Name} have no line in common: {Some(baseline)} against {Some(candidate)}. Compare runs over the same data, or join on another key.");
        }
    }

    public ScoreTable Baseline { get; }

    public ScoreTable Candidate { get; }

    /// <summary>The row in each table.</summary>
    public IReadOnlyList<(int Baseline, int Candidate)> Rows { get; }

    public int OnlyInBaseline => Baseline.Keys.Count - Rows.Count;

    public int OnlyInCandidate => Candidate.Keys.Count - Rows.Count;

    /// <summary>The text of a column on each pair, from the first table that has it; null where neither has one.</summary>
    /// <exception cref="ProblemException"><c>column-missing</c>.</exception>
    public string?[] Texts(string column)
    {
        var (a, b) = (Baseline.Column(Plain(column)), Candidate.Column(Plain(column)));
        if (a is null && b is null)
        {
            throw new ProblemException("column-missing", $"Neither {Baseline.Name} nor {Candidate.Name} has a column '{column}'.");
        }

        return [.. Rows.Select(r => a?.Text(r.Baseline) ?? b?.Text(r.Candidate))];
    }

    private static string Plain(string column) =>
        column.StartsWith("inputs.", StringComparison.Ordinal) ? column["inputs.".Length..] : column;

    private static string Some(ScoreTable table) =>
        table.Keys.Count == 0 ? "no lines" : $"{string.Join(", ", table.Keys.Take(3).Select(k => $"'{(k.Length > 40 ? k[..40] + "…" : k)}'"))}{(table.Keys.Count > 3 ? " …" : "")}";
}
