using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gyre.Flows.Execution.Records;

namespace Gyre.Flows.Editing;

/// <summary>A flow to run once.</summary>
internal sealed record FlowTestRequest
{
    /// <summary>The flow's file or folder, from the workspace's folder.</summary>
    [JsonPropertyName("flow")]
    public required string Flow { get; init; }

    /// <summary>By name; what is left out takes its default.</summary>
    [JsonPropertyName("inputs")]
    public JsonObject? Inputs { get; init; }

    /// <summary><c>${node.variant}</c>; the defaults where absent.</summary>
    [JsonPropertyName("variant")]
    public string? Variant { get; init; }

    /// <summary>Another connection for every prompt of the flow.</summary>
    [JsonPropertyName("connection")]
    public string? Connection { get; init; }

    /// <summary>Another model for every prompt of the flow.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>Whether an answer may come in pieces; its tokens and cost are then known only where the provider tells them with a stream.</summary>
    [JsonPropertyName("stream")]
    public bool Stream { get; init; }

    /// <summary>The node to run again from; needs <see cref="Test"/> or <see cref="Run"/>. What it does not depend on is taken from there.</summary>
    [JsonPropertyName("from")]
    public string? From { get; init; }

    /// <summary>An earlier test, by its id.</summary>
    [JsonPropertyName("test")]
    public string? Test { get; init; }

    /// <summary>A run, by its name, and <see cref="Line"/> of it.</summary>
    [JsonPropertyName("run")]
    public string? Run { get; init; }

    /// <summary>0-based line of the run.</summary>
    [JsonPropertyName("line")]
    public int? Line { get; init; }
}

/// <summary>Something that happened in a test: one of its parts is there.</summary>
/// <param name="Test">At the beginning: the id by which a later test takes up what this one gave.</param>
/// <param name="Node">A node that began or ended.</param>
/// <param name="Chunk">A piece of an output.</param>
/// <param name="Warning">Something to know before relying on the result.</param>
/// <param name="End">At the end.</param>
internal sealed record TestEventView(
    [property: JsonPropertyName("test"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Test = null,
    [property: JsonPropertyName("node"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NodeRecordView? Node = null,
    [property: JsonPropertyName("chunk"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TestChunkView? Chunk = null,
    [property: JsonPropertyName("warning"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Warning = null,
    [property: JsonPropertyName("end"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TestEndView? End = null);

/// <summary>A piece of an output.</summary>
/// <param name="Output">Its name.</param>
/// <param name="Text">The piece.</param>
internal sealed record TestChunkView([property: JsonPropertyName("output")] string Output, [property: JsonPropertyName("text")] string Text);

/// <summary>What became of a test.</summary>
/// <param name="Status"><c>completed</c> or <c>failed</c>.</param>
/// <param name="Outputs">By name; null unless completed.</param>
/// <param name="Metrics">Of nodes that run after all lines.</param>
/// <param name="Error">Why it failed, with the file and line where that is known.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="TotalTokens">Of the model calls it made; null where none reported any.</param>
/// <param name="Cost">Dollars; null where nothing was called or a price is not known.</param>
/// <param name="Cut">Whether something very long was left out.</param>
internal sealed record TestEndView(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("outputs")] JsonNode? Outputs,
    [property: JsonPropertyName("metrics")] JsonNode? Metrics,
    [property: JsonPropertyName("error")] FlowErrorView? Error,
    [property: JsonPropertyName("duration_ms")] double DurationMs,
    [property: JsonPropertyName("total_tokens")] long? TotalTokens,
    [property: JsonPropertyName("cost")] decimal? Cost,
    [property: JsonPropertyName("cut")] bool Cut);
