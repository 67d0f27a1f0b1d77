using Gyre.Flows.Values;
using Gyre.Models.Providers;

namespace Gyre.Flows.Tools.Llm;

/// <summary>A model call as a child of its node's call in <c>api_calls</c>.</summary>
internal sealed class ModelCallTrace(ModelCall call, TimeProvider time)
{
    private readonly DateTimeOffset start = time.GetUtcNow();

    public void End(object? output, FlowException? error)
    {
        var end = time.GetUtcNow();
        call.Record?.AddChild(new PythonDict(12)
        {
            ["name"] = Name(),
            ["type"] = call.Operation == ModelOperation.Embedding ? "Embedding" : "LLM",
            ["inputs"] = call.Body,
            ["output"] = output,
            ["start_time"] = Seconds(start),
            ["end_time"] = Seconds(end),
            ["error"] = error is null ? null : new PythonDict { ["message"] = error.Message, ["type"] = error.ErrorClass },
            ["children"] = new List<object?>(),
            ["node_name"] = call.Node,
            ["parent_id"] = "",
            ["id"] = Guid.NewGuid().ToString(),
            ["system_metrics"] = Metrics(output, end - start),
        });
    }

    private string Name() => call.Operation switch
    {
        ModelOperation.Chat => "openai_chat",
        ModelOperation.Completion => "openai_completion",
        _ => "openai_embeddings",
    };

    private static PythonDict Metrics(object? output, TimeSpan duration)
    {
        var metrics = new PythonDict { ["duration"] = duration.TotalSeconds };
        if (output is PythonDict answer && answer.TryGetValue("usage", out var found) && found is PythonDict usage)
        {
            foreach (var name in new[] { "prompt_tokens", "completion_tokens", "total_tokens" })
            {
                metrics[name] = usage.TryGetValue(name, out var count) && count is long ? count : 0L;
            }
        }

        return metrics;
    }

    private static double Seconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond;
}
