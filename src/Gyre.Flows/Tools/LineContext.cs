using System.Collections.Concurrent;
using Gyre.Flows.Execution.Lines;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Models.Prices;

namespace Gyre.Flows.Tools;

/// <summary>What the nodes of one line share, and what ends with the line.</summary>
internal sealed class LineContext(FlowContext flow, string runId, int? lineNumber) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private MetricLog? metrics;
    private ConcurrentDictionary<object, Lazy<IAsyncDisposable>>? resources;

    /// <summary>The flow.</summary>
    public FlowContext Flow { get; } = flow;

    /// <summary>The run's name, or the id of a single test.</summary>
    public string RunId { get; } = runId;

    /// <summary>0-based line of the run; null for a single test and for aggregation.</summary>
    public int? LineNumber { get; } = lineNumber;

    /// <summary>Whether this is the aggregation after all lines: only then <c>log_metric</c> counts.</summary>
    public bool IsAggregation { get; init; }

    /// <summary>How many sub-flow nodes this line is inside of.</summary>
    public int Depth { get; init; }

    /// <summary>The line's time limit, or null; it is stopped while the line waits for what is not its doing.</summary>
    internal LineClock? Clock { get; init; }

    /// <summary>Takes the metrics of aggregation nodes.</summary>
    public MetricLog Metrics
    {
        get
        {
            lock (gate)
            {
                return metrics ??= new MetricLog();
            }
        }
    }

    /// <summary>Something a tool source keeps for the length of the line (a Python worker, say), made at the first call.</summary>
    public T Resource<T>(object owner, Func<T> make)
        where T : class, IAsyncDisposable
    {
        lock (gate)
        {
            resources ??= new ConcurrentDictionary<object, Lazy<IAsyncDisposable>>();
        }

        return (T)resources.GetOrAdd(owner, _ => new Lazy<IAsyncDisposable>(make)).Value;
    }

    /// <summary>Ends what the line kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (resources is null)
        {
            return;
        }

        foreach (var resource in resources.Values.Where(r => r.IsValueCreated))
        {
            await resource.Value.DisposeAsync();
        }
    }
}

/// <summary>What a tool reports about its call besides the result.</summary>
internal sealed class CallRecord
{
    private readonly Lock gate = new();
    private List<PythonDict>? children;

    /// <summary>Nested calls for the node's <c>api_calls</c>: {name, type, inputs, output, start_time, end_time, error, children, …}.</summary>
    public IReadOnlyList<PythonDict> Children
    {
        get
        {
            lock (gate)
            {
                return children is null ? [] : [.. children];
            }
        }
    }

    /// <summary>What the tool printed, each line prefixed with its time as the original does.</summary>
    public string StandardOutput { get; set; } = "";

    /// <summary>What the tool wrote to stderr.</summary>
    public string StandardError { get; set; } = "";

    /// <summary>Prompt tokens of all model calls; null while none has reported any.</summary>
    public long? PromptTokens { get; private set; }

    /// <summary>Completion tokens of all model calls.</summary>
    public long? CompletionTokens { get; private set; }

    /// <summary>Total tokens of all model calls.</summary>
    public long? TotalTokens { get; private set; }

    /// <summary>Whether the result came from the node cache.</summary>
    public bool Cached { get; set; }

    /// <summary>Adds a nested call.</summary>
    public void AddChild(PythonDict call)
    {
        lock (gate)
        {
            (children ??= []).Add(call);
        }
    }

    /// <summary>Adds a line to what was written to stderr, with the time before it as the original has it.</summary>
    public void WriteError(TimeProvider time, string line)
    {
        lock (gate)
        {
            StandardError += $"[{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss}+0000] {line}\n";
        }
    }

    /// <summary>What all model calls cost.</summary>
    public CallCosts Costs { get; private set; }

    /// <summary>All of it.</summary>
    public Usage Usage => new(PromptTokens, CompletionTokens, TotalTokens) { Costs = Costs };

    /// <summary>Adds the usage of a model call of unknown cost.</summary>
    public void AddUsage(long prompt, long completion, long total) => AddUsage(prompt, completion, total, CallCosts.Of(null));

    /// <summary>Adds the usage and the cost of model calls.</summary>
    public void AddUsage(long prompt, long completion, long total, CallCosts costs)
    {
        lock (gate)
        {
            Costs += costs;
            PromptTokens = (PromptTokens ?? 0) + prompt;
            CompletionTokens = (CompletionTokens ?? 0) + completion;
            TotalTokens = (TotalTokens ?? 0) + total;
        }
    }
}
