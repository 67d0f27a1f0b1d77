using Gyre.Flows.Execution.Lines;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Records;

/// <summary>Builds the <c>api_calls</c> tree of records.</summary>
internal static class ApiCalls
{
    /// <summary>The call of a node, its nested calls inside.</summary>
    public static PythonDict OfNode(NodeCall call)
    {
        var record = call.Record;
        return new PythonDict(13)
        {
            { "name", call.Node.Tool.Function ?? call.Node.Name },
            { "type", "Tool" },
            { "inputs", record.Inputs },
            { "output", record.Output },
            { "start_time", Seconds(record.StartTime) },
            { "end_time", Seconds(record.EndTime) },
            { "error", Error(record.Error) },
            { "children", new List<object?>(call.Calls.Children) },
            { "node_name", record.Node },
            { "parent_id", "" },
            { "id", Guid.NewGuid().ToString() },
            { "function", call.Node.Tool.Function ?? call.Node.Name },
            { "system_metrics", Metrics(record.Usage, record.EndTime - record.StartTime) },
        };
    }

    /// <summary>The root of a line: one call of the whole flow, the nodes inside.</summary>
    public static PythonDict OfLine(LineRecord line, IReadOnlyList<NodeRecord> nodes)
    {
        var children = new List<object?>(nodes.Count);
        foreach (var node in nodes)
        {
            children.AddRange(node.ApiCalls);
        }

        return new PythonDict(10)
        {
            { "name", "flow" },
            { "node_name", "flow" },
            { "type", "Flow" },
            { "start_time", Seconds(line.StartTime) },
            { "end_time", Seconds(line.EndTime) },
            { "children", children },
            { "system_metrics", Metrics(line.Usage, line.EndTime - line.StartTime) },
            { "inputs", line.Inputs },
            { "output", line.Output },
            { "error", Error(line.Error) },
        };
    }

    private static PythonDict? Error(FlowError? error) => error is null ? null : new PythonDict(2)
    {
        { "message", error.Message },
        { "type", error.Inner ?? error.Code },
    };

    private static PythonDict Metrics(Usage usage, TimeSpan duration)
    {
        var metrics = new PythonDict(4) { { "duration", duration.TotalSeconds } };
        if (usage.TotalTokens is { } total)
        {
            metrics["prompt_tokens"] = usage.PromptTokens ?? 0;
            metrics["completion_tokens"] = usage.CompletionTokens ?? 0;
            metrics["total_tokens"] = total;
        }

        return metrics;
    }

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond;
}
