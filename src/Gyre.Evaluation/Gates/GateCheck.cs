using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Gates;

/// <summary>What one rule found, on all its lines or on those of one slice.</summary>
/// <param name="Name">What was measured: <c>groundedness pass rate</c>, <c>latency p95, category = spec</c>.</param>
/// <param name="Limit">What is wanted: <c>at least 0.85</c>, <c>not worse by 0.02</c>.</param>
/// <param name="Verdict">On the rule.</param>
public sealed record GateCheck(string Name, string Limit, GateVerdict Verdict)
{
    /// <summary>The column; empty where it is of none.</summary>
    public string Metric { get; init; } = "";

    /// <summary>What of it, as in the policy: <c>pass_rate</c>, <c>p95</c>.</summary>
    public required string Measure { get; init; }

    /// <summary>As in the policy: <c>at_least</c>, <c>not_worse_by</c>.</summary>
    public required string LimitKind { get; init; }

    /// <summary>The limit's number.</summary>
    public double LimitValue { get; init; }

    /// <summary>The figure with its 95 % interval, a difference for a rule that compares; without width for a count. What has no score is in it as badly and as well as it could be.</summary>
    public Interval Value { get; init; }

    /// <summary>The figure as people read it: <c>0.931 (0.886 to 0.960)</c>, <c>3</c>.</summary>
    public required string Words { get; init; }

    /// <summary>Lines it is from.</summary>
    public int Lines { get; init; }

    /// <summary>Lines that should have had a score and have none.</summary>
    public int Missing { get; init; }

    /// <summary>About how many more lines would settle it, if things stay as they look; null where it is settled, or lines would not help.</summary>
    public int? MoreLines { get; init; }

    /// <summary>The same as one or two sentences for someone who has not met an interval before.</summary>
    public required string Sentence { get; init; }

    /// <summary>How far its judge was held against people: <c>uncalibrated</c>, <c>calibrated: …</c>; null where no model judges.</summary>
    public string? Judge { get; init; }

    /// <summary>The lines that speak most against it.</summary>
    public IReadOnlyList<GateEvidence> Evidence { get; init; } = [];

    /// <summary>1-based line of the rule in the policy.</summary>
    public int PolicyLine { get; init; }
}

/// <summary>A line that speaks against a rule.</summary>
/// <param name="Line">Its number in the run.</param>
/// <param name="Value">Its value; null where it has none.</param>
/// <param name="Baseline">Its value in the baseline; null where that is not compared.</param>
public sealed record GateEvidence(string Line, double? Value, double? Baseline);
