using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gyre.Evaluation.Runs.Api;

/// <summary>Some lines of a run.</summary>
/// <param name="Finished">Finished lines of the run.</param>
/// <param name="Matched">Those that the filters let through.</param>
/// <param name="From">Place of the first of <see cref="Lines"/> among the matched.</param>
/// <param name="Lines">In the order asked for.</param>
internal sealed record LinesView(int Finished, int Matched, int From, IReadOnlyList<LineView> Lines);

/// <summary>One finished line as a table shows it: long texts are cut.</summary>
internal sealed record LineView
{
    /// <summary>0-based number.</summary>
    public required int Line { get; init; }

    /// <summary>Whether it has no output.</summary>
    public required bool Failed { get; init; }

    /// <summary>Why it failed.</summary>
    public required string? Error { get; init; }

    /// <summary>By name.</summary>
    public required JsonObject Inputs { get; init; }

    /// <summary>By name; empty where it failed.</summary>
    public required JsonObject Outputs { get; init; }

    /// <summary>By metric; null where there is none.</summary>
    public required IReadOnlyDictionary<string, double?> Scores { get; init; }

    /// <summary>Whether it passes, by metric; metrics by which nothing passes or fails are left out.</summary>
    public required IReadOnlyDictionary<string, bool> Passed { get; init; }

    /// <summary>How long it took.</summary>
    public required double? Seconds { get; init; }

    /// <summary>Tokens of its model calls; null where none were counted.</summary>
    public required long? Tokens { get; init; }

    /// <summary>Dollars; null where it is unknown or nothing was called.</summary>
    [JsonPropertyName("cost_usd")]
    public required decimal? Cost { get; init; }
}

/// <summary>All that is known of one line.</summary>
internal sealed record LineDetailView
{
    /// <summary>0-based number.</summary>
    public required int Line { get; init; }

    /// <summary>Whether it has no output.</summary>
    public required bool Failed { get; init; }

    /// <summary>Why it failed.</summary>
    public required string? Error { get; init; }

    /// <summary>By name, whole.</summary>
    public required JsonObject Inputs { get; init; }

    /// <summary>By name, whole; empty where it failed.</summary>
    public required JsonObject Outputs { get; init; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("started_at")]
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required double? Seconds { get; init; }

    /// <summary>Tokens of its model calls.</summary>
    public required long? Tokens { get; init; }

    /// <summary>Dollars; null where it is unknown or nothing was called.</summary>
    [JsonPropertyName("cost_usd")]
    public required decimal? Cost { get; init; }

    /// <summary>What each node did, in the order in which they began.</summary>
    public required IReadOnlyList<NodeView> Nodes { get; init; }

    /// <summary>What evaluators said.</summary>
    public required IReadOnlyList<LineScoreView> Scores { get; init; }
}

/// <summary>What one node of the flow did on a line.</summary>
internal sealed record NodeView
{
    /// <summary>Its name.</summary>
    public required string Node { get; init; }

    /// <summary>Completed, Failed, Bypassed …</summary>
    public required string Status { get; init; }

    /// <summary>Why it failed.</summary>
    public required string? Error { get; init; }

    /// <summary>By name.</summary>
    public required JsonObject Inputs { get; init; }

    /// <summary>What it gave.</summary>
    public required JsonNode? Output { get; init; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("started_at")]
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required double? Seconds { get; init; }

    /// <summary>Tokens of its model calls.</summary>
    public required long? Tokens { get; init; }

    /// <summary>Dollars.</summary>
    [JsonPropertyName("cost_usd")]
    public required decimal? Cost { get; init; }

    /// <summary>Its calls of tools and models, as recorded.</summary>
    public required JsonArray Calls { get; init; }

    /// <summary>What it printed.</summary>
    public required string Log { get; init; }
}

/// <summary>What one evaluator said of a line.</summary>
internal sealed record LineScoreView
{
    /// <summary>The column.</summary>
    public required string Metric { get; init; }

    /// <summary>The score; null where there is none.</summary>
    public required double? Value { get; init; }

    /// <summary>Whether it passes; null where nothing passes or fails.</summary>
    public required bool? Passed { get; init; }

    /// <summary>The value from which a line passes (up to which, where less is better).</summary>
    public required double? Threshold { get; init; }

    /// <summary>Why, as the evaluator said; why there is no score, where there is none.</summary>
    public required string? Reason { get; init; }

    /// <summary>Who scored.</summary>
    public required string Evaluator { get; init; }

    /// <summary>The model that judges.</summary>
    public required string? Judge { get; init; }

    /// <summary>How far the judge was held against people; null where no model judges.</summary>
    public required string? Calibration { get; init; }

    /// <summary>The run that scored.</summary>
    public required string Run { get; init; }
}
