namespace Gyre.Evaluation.Comparisons;

/// <summary>Two systems compared line by line: the second against the first.</summary>
/// <param name="Baseline">Name of the first.</param>
/// <param name="Candidate">Name of the second.</param>
/// <param name="Metrics">One per column of numbers or truth values that both have, in order of appearance.</param>
public sealed record Comparison(string Baseline, string Candidate, IReadOnlyList<MetricComparison> Metrics)
{
    /// <summary>Lines that completed in both.</summary>
    public int PairedLines { get; init; }

    /// <summary>Lines that failed in the first, with repeats in any of the tries; what failed is in no mean.</summary>
    public int BaselineFailed { get; init; }

    /// <summary>Lines that failed in the second, likewise.</summary>
    public int CandidateFailed { get; init; }

    /// <summary>How many comparisons share the correction for looking more than once: metrics, and metrics in slices.</summary>
    public int Family { get; init; }

    /// <summary>What resampling was seeded with.</summary>
    public int Seed { get; init; }

    /// <summary>Columns that are not compared although they hold numbers on most lines, each with the text that speaks against it. Those asked for by name are an error instead.</summary>
    public IReadOnlyList<ColumnOfText> ColumnsOfText { get; init; } = [];
}

/// <summary>A column of numbers that holds a text too.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Text">The first text that is no number.</param>
/// <param name="System">Which of the two has it.</param>
/// <param name="Line">On which line, 1-based.</param>
public sealed record ColumnOfText(string Column, string Text, string System, int Line);
