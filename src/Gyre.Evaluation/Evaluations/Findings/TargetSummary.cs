using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Models.Prices;

namespace Gyre.Evaluation.Evaluations.Findings;

/// <summary>What was found of one target.</summary>
/// <param name="Name">The target's.</param>
public sealed record TargetSummary(string Name)
{
    /// <summary>Names of its runs, answers first, over all repeats.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>Lines over all repeats.</summary>
    public int Lines { get; init; }

    /// <summary>Lines that gave no answer; they count against the coverage of every metric.</summary>
    public int FailedLines { get; init; }

    /// <summary>Lines that were not tried yet.</summary>
    public int UnfinishedLines { get; init; }

    /// <summary>Why lines failed, the commonest first.</summary>
    public IReadOnlyList<Cause> Errors { get; init; } = [];

    /// <summary>Seconds until an answer was there; null where the answers were there already.</summary>
    public LatencyFigures? Latency { get; init; }

    /// <summary>Tokens of the answers; 0 where none were counted.</summary>
    public long Tokens { get; init; }

    /// <summary>What the answers cost.</summary>
    public CallCosts AnswersCost { get; init; }

    /// <summary>What scoring them cost.</summary>
    public CallCosts ScoresCost { get; init; }

    /// <summary>The models that answered, as the calls name them.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>In the order of the evaluators.</summary>
    public IReadOnlyList<MetricSummary> Metrics { get; init; } = [];

    /// <summary>Its runs; null where there are none yet.</summary>
    internal ScoredPart? Part { get; init; }

    /// <summary>The scores of each try.</summary>
    internal IReadOnlyList<ScoreTable> Tries { get; init; } = [];
}

/// <summary>How long answers took.</summary>
/// <param name="Median">Seconds that half of the lines stay within.</param>
/// <param name="NinetyFive">Seconds that 95 % of the lines stay within.</param>
public readonly record struct LatencyFigures(double Median, double NinetyFive);

/// <summary>Why something is missing.</summary>
/// <param name="Why">In words; of the first such line.</param>
/// <param name="Lines">How many lines.</param>
public sealed record Cause(string Why, int Lines);
