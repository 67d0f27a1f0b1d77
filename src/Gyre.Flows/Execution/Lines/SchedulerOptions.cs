using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Execution.Records;

namespace Gyre.Flows.Execution.Lines;

/// <summary>Limits and listeners of one run of nodes.</summary>
internal sealed record SchedulerOptions(TimeProvider Time)
{
    /// <summary>How long a cancelled tool may take to stop before it is left behind.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How many nodes at once; never above 16, as in the original.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Runs to LineExecutionTimeoutError; null where there is no limit.</summary>
    public LineClock? Clock { get; init; }

    /// <summary>How long nodes beside a failed one may go on.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Told as nodes start and end.</summary>
    public Action<NodeRecord>? OnNode { get; init; }

    /// <summary>Nodes that are not run, with what an earlier go gave.</summary>
    public IReadOnlyDictionary<string, NodeRecord>? Replay { get; init; }

    /// <summary>Stores the images in a value as files and puts references in their place; null where they stay as they are.</summary>
    public Func<object?, object?>? Persist { get; init; }

    /// <summary>For the aggregation: the lists that stand for references to nodes of the lines, by reference.</summary>
    public IReadOnlyDictionary<string, object?>? Collected { get; init; }
}

/// <summary>How a run, a line and its nodes are named.</summary>
/// <param name="RunId">The run.</param>
/// <param name="LineNumber">0-based; null outside a run and for aggregation.</param>
internal sealed record RunIdentity(string RunId, int? LineNumber)
{
    /// <summary><c>&lt;run&gt;_&lt;line&gt;</c>, or the run's id.</summary>
    public string LineRunId { get; } = LineNumber is { } line ? $"{RunId}_{line}" : RunId;

    /// <summary><c>&lt;run&gt;_&lt;node&gt;_&lt;line&gt;</c>; a fresh id in place of the line outside a run, <c>reduce</c> for aggregation.</summary>
    public string NodeRunId(PlannedNode node) =>
        node.Definition.Aggregation ? $"{RunId}_{node.Name}_reduce"
        : LineNumber is { } line ? $"{RunId}_{node.Name}_{line}"
        : $"{RunId}_{node.Name}_{Guid.CreateVersion7()}";
}
