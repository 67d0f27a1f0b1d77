using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gyre.Flows.Media;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Records;

/// <summary>A node of a line as the API shows it, of a test and of a run alike.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Status"><c>running</c>, <c>completed</c>, <c>bypassed</c>, <c>failed</c> or <c>canceled</c>.</param>
/// <param name="Replayed">Whether it was not called: its output is an earlier go's.</param>
/// <param name="Cached">Whether its output came from the node cache.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="DurationMs">How long it took; null while it runs.</param>
/// <param name="Inputs">By name.</param>
/// <param name="Output">Whatever its tool gave.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="PromptTokens">Of its model calls; null where none reported any.</param>
/// <param name="CompletionTokens">Of its model calls.</param>
/// <param name="TotalTokens">Of its model calls.</param>
/// <param name="Cost">Dollars; null where nothing was called or a price is not known.</param>
/// <param name="Logs">What its tool printed.</param>
/// <param name="ErrorLogs">What its tool wrote to stderr.</param>
/// <param name="Calls">The calls it made: requests to models with their messages, functions that were traced.</param>
/// <param name="Cut">Whether something very long was left out.</param>
internal sealed record NodeRecordView(
    [property: JsonPropertyName("node")] string Node,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("replayed")] bool Replayed,
    [property: JsonPropertyName("cached")] bool Cached,
    [property: JsonPropertyName("started_at")] DateTimeOffset StartedAt,
    [property: JsonPropertyName("duration_ms")] double? DurationMs,
    [property: JsonPropertyName("inputs")] JsonNode? Inputs,
    [property: JsonPropertyName("output")] JsonNode? Output,
    [property: JsonPropertyName("error")] FlowErrorView? Error,
    [property: JsonPropertyName("prompt_tokens")] long? PromptTokens,
    [property: JsonPropertyName("completion_tokens")] long? CompletionTokens,
    [property: JsonPropertyName("total_tokens")] long? TotalTokens,
    [property: JsonPropertyName("cost")] decimal? Cost,
    [property: JsonPropertyName("logs")] string Logs,
    [property: JsonPropertyName("error_logs")] string ErrorLogs,
    [property: JsonPropertyName("calls")] JsonNode? Calls,
    [property: JsonPropertyName("cut")] bool Cut)
{
    /// <summary>As it is now; a running node's record goes on changing.</summary>
    /// <param name="record">The record.</param>
    /// <param name="folder">Files below it are named from there; null names them as they are.</param>
    public static NodeRecordView Of(NodeRecord record, string? folder = null)
    {
        var json = new PlainJson(MessageFormat.Of(record.MessageFormat));
        var ended = record.Status is not (RunStatus.Running or RunStatus.Preparing or RunStatus.NotStarted);
        var output = record.Form == OutputForm.Pieces && record.Output is List<object?> pieces ? string.Concat(pieces.Select(PythonText.Str)) : record.Output;
        return new(
            record.Node,
            record.Status.ToString().ToLowerInvariant(),
            record.Replayed,
            record.Cached,
            record.StartTime,
            ended ? (record.EndTime - record.StartTime).TotalMilliseconds : null,
            json.Of(record.Inputs),
            json.Of(output),
            FlowErrorView.Of(record.Error, folder),
            record.Usage.PromptTokens,
            record.Usage.CompletionTokens,
            record.Usage.TotalTokens,
            record.Usage.Costs.Total?.Dollars,
            record.StandardOutput,
            record.StandardError,
            json.Of(CallsOf(record)),
            json.Cut);
    }

    // The outermost call is the node itself, whose inputs and output stand here already.
    private static List<object?> CallsOf(NodeRecord record) =>
        [.. record.ApiCalls.SelectMany(call => call.TryGetValue("children", out var children) && children is IEnumerable<object?> nested ? nested : [])];
}

/// <summary>Why a node or a line failed.</summary>
/// <param name="Code">The class of the error, as in prompt flow; the one inside where there is one.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Node">Where.</param>
/// <param name="File">The file it is in, from the workspace's folder.</param>
/// <param name="Line">1-based line of the file.</param>
/// <param name="Traceback">Of the tool's own code.</param>
internal sealed record FlowErrorView(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("node")] string? Node,
    [property: JsonPropertyName("file")] string? File,
    [property: JsonPropertyName("line")] int? Line,
    [property: JsonPropertyName("traceback")] string? Traceback)
{
    /// <summary>The error; null where there is none.</summary>
    /// <param name="error">As recorded.</param>
    /// <param name="folder">Files below it are named from there; null names them as they are.</param>
    public static FlowErrorView? Of(FlowError? error, string? folder = null) => error is null ? null : new(
        error.Inner ?? error.Code,
        error.Message,
        error.Node,
        error.File is { } file && folder is not null && Path.IsPathFullyQualified(file) && Path.GetRelativePath(folder, file) is var inside && !inside.StartsWith("..", StringComparison.Ordinal)
            ? inside.Replace('\\', '/')
            : error.File,
        error.Line,
        error.ToolDetails is { } details && details.TryGetValue("traceback", out var trace) ? trace as string : null);
}
