using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Gates.Measures;

/// <summary>Lines in two systems.</summary>
/// <param name="Lines">Both values of each, NaN where one has none; at least one of them has.</param>
/// <param name="Low">The least a line could have.</param>
/// <param name="High">The most.</param>
/// <param name="IsGrouped">Whether groups hold more than a line each.</param>
internal sealed record PairedSample(IReadOnlyList<PairedLine> Lines, double Low, double High, bool IsGrouped)
{
    /// <summary>Candidate minus baseline, with its interval: Tango's for rates, else as in a comparison.</summary>
    public Measured Difference()
    {
        PairedLine[] both = [.. Lines.Where(l => l.IsScored)], one = [.. Lines.Where(l => !l.IsScored)];
        double low = one.Sum(l => Or(l.Candidate, Low) - Or(l.Baseline, High)), high = one.Sum(l => Or(l.Candidate, High) - Or(l.Baseline, Low));
        if (both.Length == 0)
        {
            return new Measured(double.NaN) { LowPoint = Low - High, HighPoint = High - Low, Low = Low - High, High = High - Low, Missing = one.Length };
        }

        var difference = Of(both).Interval;
        return new Measured(difference.Estimate)
        {
            LowPoint = Over(difference.Estimate, low),
            HighPoint = Over(difference.Estimate, high),
            Low = Over(difference.Low, low),
            High = Over(difference.High, high),
            Lines = both.Length,
            Missing = one.Length,
        };

        double Over(double mean, double rest) => ((mean * both.Length) + rest) / Lines.Count;
    }

    private PairedDifference Of(PairedLine[] both)
    {
        if (!IsGrouped && both.All(l => l is { Baseline: 0 or 1, Candidate: 0 or 1 }))
        {
            return PairedDifference.OfRates(new PairedRates(both.Length, both.Count(l => l.Difference > 0), both.Count(l => l.Difference < 0)));
        }

        var range = double.IsFinite(High - Low) ? High - Low : both.Max(l => Math.Max(l.Baseline, l.Candidate)) - both.Min(l => Math.Min(l.Baseline, l.Candidate));
        if (!IsGrouped)
        {
            return PairedDifference.OfNumbers([.. both.Select(l => l.Difference)], [], range, MeanInterval.Seed);
        }

        var groups = both.GroupBy(l => l.Group).Select(g => (Sum: g.Sum(l => l.Difference), Size: (double)g.Count())).ToArray();
        return PairedDifference.OfNumbers([.. groups.Select(g => g.Sum)], [.. groups.Select(g => g.Size)], range, MeanInterval.Seed);
    }

    private static double Or(double value, double missing) => double.IsNaN(value) ? missing : value;
}

/// <summary>One line in two systems.</summary>
/// <param name="Line">Its name.</param>
/// <param name="Baseline">NaN where it has no value.</param>
/// <param name="Candidate">NaN where it has no value.</param>
/// <param name="Group">What it belongs to.</param>
internal readonly record struct PairedLine(string Line, double Baseline, double Candidate, int Group)
{
    public bool IsScored => !double.IsNaN(Baseline) && !double.IsNaN(Candidate);

    public double Difference => Candidate - Baseline;
}
