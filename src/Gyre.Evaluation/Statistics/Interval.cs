namespace Gyre.Evaluation.Statistics;

/// <summary>A number and the range it is in with 95 % confidence.</summary>
/// <param name="Estimate">The number as it was measured.</param>
/// <param name="Low">Lower end; negative infinity where the data say nothing.</param>
/// <param name="High">Upper end; infinity where the data say nothing.</param>
public readonly record struct Interval(double Estimate, double Low, double High)
{
    /// <summary>An estimate that nothing is known about.</summary>
    internal static Interval Unbounded(double estimate) => new(estimate, double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether there are ends at all.</summary>
    public bool IsBounded => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>Whether the ends are the same but for rounding.</summary>
    internal bool IsPoint => IsBounded && High - Low <= 1e-12 * Math.Max(1e-9, Math.Max(Math.Abs(Low), Math.Abs(High)));

    /// <summary>Whether a value is within, ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;
}
