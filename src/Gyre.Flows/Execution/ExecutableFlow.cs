using System.Collections.ObjectModel;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Lines;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution;

/// <summary>A flow ready to run: a DAG, a flex flow or a prompty, validated and with its tools loaded. Lines may run at once; dispose it at the end.</summary>
public abstract class ExecutableFlow : IAsyncDisposable
{
    /// <summary>The declared inputs, in order; for a flex flow without declarations, those of its signature.</summary>
    public abstract IReadOnlyList<FlowInput> Inputs { get; }

    /// <summary>The names of the declared outputs, in order; empty where only the result tells.</summary>
    public abstract IReadOnlyList<string> Outputs { get; }

    /// <summary>Whether anything runs after all lines.</summary>
    public abstract bool HasAggregation { get; }

    /// <summary>The nodes whose outputs the aggregation reads; a run keeps these for it.</summary>
    public virtual IReadOnlyList<string> AggregationSources => [];

    /// <summary>The flow's environment variables with those of the request on top: the engine's own settings (<c>PF_…</c>) may be among them.</summary>
    public virtual IReadOnlyDictionary<string, string> EnvironmentVariables => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>How many lines usefully run at once; null where only the models decide. A flow with Python is bounded by its workers.</summary>
    public virtual int? MaximumLines => null;

    /// <summary>Things a new user should know before relying on the result (a surprise of the format, say).</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>Runs one line. Failures of the flow are in the result; it throws only <see cref="OperationCanceledException"/>.</summary>
    public abstract Task<LineResult> ExecuteLineAsync(LineRequest request, CancellationToken cancellationToken);

    /// <summary>Runs what comes after all lines. Failures are in the result.</summary>
    public abstract Task<AggregationResult> AggregateAsync(AggregationRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>One line to run.</summary>
/// <param name="Inputs">By name, unconverted; extra ones are kept and unused.</param>
/// <param name="RunId">The run's name, or a fresh id for a single test.</param>
/// <param name="LineNumber">0-based; null for a single test.</param>
public sealed record LineRequest(PythonDict Inputs, string RunId, int? LineNumber)
{
    /// <summary>Seconds until LineExecutionTimeoutError; null for none.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>How many nodes of the line run at once: 16 for a test, 2 in a run.</summary>
    public int NodeConcurrency { get; init; } = 16;

    /// <summary>How many sub-flow nodes the line is inside of; 0 at the top.</summary>
    public int Depth { get; init; }

    /// <summary>The clock of the line that this one is a sub-flow of.</summary>
    internal LineClock? Clock { get; init; }

    /// <summary>Told as nodes start and end, on the thread where it happens; for live views.</summary>
    public Action<NodeRecord>? OnNode { get; init; }

    /// <summary>By node, what an earlier go of the line gave: these nodes are not run as long as they are given the same as then. Only a DAG has nodes; see <see cref="LineReplay"/>.</summary>
    public IReadOnlyDictionary<string, NodeRecord> Replay { get; init; } = ReadOnlyDictionary<string, NodeRecord>.Empty;

    /// <summary>Full path of the folder that image files of <see cref="Replay"/> are named from; null for the flow's.</summary>
    public string? ReplayFolder { get; init; }
}

/// <summary>What became of one line.</summary>
/// <param name="Line">The line record.</param>
/// <param name="Nodes">One record per node that was reached, in the order they ended; bypassed ones included.</param>
public sealed record LineResult(LineRecord Line, IReadOnlyList<NodeRecord> Nodes)
{
    /// <summary>Outputs of the nodes in <see cref="ExecutableFlow.AggregationSources"/>, null for bypassed ones; empty unless the line completed.</summary>
    public PythonDict AggregationInputs { get; init; } = [];

    /// <summary>In a test, why the aggregation could not begin; null where it ran or there is none.</summary>
    public FlowError? AggregationError { get; init; }

    /// <summary>Things the original warns of while running (a bypassed input passed as null, an output at an aggregation node …).</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>To be called when the streams among the outputs were read: what they reported only then goes into the records.</summary>
    public Action Settle { get; init; } = () => { };
}

/// <summary>What the aggregation gets: the lines that completed, in line order.</summary>
/// <param name="RunId">The run's name.</param>
/// <param name="Lines">Only completed lines.</param>
public sealed record AggregationRequest(string RunId, IReadOnlyList<AggregationLine> Lines)
{
    /// <inheritdoc cref="LineRequest.OnNode"/>
    public Action<NodeRecord>? OnNode { get; init; }
}

/// <summary>One completed line as the aggregation sees it.</summary>
/// <param name="LineNumber">0-based.</param>
/// <param name="Inputs">The typed flow inputs.</param>
/// <param name="Output">The flow outputs.</param>
/// <param name="NodeOutputs">By node, for <see cref="ExecutableFlow.AggregationSources"/>.</param>
public sealed record AggregationLine(int LineNumber, PythonDict Inputs, PythonDict Output, PythonDict NodeOutputs);

/// <summary>What became of the aggregation.</summary>
/// <param name="Metrics">By name, any value; those logged before a failure stay.</param>
/// <param name="Nodes">One record per aggregation node reached.</param>
/// <param name="Errors">By node.</param>
public sealed record AggregationResult(PythonDict Metrics, IReadOnlyList<NodeRecord> Nodes, IReadOnlyDictionary<string, FlowError> Errors);
