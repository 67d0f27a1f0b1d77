using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Comparisons;

/// <summary>One column of two systems, compared on the lines where both have a value; all of them, or those of one slice.</summary>
/// <param name="Name">The column.</param>
/// <param name="Lines">How many lines both have a value for.</param>
/// <param name="BaselineMean">Over these lines.</param>
/// <param name="CandidateMean">Over these lines.</param>
/// <param name="Difference">Candidate minus baseline, with its 95 % interval.</param>
/// <param name="Verdict">On the candidate.</param>
public sealed record MetricComparison(string Name, int Lines, double BaselineMean, double CandidateMean, Interval Difference, Verdict Verdict)
{
    /// <summary>Whether the column is a rate: every value is 0 or 1.</summary>
    public bool IsRate { get; init; }

    /// <summary>Whether less is better.</summary>
    public bool LowerIsBetter { get; init; }

    /// <summary>The chance of such a difference if neither were better: McNemar's test with mid-p for rates, the sign-flip permutation test for numbers.</summary>
    public double PValue { get; init; }

    /// <summary>The same after Holm's correction for all that was compared at once; null where the lines were too few to be tested.</summary>
    public double? AdjustedPValue { get; init; }

    /// <summary>How many comparisons were made at once, slices included.</summary>
    public int Family { get; init; }

    /// <summary>How the interval was found: <c>tango</c>, <c>bootstrap</c>, <c>t</c>, <c>none</c>.</summary>
    public string Method { get; init; } = "none";

    /// <summary>The difference in units that compare across metrics: the odds of going up against down for rates, d_z for numbers; null where there is none.</summary>
    public double? Effect { get; init; }

    /// <summary>What <see cref="Effect"/> is: <c>odds ratio</c> or <c>d_z</c>.</summary>
    public string EffectName => IsRate ? "odds ratio" : "d_z";

    /// <summary>Lines that went up, and that went down.</summary>
    public (int Up, int Down) Changed { get; init; }

    /// <summary>The largest difference that does not matter; null where every difference does.</summary>
    public double? Margin { get; init; }

    /// <summary>What is known of the column from its evaluator; null where no evaluator gave it.</summary>
    public MetricFacts? Facts { get; init; }

    /// <summary>About how many lines more would settle it, if the difference stays as it looks; null where it is settled, or no number of lines would.</summary>
    public int? MoreLines { get; init; }

    /// <summary>What was left out, and why.</summary>
    public Coverage Coverage { get; init; } = new(0, 0);

    /// <summary>The difference if all that was left out had gone as badly, and as well, as can be; null where hardly anything was left out.</summary>
    public (double Worst, double Best)? Sensitivity { get; init; }

    /// <summary>The lines that lost the most, worst first.</summary>
    public IReadOnlyList<LineDifference> Worst { get; init; } = [];

    /// <summary>Lines that pass in one and fail in the other: those lost first.</summary>
    public IReadOnlyList<Flip> Flips { get; init; } = [];

    /// <summary>How many lines passed before and fail now, and the other way round; null where nothing passes or fails.</summary>
    public (int Lost, int Won)? Flipped { get; init; }

    /// <summary>The same metric on the lines of each slice.</summary>
    public IReadOnlyList<SliceComparison> Slices { get; init; } = [];
}

/// <summary>A metric on the lines of one slice.</summary>
/// <param name="Column">What the lines are grouped by.</param>
/// <param name="Value">The group.</param>
/// <param name="Result">The comparison on its lines.</param>
public sealed record SliceComparison(string Column, string Value, MetricComparison Result);

/// <summary>Lines that are in no mean of a metric, by reason. They are counted because they may be the bad ones.</summary>
/// <param name="OnlyInBaseline">Lines the candidate does not have.</param>
/// <param name="OnlyInCandidate">Lines the baseline does not have.</param>
public sealed record Coverage(int OnlyInBaseline, int OnlyInCandidate)
{
    /// <summary>Lines in both without a value in the baseline only.</summary>
    public int BaselineNulls { get; init; }

    /// <summary>Lines in both without a value in the candidate only.</summary>
    public int CandidateNulls { get; init; }

    /// <summary>Lines in both without a value in either: as a rule, the metric is not meant for them.</summary>
    public int BothNulls { get; init; }

    /// <summary>Lines that one side has a value for and the other has not, or has not at all.</summary>
    public int LeftOut => OnlyInBaseline + OnlyInCandidate + BaselineNulls + CandidateNulls;
}

/// <summary>One line in both systems.</summary>
/// <param name="Line">Its key, or its number in a run.</param>
/// <param name="Baseline">The score.</param>
/// <param name="Candidate">The score.</param>
public readonly record struct LineDifference(string Line, double Baseline, double Candidate)
{
    /// <summary>Candidate minus baseline.</summary>
    public double Difference => Candidate - Baseline;
}

/// <summary>A line that passes in one system and fails in the other.</summary>
/// <param name="Line">Its key, or its number in a run.</param>
/// <param name="Won">Whether it passes now and did not before.</param>
/// <param name="BaselineAnswer">What the baseline said; null where no column holds answers.</param>
/// <param name="CandidateAnswer">What the candidate said.</param>
public sealed record Flip(string Line, bool Won, string? BaselineAnswer, string? CandidateAnswer);
