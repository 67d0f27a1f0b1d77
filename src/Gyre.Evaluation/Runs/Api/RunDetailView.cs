using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gyre.Evaluation.Evaluations.Api;

namespace Gyre.Evaluation.Runs.Api;

/// <summary>Runs, the newest first.</summary>
/// <param name="Runs">Some of them.</param>
/// <param name="Next">What to ask for as <c>before</c> for the next ones; null where there are none.</param>
internal sealed record RunsView(IReadOnlyList<ListedRunView> Runs, string? Next);

/// <summary>A run in a list.</summary>
/// <param name="Run">The run.</param>
/// <param name="ScoredBy">Names of the runs that scored it, the newest last.</param>
/// <param name="Scores">What they logged over all lines.</param>
internal sealed record ListedRunView(RunView Run, [property: JsonPropertyName("scored_by")] IReadOnlyList<string> ScoredBy, JsonObject Scores);

/// <summary>A run with what was found of it.</summary>
internal sealed record RunDetailView
{
    /// <summary>The run.</summary>
    public required RunView Run { get; init; }

    /// <summary>Where the flow's inputs came from.</summary>
    [JsonPropertyName("column_mapping")]
    public required JsonObject ColumnMapping { get; init; }

    /// <summary>By node and input.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Connections { get; init; }

    /// <summary>Labels of its maker's.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>The inputs that its lines have.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The outputs that its lines have.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>What evaluators found over its lines, with intervals.</summary>
    public required IReadOnlyList<MetricView> Scores { get; init; }

    /// <summary>Names of the runs that scored it, the oldest first.</summary>
    [JsonPropertyName("scored_by")]
    public required IReadOnlyList<string> ScoredBy { get; init; }

    /// <summary>Evaluations that it is a target of.</summary>
    public required IReadOnlyList<string> Evaluations { get; init; }

    /// <summary>Why lines failed, the commonest first.</summary>
    public required IReadOnlyList<CauseView> Errors { get; init; }

    /// <summary>Seconds that half of the lines stay within.</summary>
    [JsonPropertyName("latency_p50")]
    public required double? LatencyMedian { get; init; }

    /// <summary>Seconds that 95 % of the lines stay within.</summary>
    [JsonPropertyName("latency_p95")]
    public required double? LatencyNinetyFive { get; init; }
}
