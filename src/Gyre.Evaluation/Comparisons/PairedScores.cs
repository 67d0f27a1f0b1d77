using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluators;

namespace Gyre.Evaluation.Comparisons;

/// <summary>The values of one metric on the lines that both systems have, some of them perhaps without one.</summary>
internal sealed class PairedScores
{
    private readonly PairedRows rows;
    private readonly ScoreColumn a, b;
    private readonly double[] baseline, candidate;

    /// <param name="name">The column.</param>
    /// <param name="rows">Both tables.</param>
    /// <param name="scale">What values there can be; null where nothing says.</param>
    public PairedScores(string name, PairedRows rows, Scale? scale)
    {
        this.rows = rows;
        Name = name;
        (a, b) = (rows.Baseline.Column(name)!, rows.Candidate.Column(name)!);
        baseline = [.. rows.Rows.Select(r => a[r.Baseline])];
        candidate = [.. rows.Rows.Select(r => b[r.Candidate])];
        var (low, high) = Range(Everything(a, rows.Baseline).Concat(Everything(b, rows.Candidate)));
        IsRate = scale?.IsForRates != false && low >= 0 && high <= 1 && Everything(a, rows.Baseline).Concat(Everything(b, rows.Candidate)).All(v => v is 0 or 1);
        (Low, High) = IsRate ? (0, 1) : (Math.Min(low, scale?.Low ?? low), Math.Max(high, scale?.High ?? high));
    }

    public string Name { get; }

    /// <summary>The least and the greatest value that a line can have; where no scale says so, that any has.</summary>
    public double Low { get; }

    public double High { get; }

    /// <summary>Whether every value is 0 or 1.</summary>
    public bool IsRate { get; }

    /// <summary>Whether both have a value.</summary>
    public bool IsScored(int pair) => !double.IsNaN(baseline[pair]) && !double.IsNaN(candidate[pair]);

    public LineDifference At(int pair) => new(rows.Baseline.Keys[rows.Rows[pair].Baseline], baseline[pair], candidate[pair]);

    /// <summary>What is left out of some lines.</summary>
    public Coverage CoverageOf(LineSet lines) => new(lines.OnlyBaseline.Count, lines.OnlyCandidate.Count)
    {
        BaselineNulls = lines.Pairs.Count(i => double.IsNaN(baseline[i]) && !double.IsNaN(candidate[i])),
        CandidateNulls = lines.Pairs.Count(i => double.IsNaN(candidate[i]) && !double.IsNaN(baseline[i])),
        BothNulls = lines.Pairs.Count(i => double.IsNaN(baseline[i]) && double.IsNaN(candidate[i])),
        BaselinePartly = lines.Pairs.Count(i => IsScored(i) && a.Missing(rows.Rows[i].Baseline) > 0),
        CandidatePartly = lines.Pairs.Count(i => IsScored(i) && b.Missing(rows.Rows[i].Candidate) > 0),
    };

    /// <summary>
    /// The mean difference over all lines that either has a value for, if what is not known, tries of a line included, were as low and as high as
    /// can be. A row that only one side has counts as well.
    /// </summary>
    public (double Low, double High) Bounds(LineSet lines)
    {
        var (low, high, count) = (0.0, 0.0, 0);
        foreach (var i in lines.Pairs)
        {
            Add(Ends(a, rows.Rows[i].Baseline), Ends(b, rows.Rows[i].Candidate), double.IsNaN(baseline[i]) && double.IsNaN(candidate[i]));
        }

        foreach (var row in lines.OnlyBaseline)
        {
            Add(Ends(a, row), (Low, High), double.IsNaN(a[row]));
        }

        foreach (var row in lines.OnlyCandidate)
        {
            Add((Low, High), Ends(b, row), double.IsNaN(b[row]));
        }

        return (low / count, high / count);

        void Add((double Low, double High) before, (double Low, double High) now, bool isEmpty)
        {
            if (!isEmpty)
            {
                low += now.Low - before.High;
                high += now.High - before.Low;
                count++;
            }
        }
    }

    private (double Low, double High) Ends(ScoreColumn column, int row)
    {
        var (value, missing) = (column[row], column.Missing(row));
        return double.IsNaN(value) ? (Low, High) : ((value * (1 - missing)) + (Low * missing), (value * (1 - missing)) + (High * missing));
    }

    private static IEnumerable<double> Everything(ScoreColumn column, ScoreTable table) =>
        Enumerable.Range(0, table.Keys.Count).Select(row => column[row]).Where(v => !double.IsNaN(v));

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return (low, high);
    }
}
