namespace Gyre.Evaluation.Gates.Measures;

/// <summary>A figure, what it would be had all lines without a score gone as low and as high as can be, and how far luck reaches beyond that.</summary>
/// <param name="Estimate">Over the lines that have a score.</param>
internal sealed record Measured(double Estimate)
{
    /// <summary>With all that is missing as low as can be.</summary>
    public double LowPoint { get; init; } = Estimate;

    /// <summary>With all that is missing as high as can be.</summary>
    public double HighPoint { get; init; } = Estimate;

    /// <summary>Lower end of the 95 % interval around <see cref="LowPoint"/>.</summary>
    public double Low { get; init; } = Estimate;

    /// <summary>Upper end of the 95 % interval around <see cref="HighPoint"/>.</summary>
    public double High { get; init; } = Estimate;

    /// <summary>Lines it is from.</summary>
    public int Lines { get; init; }

    /// <summary>Lines that should have a score and have none.</summary>
    public int Missing { get; init; }

    /// <summary>The lines that speak most against it.</summary>
    public IReadOnlyList<GateEvidence> Evidence { get; init; } = [];

    /// <summary>The figure alone, whatever other lines would have shown.</summary>
    public Measured WithoutLuck() => this with { Low = LowPoint, High = HighPoint };

    /// <summary>Where more is worse: the same the other way round.</summary>
    public Measured Negated() => this with { Estimate = -Estimate, LowPoint = -HighPoint, HighPoint = -LowPoint, Low = -High, High = -Low };
}
