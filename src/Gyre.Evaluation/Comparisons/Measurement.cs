using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Comparisons;

/// <summary>A metric measured on some of its lines, before the correction that needs all of them.</summary>
internal sealed class Measurement
{
    // Below, no test can reach 5 %: (1/2)^5 on both sides is 6 %.
    private const int FewestTested = 6;

    private const int MostLines = 10_000_000;

    private readonly ComparisonOptions options;
    private readonly PairedScores scores;
    private readonly IReadOnlyList<int>? pairs;
    private readonly LineDifference[] lines;
    private readonly PairedRates rates;
    private readonly PairedDifference difference;
    private readonly bool isClustered;

    /// <param name="scores">The metric.</param>
    /// <param name="pairs">The pairs of a slice; null for all.</param>
    /// <param name="clusters">Which pairs belong together; null where each stands alone.</param>
    /// <param name="options">Seed, margins, directions.</param>
    public Measurement(PairedScores scores, IReadOnlyList<int>? pairs, IReadOnlyList<int>? clusters, ComparisonOptions options)
    {
        (this.scores, this.pairs, this.options) = (scores, pairs, options);
        IReadOnlyList<int> scored = [.. (pairs ?? scores.Pairs).Where(scores.IsScored)];
        lines = [.. scored.Select(scores.At)];
        rates = new PairedRates(lines.Length, lines.Count(l => l.Difference > 0), lines.Count(l => l.Difference < 0));
        isClustered = clusters is not null;
        difference = lines.Length == 0 ? new PairedDifference(Interval.Unbounded(double.NaN), IntervalMethod.None, 1, double.NaN, 0)
            : clusters is not null ? Clustered([.. scored.Select(i => clusters[i])])
            : scores.IsRate ? PairedDifference.OfRates(rates)
            : PairedDifference.OfNumbers([.. lines.Select(l => l.Difference)], [], scores.High - scores.Low, options.Seed);
    }

    public string Metric => scores.Name;

    /// <summary>Whether it takes part in the correction: with fewer lines nothing could be shown, whatever they say.</summary>
    public bool IsTested => difference.Units >= FewestTested;

    public double P => difference.P;

    /// <summary>The result, once the correction is known.</summary>
    /// <param name="adjusted">Corrected p and its factor; null where it took no part.</param>
    /// <param name="family">How many took part.</param>
    public MetricComparison Result((double P, int Factor)? adjusted, int family)
    {
        var lower = options.IsLowerBetter(Metric);
        var margin = options.MarginOf(Metric);
        var verdict = Judge(adjusted?.P, margin, lower);
        var coverage = scores.CoverageOf(pairs);
        return new MetricComparison(Metric, lines.Length, Mean(l => l.Baseline), Mean(l => l.Candidate), difference.Interval, verdict)
        {
            IsRate = scores.IsRate,
            LowerIsBetter = lower,
            PValue = P,
            AdjustedPValue = adjusted?.P,
            Family = family,
            Method = Words(difference.Method),
            Effect = scores.IsRate ? rates.OddsRatio : difference.Deviation > 0 ? difference.Interval.Estimate / difference.Deviation : null,
            Changed = (rates.Up, rates.Down),
            Margin = margin,
            Facts = options.Facts.GetValueOrDefault(Metric),
            MoreLines = verdict == Verdict.CannotTell ? MoreLines(Quantiles.Alpha / (adjusted?.Factor ?? 1), margin) : null,
            Coverage = coverage,
            Sensitivity = coverage.LeftOut > 0.05 * (lines.Length + coverage.LeftOut) ? Bounds(lower) : null,
            Worst = Worst(lower),
        };
    }

    // The interval and the test must agree on better and worse: the one is not corrected for many comparisons, the other is.
    private Verdict Judge(double? p, double? margin, bool lower)
    {
        var interval = difference.Interval;
        if (margin is { } m && interval.Low > -m && interval.High < m)
        {
            return Verdict.NoDifference;
        }

        if (p is not <= Quantiles.Alpha || interval.Contains(0))
        {
            return Verdict.CannotTell;
        }

        return interval.Estimate > 0 == lower ? Verdict.Worse : Verdict.Better;
    }

    /// <summary>Lines until one of the verdicts can be expected four times out of five, if things are as they look.</summary>
    private int? MoreLines(double alpha, double? margin)
    {
        var mean = difference.Interval.Estimate;
        var changing = (double)(rates.Up + rates.Down) / lines.Length;
        var deviation = difference.Deviation;
        double? needed = mean == 0 ? null
            : !(deviation > 0) ? 0
            : scores.IsRate && !isClustered ? SampleSize.ForRates(mean, changing, alpha)
            : SampleSize.ForMean(mean, deviation, alpha);
        if (margin is { } m && SampleSize.ForEquivalence(mean, Spread(), m) is { } same)
        {
            needed = Math.Min(needed ?? same, same);
        }

        return needed <= MostLines ? Math.Max(Math.Max(1, FewestTested - lines.Length), (int)Math.Ceiling(needed.Value) - lines.Length) : null;
    }

    // One imagined change more: that nothing has changed yet does not mean that nothing can.
    private double Spread() =>
        scores.IsRate && !isClustered ? Math.Sqrt((rates.Up + rates.Down + 1.0) / (lines.Length + 1))
        : difference.Deviation > 0 ? difference.Deviation
        : Math.Max(scores.High - scores.Low, double.Epsilon) / Math.Sqrt(lines.Length + 1);

    private PairedDifference Clustered(IReadOnlyList<int> clusters)
    {
        var places = new Dictionary<int, int>();
        var (sums, sizes) = (new List<double>(), new List<double>());
        for (var i = 0; i < lines.Length; i++)
        {
            if (!places.TryGetValue(clusters[i], out var place))
            {
                places[clusters[i]] = place = sums.Count;
                sums.Add(0);
                sizes.Add(0);
            }

            sums[place] += lines[i].Difference;
            sizes[place]++;
        }

        return PairedDifference.OfNumbers([.. sums], [.. sizes], scores.High - scores.Low, options.Seed);
    }

    private (double Worst, double Best) Bounds(bool lower)
    {
        var (low, high) = scores.Bounds(pairs);
        return lower ? (high, low) : (low, high);
    }

    private IReadOnlyList<LineDifference> Worst(bool lower)
    {
        var sign = lower ? -1 : 1;
        return [.. lines.Where(l => l.Difference * sign < 0).OrderBy(l => l.Difference * sign).Take(options.WorstLines)];
    }

    private double Mean(Func<LineDifference, double> of) => lines.Length == 0 ? double.NaN : lines.Sum(of) / lines.Length;

    private static string Words(IntervalMethod method) => method switch
    {
        IntervalMethod.Tango => "tango",
        IntervalMethod.Bootstrap => "bootstrap",
        IntervalMethod.Student => "t",
        _ => "none",
    };
}
