using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Gates.Measures;

/// <summary>The values of some lines of one system, and the lines that have none.</summary>
/// <param name="Scored">Each line's name, value and the group it belongs to.</param>
/// <param name="Missing">Names of lines without a value.</param>
/// <param name="Low">The least a line could have; negative infinity where there is no bound.</param>
/// <param name="High">The most.</param>
/// <param name="IsGrouped">Whether groups hold more than a line each.</param>
internal sealed record Sample(IReadOnlyList<SampleLine> Scored, IReadOnlyList<string> Missing, double Low, double High, bool IsGrouped)
{
    /// <summary>Whether every value is 0 or 1.</summary>
    public bool IsRate { get; } = Scored.All(l => l.Value is 0 or 1) && Low >= 0 && High <= 1;

    /// <summary>The mean with its interval: Clopper and Pearson's for rates, else at each end the wider of the bootstrap and Student's t.</summary>
    public Measured Mean() => Told(IsRate ? Rate() : Numbers());

    /// <summary>The value that a share of lines stays below.</summary>
    public Measured Quantile(double share)
    {
        double[] sorted = [.. Scored.Select(l => l.Value).Order()];
        if (sorted.Length == 0)
        {
            return Told(Unknown());
        }

        var estimate = Quantiles.Of(sorted, share);
        var effective = Effective(l => l.Value <= estimate) * Everything / sorted.Length;
        double[] low = [.. Missing.Select(_ => Low), .. sorted], high = [.. sorted, .. Missing.Select(_ => High)];
        return Told(new Measured(estimate)
        {
            LowPoint = Quantiles.Of(low, share),
            HighPoint = Quantiles.Of(high, share),
            Low = Math.Max(Low, QuantileInterval.Of(low, share, effective).Low),
            High = Math.Min(High, QuantileInterval.Of(high, share, effective).High),
        });
    }

    /// <summary>The sum, which is what it is.</summary>
    public Measured Total()
    {
        var sum = Scored.Sum(l => l.Value);
        return Told(new Measured(sum) { LowPoint = sum + Unscored(Low), HighPoint = sum + Unscored(High) }.WithoutLuck());
    }

    private int Everything => Scored.Count + Missing.Count;

    private Measured Told(Measured measured) => measured with { Lines = Scored.Count, Missing = Missing.Count };

    private Measured Unknown() => new(double.NaN) { LowPoint = Low, HighPoint = High, Low = Low, High = High };

    private Measured Rate()
    {
        if (Scored.Count == 0)
        {
            return Unknown();
        }

        var rate = Scored.Average(l => l.Value);
        var effective = Effective(l => l.Value == 1);
        var missing = effective * Missing.Count / Scored.Count;
        return new Measured(rate)
        {
            LowPoint = rate * Scored.Count / Everything,
            HighPoint = ((rate * Scored.Count) + Missing.Count) / Everything,
            Low = Proportion.Exact(rate * effective, effective + missing).Low,
            High = Proportion.Exact((rate * effective) + missing, effective + missing).High,
        };
    }

    private Measured Numbers()
    {
        if (Scored.Count == 0)
        {
            return Unknown();
        }

        var interval = Interval();
        return new Measured(interval.Estimate)
        {
            LowPoint = Over(interval.Estimate, Low),
            HighPoint = Over(interval.Estimate, High),
            Low = Over(Math.Max(Low, interval.Low), Low),
            High = Over(Math.Min(High, interval.High), High),
        };
    }

    private Interval Interval()
    {
        if (!IsGrouped)
        {
            return Same(MeanInterval.Of([.. Scored.Select(l => l.Value)]).Interval);
        }

        var groups = Scored.GroupBy(l => l.Group).Select(g => (Sum: g.Sum(l => l.Value), Size: (double)g.Count())).ToArray();
        return Same(MeanInterval.Of([.. groups.Select(g => g.Sum)], [.. groups.Select(g => g.Size)], MeanInterval.Seed).Interval);
    }

    // Lines that are all alike say only that another is not usual, not that there is none.
    private Interval Same(Interval interval)
    {
        if (interval.Low < interval.High || !double.IsFinite(Low) || !double.IsFinite(High))
        {
            return interval;
        }

        var other = Proportion.Exact(0, IsGrouped ? Scored.Select(l => l.Group).Distinct().Count() : Scored.Count).High;
        return interval with { Low = interval.Low - (other * (interval.Estimate - Low)), High = interval.High + (other * (High - interval.Estimate)) };
    }

    private double Over(double mean, double missing) => ((mean * Scored.Count) + Unscored(missing)) / Everything;

    private double Unscored(double each) => Missing.Count == 0 ? 0 : each * Missing.Count;

    private double Effective(Func<SampleLine, bool> counts) =>
        IsGrouped ? EffectiveLines.Of([.. Scored.Select(counts)], [.. Scored.Select(l => l.Group)]) : Scored.Count;
}

/// <summary>One line's value.</summary>
/// <param name="Line">Its name.</param>
/// <param name="Value">A number.</param>
/// <param name="Group">What it belongs to.</param>
internal readonly record struct SampleLine(string Line, double Value, int Group);
