using Gyre.Evaluation.Comparisons;

namespace Gyre.Evaluation.Reports;

/// <summary>What a report shows besides the runs.</summary>
public sealed record ReportOptions
{
    /// <summary>Shown as verdicts with intervals; null for none.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>Lines in the table at the most; failed ones come first. Default 5,000.</summary>
    public int LineLimit { get; init; } = 5_000;
}
