using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Comparisons;

/// <summary>How two systems are compared.</summary>
public sealed record ComparisonOptions
{
    // Words of names that say "less is better" in every tool we know.
    private static readonly HashSet<string> Costly = new(StringComparer.OrdinalIgnoreCase)
    {
        "latency", "cost", "costs", "price", "tokens", "duration", "seconds", "milliseconds", "ms", "errors", "failures", "retries",
    };

    /// <summary>Of the resampling; the same seed gives the same interval. Default 20.</summary>
    public int Seed { get; init; } = MeanInterval.Seed;

    /// <summary>The columns to compare, in order; none for every column of numbers or truth values that both have.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Columns where less is better, besides those whose names say so (latency, cost, tokens, duration …).</summary>
    public IReadOnlyCollection<string> LowerIsBetter { get; init; } = [];

    /// <summary>Columns where more is better although their name says otherwise.</summary>
    public IReadOnlyCollection<string> HigherIsBetter { get; init; } = [];

    /// <summary>The largest difference that does not matter, in the metric's own unit; null where every difference does.</summary>
    public double? Margin { get; init; }

    /// <summary>The same for single metrics.</summary>
    public IReadOnlyDictionary<string, double> Margins { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Columns by whose values the lines are compared once more, group by group.</summary>
    public IReadOnlyList<string> Slices { get; init; } = [];

    /// <summary>The column that says which lines belong together (a conversation, a document); null where every line stands alone.</summary>
    public string? Cluster { get; init; }

    /// <summary>The column whose text is shown for lines that flipped; null for the first of the usual ones.</summary>
    public string? Answer { get; init; }

    /// <summary>How many of the worst lines, and of the flipped ones, are named. Default 5.</summary>
    public int WorstLines { get; init; } = 5;

    /// <summary>What is known of columns that evaluators gave; it says which way is good where nothing else is asked for.</summary>
    public IReadOnlyDictionary<string, MetricFacts> Facts { get; init; } = new Dictionary<string, MetricFacts>(StringComparer.Ordinal);

    /// <summary>Full path of the workspace, which keeps calibrations; null where there is none.</summary>
    public string? Workspace { get; init; }

    internal bool IsLowerBetter(string metric) =>
        !HigherIsBetter.Contains(metric, StringComparer.Ordinal)
        && (LowerIsBetter.Contains(metric, StringComparer.Ordinal)
            || (Facts.TryGetValue(metric, out var facts) ? facts.Card.Direction == Direction.LowerIsBetter : SaysLowerIsBetter(metric)));

    /// <summary>Whether a column's name says that less is better.</summary>
    internal static bool SaysLowerIsBetter(string column) => column.Split('_', '.', '-', ' ').Any(Costly.Contains);

    internal double? MarginOf(string metric) => Margins.TryGetValue(metric, out var own) ? own : Margin;
}
