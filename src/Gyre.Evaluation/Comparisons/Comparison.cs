namespace Gyre.Evaluation.Comparisons;

/// <summary>Two systems compared line by line: the second against the first.</summary>
/// <param name="Baseline">Name of the first.</param>
/// <param name="Candidate">Name of the second.</param>
/// <param name="Metrics">One per column of numbers or truth values that both have, in order of appearance.</param>
public sealed record Comparison(string Baseline, string Candidate, IReadOnlyList<MetricComparison> Metrics)
{
    /// <summary>Lines that completed in both.</summary>
    public int PairedLines { get; init; }

    /// <summary>Lines that failed in the first; they are in no mean.</summary>
    public int BaselineFailed { get; init; }

    /// <summary>Lines that failed in the second; they are in no mean.</summary>
    public int CandidateFailed { get; init; }

    /// <summary>How many comparisons share the correction for looking more than once: metrics, and metrics in slices.</summary>
    public int Family { get; init; }

    /// <summary>What resampling was seeded with.</summary>
    public int Seed { get; init; }
}
