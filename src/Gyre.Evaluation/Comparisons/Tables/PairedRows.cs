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
        All = new LineSet(
            [.. Enumerable.Range(0, pairs.Count)],
            Without(baseline, candidate, pairs.Count),
            Without(candidate, baseline, pairs.Count));
        if (pairs.Count == 0)
        {
            throw new ProblemException("no-common-lines", $"{baseline.Name} and {candidate.Name} have no line in common: {Some(baseline)} against {Some(candidate)}. Compare runs over the same data, or join on another key.");
        }
    }

    public ScoreTable Baseline { get; }

    public ScoreTable Candidate { get; }

    /// <summary>The row in each table.</summary>
    public IReadOnlyList<(int Baseline, int Candidate)> Rows { get; }

    /// <summary>All lines of both.</summary>
    public LineSet All { get; }

    /// <summary>The lines by what a column says, the largest group first; a row that one table alone has is where that table puts it.</summary>
    /// <exception cref="ProblemException"><c>column-missing</c>.</exception>
    public IReadOnlyList<(string Value, LineSet Lines)> Groups(string column)
    {
        var (pairs, baseline, candidate) = (Group(All.Pairs, Texts(column)), Unmatched(Baseline, All.OnlyBaseline), Unmatched(Candidate, All.OnlyCandidate));
        return
        [
            .. pairs.Select(g => g.Key).Union(baseline.Select(g => g.Key), StringComparer.Ordinal).Union(candidate.Select(g => g.Key), StringComparer.Ordinal)
                .Select(value => (Value: value, Lines: new LineSet([.. pairs[value]], [.. baseline[value]], [.. candidate[value]])))
                .OrderByDescending(g => g.Lines.Pairs.Count).ThenBy(g => g.Value, StringComparer.Ordinal),
        ];

        ILookup<string, int> Unmatched(ScoreTable table, IReadOnlyList<int> rows) =>
            table.TextColumn(column) is { } texts ? Group(rows, [.. rows.Select(texts.Text)]) : Group([], []);

        static ILookup<string, int> Group(IReadOnlyList<int> places, string?[] texts) =>
            places.Zip(texts).ToLookup(p => p.Second ?? "(none)", p => p.First, StringComparer.Ordinal);
    }

    /// <summary>The text of a column on each pair, from the first table that has it; null where neither has one.</summary>
    /// <exception cref="ProblemException"><c>column-missing</c>.</exception>
    public string?[] Texts(string column)
    {
        var (a, b) = (Baseline.TextColumn(column), Candidate.TextColumn(column));
        if (a is null && b is null)
        {
            throw new ProblemException("column-missing", $"Neither {Baseline.Name} nor {Candidate.Name} has a column '{column}'.");
        }

        return [.. Rows.Select(r => a?.Text(r.Baseline) ?? b?.Text(r.Candidate))];
    }

    private static int[] Without(ScoreTable table, ScoreTable other, int pairs) =>
        table.Keys.Count == pairs ? [] : [.. Enumerable.Range(0, table.Keys.Count).Where(row => other.Find(table.Keys[row]) < 0)];

    private static string Some(ScoreTable table) =>
        table.Keys.Count == 0 ? "no lines" : $"{string.Join(", ", table.Keys.Take(3).Select(k => $"'{(k.Length > 40 ? k[..40] + "…" : k)}'"))}{(table.Keys.Count > 3 ? " …" : "")}";
}

/// <summary>Some lines of two tables.</summary>
/// <param name="Pairs">Places of lines that both have.</param>
/// <param name="OnlyBaseline">Rows of the first alone.</param>
/// <param name="OnlyCandidate">Rows of the second alone.</param>
internal sealed record LineSet(IReadOnlyList<int> Pairs, IReadOnlyList<int> OnlyBaseline, IReadOnlyList<int> OnlyCandidate);
