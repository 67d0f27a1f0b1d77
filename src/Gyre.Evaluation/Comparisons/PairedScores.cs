using Gyre.Evaluation.Comparisons.Tables;

namespace Gyre.Evaluation.Comparisons;

/// <summary>The values of one metric on the lines that both systems have, some of them perhaps without one.</summary>
internal sealed class PairedScores
{
    private readonly PairedRows rows;
    private readonly double[] baseline, candidate;

    public PairedScores(string name, PairedRows rows)
    {
        this.rows = rows;
        Name = name;
        var (a, b) = (rows.Baseline.Column(name)!, rows.Candidate.Column(name)!);
        baseline = [.. rows.Rows.Select(r => a[r.Baseline])];
        candidate = [.. rows.Rows.Select(r => b[r.Candidate])];
        (Low, High) = Range(Everything(a, rows.Baseline).Concat(Everything(b, rows.Candidate)));
        IsRate = Everything(a, rows.Baseline).Concat(Everything(b, rows.Candidate)).All(v => v is 0 or 1);
    }

    public string Name { get; }

    /// <summary>Places of all pairs.</summary>
    public IEnumerable<int> Pairs => Enumerable.Range(0, baseline.Length);

    /// <summary>The least and the greatest value of either.</summary>
    public double Low { get; }

    public double High { get; }

    /// <summary>Whether every value is 0 or 1.</summary>
    public bool IsRate { get; }

    /// <summary>Whether both have a value.</summary>
    public bool IsScored(int pair) => !double.IsNaN(baseline[pair]) && !double.IsNaN(candidate[pair]);

    public LineDifference At(int pair) => new(rows.Baseline.Keys[rows.Rows[pair].Baseline], baseline[pair], candidate[pair]);

    /// <summary>What is left out among some pairs, and with all of them what only one side has.</summary>
    public Coverage CoverageOf(IEnumerable<int>? pairs)
    {
        var (a, b, both) = (0, 0, 0);
        foreach (var i in pairs ?? Pairs)
        {
            var (noA, noB) = (double.IsNaN(baseline[i]), double.IsNaN(candidate[i]));
            a += noA && !noB ? 1 : 0;
            b += noB && !noA ? 1 : 0;
            both += noA && noB ? 1 : 0;
        }

        return (pairs is null ? new Coverage(rows.OnlyInBaseline, rows.OnlyInCandidate) : new Coverage(0, 0)) with { BaselineNulls = a, CandidateNulls = b, BothNulls = both };
    }

    /// <summary>
    /// The mean difference over all lines that either has a value for, if what is not known were as low and as high as any value seen. A
    /// row that only one side has counts as well.
    /// </summary>
    public (double Low, double High) Bounds(IEnumerable<int>? pairs)
    {
        var (low, high, count) = (0.0, 0.0, 0);
        var (floor, ceiling) = IsRate ? (0, 1) : (Low, High);
        foreach (var i in pairs ?? Pairs)
        {
            Add(baseline[i], candidate[i]);
        }

        if (pairs is null)
        {
            var (a, b) = (rows.Baseline.Column(Name)!, rows.Candidate.Column(Name)!);
            for (var row = 0; row < rows.Baseline.Keys.Count && rows.OnlyInBaseline > 0; row++)
            {
                if (rows.Candidate.Find(rows.Baseline.Keys[row]) < 0)
                {
                    Add(a[row], double.NaN);
                }
            }

            for (var row = 0; row < rows.Candidate.Keys.Count && rows.OnlyInCandidate > 0; row++)
            {
                if (rows.Baseline.Find(rows.Candidate.Keys[row]) < 0)
                {
                    Add(double.NaN, b[row]);
                }
            }
        }

        return (low / count, high / count);

        void Add(double a, double b)
        {
            if (double.IsNaN(a) && double.IsNaN(b))
            {
                return;
            }

            low += (double.IsNaN(b) ? floor : b) - (double.IsNaN(a) ? ceiling : a);
            high += (double.IsNaN(b) ? ceiling : b) - (double.IsNaN(a) ? floor : a);
            count++;
        }
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
