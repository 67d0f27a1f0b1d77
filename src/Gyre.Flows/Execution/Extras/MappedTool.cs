using Gyre.Flows.Definitions;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Extras;

/// <summary>A node's <c>map</c>: the tool is called once for each item of a list, and the results make a list in the same order.</summary>
internal sealed class MappedTool(Tool inner, MapLoop map) : ToolAround(inner)
{
    public override async ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var items = call.Inputs.TryGetValue(map.As, out var over) && over is IReadOnlyList<object?> list ? list : throw NoList(call, over);
        var records = new CallRecord[items.Count];
        var results = new object?[items.Count];
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = map.Concurrency, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, items.Count, options, async (i, token) =>
            {
                records[i] = new CallRecord();
                results[i] = await Inner.InvokeAsync(call with { Inputs = With(call.Inputs, items[i]), Record = records[i] }, token);
            });
        }
        finally
        {
            Report(records, call.Record);
        }

        return new List<object?>(results);
    }

    private static FlowException NoList(ToolCall call, object? over) => new(
        ErrorClasses.ToolExecutionError,
        $"Execution failure in '{call.Node}': (TypeError) map.over must be a list, but it is {PythonText.TypeName(over)}")
    {
        InnerClass = "TypeError",
        Node = call.Node,
    };

    private static void Report(CallRecord?[] records, CallRecord into)
    {
        foreach (var record in records.OfType<CallRecord>())
        {
            foreach (var child in record.Children)
            {
                into.AddChild(child);
            }

            if (record.TotalTokens is { } total)
            {
                into.AddUsage(record.PromptTokens ?? 0, record.CompletionTokens ?? 0, total, record.Costs);
            }

            into.StandardOutput += record.StandardOutput;
            into.StandardError += record.StandardError;
            into.Cached |= record.Cached;
        }
    }

    private PythonDict With(PythonDict inputs, object? item)
    {
        var copy = new PythonDict(inputs.Count);
        foreach (var (name, value) in inputs)
        {
            copy[name] = value;
        }

        copy[map.As] = item;
        return copy;
    }
}
