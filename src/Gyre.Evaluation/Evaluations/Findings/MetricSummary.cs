using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Evaluations.Findings;

/// <summary>One metric of one target.</summary>
/// <param name="Facts">Its column, evaluator, direction, judge.</param>
public sealed record MetricSummary(MetricFacts Facts)
{
    /// <summary>Its column.</summary>
    public string Name => Facts.Card.Name;

    /// <summary>Lines that could have a score, failed ones included; with repeats, all their tries.</summary>
    public int Lines { get; init; }

    /// <summary>Lines that have one.</summary>
    public int Scored { get; init; }

    /// <summary>The share that has one; what has none is in no mean, and passes nothing.</summary>
    public double Coverage => Lines == 0 ? 0 : (double)Scored / Lines;

    /// <summary>The mean over what has a score, with its 95 % interval: Wilson's for rates, else the bootstrap; with repeats, whole lines are resampled. Null without any score.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Over the lines that have a score; null without any.</summary>
    public double? Mean => Interval?.Estimate;

    /// <summary>Whether every value is 0 or 1, so that the mean is a share.</summary>
    public bool IsRate { get; init; }

    /// <summary>Lines that pass; null where nothing passes or fails.</summary>
    public int? Passed { get; init; }

    /// <summary>The share of <see cref="Lines"/> that pass, those without a score counted as not passing; null where nothing passes or fails.</summary>
    public Interval? PassRate { get; init; }

    /// <summary>Why scores are missing, the commonest first.</summary>
    public IReadOnlyList<Cause> Missing { get; init; } = [];

    /// <summary>What the repeats say; null with one try.</summary>
    public RepeatFigures? Repeats { get; init; }
}

/// <summary>How much the tries of one line vary.</summary>
/// <param name="Tries">Of each line.</param>
/// <param name="BetweenLines">Variance of the lines' true means; NaN where it cannot be told.</param>
/// <param name="BetweenTries">Variance of the tries of one line; NaN where it cannot be told.</param>
public sealed record RepeatFigures(int Tries, double BetweenLines, double BetweenTries)
{
    /// <summary>pass@k with k = <see cref="Tries"/>: the share of lines of which at least one try passes; null where nothing passes or fails.</summary>
    public Interval? PassAtK { get; init; }

    /// <summary>pass^k: the share of lines of which all tries pass.</summary>
    public Interval? PassHatK { get; init; }
}
