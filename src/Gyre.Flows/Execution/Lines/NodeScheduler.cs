using System.Diagnostics;
using System.Threading.Channels;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Lines;

/// <summary>
/// Runs a set of nodes once: those of a line, or those of the aggregation. Every node starts when what it needs is there;
/// one loop decides, tools run beside it, and nothing is polled or locked.
/// </summary>
internal sealed class NodeScheduler
{
    private readonly FlowPlan plan;
    private readonly RunIdentity identity;
    private readonly SchedulerOptions options;
    private readonly LineContext context;
    private readonly int[] missing;
    private readonly Replay replay;
    private readonly Queue<PlannedNode> undecided = new();
    private readonly Queue<PlannedNode> waiting = new();
    private readonly List<NodeCall> ended = [];
    private readonly HashSet<NodeCall> running = [];
    private Channel<NodeCall>? completions;
    private CancellationToken asked;
    private CancellationToken stopping;

    /// <param name="plan">The flow.</param>
    /// <param name="nodes">Those to run.</param>
    /// <param name="identity">Names of the run and line.</param>
    /// <param name="context">What the tools share.</param>
    /// <param name="inputs">The typed flow inputs.</param>
    /// <param name="options">Limits and listeners.</param>
    public NodeScheduler(FlowPlan plan, PlannedNode[] nodes, RunIdentity identity, LineContext context, PythonDict inputs, SchedulerOptions options)
    {
        this.plan = plan;
        this.identity = identity;
        this.context = context;
        this.options = options;
        Values = new LineValues(plan.Nodes.Length, inputs, options.Collected);
        missing = new int[plan.Nodes.Length];
        replay = new Replay(options.Replay, Values, plan.Nodes.Length);
        foreach (var node in nodes)
        {
            missing[node.Number] = node.Needs.Length;
            if (missing[node.Number] == 0)
            {
                undecided.Enqueue(node);
            }
        }
    }

    /// <summary>What the nodes have given so far.</summary>
    public LineValues Values { get; }

    /// <summary>One record per node that was reached, in the order they ended.</summary>
    public List<NodeRecord> Records { get; } = [];

    /// <summary>What the original would have logged as warnings.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Calls whose result is a stream: their records are completed once it was read.</summary>
    public List<NodeCall> Streams { get; } = [];

    /// <summary>What stopped the run: the first failure, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Runs to the end, the first failure, the timeout or the cancellation. Failures are in <see cref="Failure"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; no tool is running any more.</exception>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, options.Clock?.Expired ?? CancellationToken.None);
        (asked, stopping) = (cancellationToken, stop.Token);
        try
        {
            while (Failure is null)
            {
                stop.Token.ThrowIfCancellationRequested();
                Decide();
                if (Failure is not null)
                {
                    break;
                }

                Start(stop.Token);
                if (ended.Count == 0)
                {
                    if (running.Count == 0)
                    {
                        return;
                    }

                    Take(await completions!.Reader.ReadAsync(stop.Token));
                }

                Collect();
            }

            await LetRunningEndAsync(options.Grace);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Failure = new FlowException(
                ErrorClasses.LineExecutionTimeoutError,
                $"Line {identity.LineNumber ?? 0} execution timeout for exceeding {Seconds(options.Clock!.Seconds)} seconds");
        }
        finally
        {
            await StopRunningAsync(stop);
        }
    }

    private static string Seconds(double seconds) => Math.Floor(seconds) == seconds ? PythonText.Str((long)seconds) : PythonText.Str(seconds);

    /// <summary>Bypasses what is to be bypassed; the rest waits for a free place.</summary>
    private void Decide()
    {
        while (Failure is null && undecided.TryDequeue(out var node))
        {
            try
            {
                if (replay.Find(node) is { } before)
                {
                    Take(node, before);
                    continue;
                }

                if (!Values.IsToBeBypassed(node))
                {
                    waiting.Enqueue(node);
                    continue;
                }
            }
            catch (FlowException e)
            {
                Failure = At(node, e);
                return;
            }

            Values.Bypass(node);
            var now = options.Time.Now();
            var record = Record(node, RunStatus.Bypassed, now);
            record.EndTime = now;
            Records.Add(record);
            options.OnNode?.Invoke(record);
            Release(node);
        }
    }

    /// <summary>Takes what an earlier go gave in place of running the node.</summary>
    private void Take(PlannedNode node, NodeRecord before)
    {
        if (before.Status == RunStatus.Bypassed)
        {
            Values.Bypass(node);
        }
        else
        {
            Values.Keep(node, before.Output);
        }

        replay.Keep(node, before);
        Records.Add(before);
        options.OnNode?.Invoke(before);
        Release(node);
    }

    /// <summary>Starts nodes while there are places; what ends at once is collected afterwards, as if all had started together.</summary>
    private void Start(CancellationToken cancellationToken)
    {
        for (var places = options.Concurrency - running.Count; places > 0 && waiting.TryDequeue(out var node); places--)
        {
            PythonDict values;
            try
            {
                values = Values.InputsOf(node, Warnings);
            }
            catch (FlowException e)
            {
                // The original reads the inputs before it begins a record, so there is none.
                Failure ??= At(node, e);
                continue;
            }

            var call = new NodeCall(node, Record(node, RunStatus.Running, options.Time.Now()), options.Persist);
            call.Record.Inputs = values;
            options.OnNode?.Invoke(call.Record);
            Invoke(call, values, cancellationToken);
        }
    }

    private void Invoke(NodeCall call, PythonDict values, CancellationToken cancellationToken)
    {
        var parent = Activity.Current;
        call.Activity = FlowTelemetry.StartNode(call.Node, identity);
        try
        {
            var result = call.Node.Tool.InvokeAsync(new ToolCall(call.Node.Name, values, context, call.Calls), cancellationToken);
            if (!result.IsCompleted)
            {
                completions ??= Channel.CreateUnbounded<NodeCall>(new UnboundedChannelOptions { SingleReader = true });
                running.Add(call);
                _ = AwaitAsync(call, result.AsTask(), completions.Writer);
                return;
            }

            call.Result = result.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            call.Error = e;
        }
        finally
        {
            if (call.Activity is not null)
            {
                // The next node is a sibling, not a child.
                Activity.Current = parent;
            }
        }

        call.Record.EndTime = options.Time.Now();
        ended.Add(call);
    }

    private async Task AwaitAsync(NodeCall call, Task<object?> result, ChannelWriter<NodeCall> writer)
    {
        try
        {
            call.Result = await result;
        }
        catch (Exception e)
        {
            call.Error = e;
        }

        call.Record.EndTime = options.Time.Now();
        writer.TryWrite(call);
    }

    private void Take(NodeCall call)
    {
        running.Remove(call);
        ended.Add(call);
    }

    private void Collect()
    {
        foreach (var call in ended)
        {
            if (call.Error is OperationCanceledException && stopping.IsCancellationRequested)
            {
                call.Cancel(WhyStopped(), call.Record.EndTime);
            }
            else if (call.Error is { } error)
            {
                var failure = call.Fail(error, plan.Flow.File);
                Failure ??= failure;
            }
            else
            {
                Values.Keep(call.Node, call.Result);
                call.Complete(Warnings);
                if (call.Result is TextStream)
                {
                    Streams.Add(call);
                }
            }

            End(call);
            if (call.Error is null)
            {
                Release(call.Node);
            }
        }

        ended.Clear();
    }

    private void End(NodeCall call)
    {
        FlowTelemetry.EndNode(call);
        Records.Add(call.Record);
        options.OnNode?.Invoke(call.Record);
    }

    private void Release(PlannedNode node)
    {
        foreach (var number in node.NeededBy)
        {
            if (--missing[number] == 0)
            {
                undecided.Enqueue(plan.Nodes[number]);
            }
        }
    }

    /// <summary>After a failure the nodes that run already may end by themselves for a moment, as the original lets its threads run on.</summary>
    private async ValueTask LetRunningEndAsync(TimeSpan grace)
    {
        if (running.Count == 0)
        {
            return;
        }

        using var enough = new CancellationTokenSource(grace, options.Time);
        await DrainAsync(enough.Token);
    }

    /// <summary>Cancels what runs and waits for it; a tool that ignores its token is left behind after a while.</summary>
    private async ValueTask StopRunningAsync(CancellationTokenSource stop)
    {
        if (running.Count == 0)
        {
            return;
        }

        await stop.CancelAsync();
        var stopped = running.ToList();
        using var enough = new CancellationTokenSource(SchedulerOptions.Patience, options.Time);
        try
        {
            while (running.Count > 0)
            {
                running.Remove(await completions!.Reader.ReadAsync(enough.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing more can be done about it here.
        }

        foreach (var call in stopped)
        {
            call.Cancel(WhyStopped(), options.Time.Now());
            End(call);
        }
    }

    private string WhyStopped() =>
        asked.IsCancellationRequested ? "Received cancel request"
        : Failure is null or FlowException { ErrorClass: ErrorClasses.LineExecutionTimeoutError } ? $"Line execution timeout after {Seconds(options.Clock?.Seconds ?? 0)} seconds"
        : "another node failed";

    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (running.Count > 0)
            {
                Take(await completions!.Reader.ReadAsync(cancellationToken));
                Collect();
            }
        }
        catch (OperationCanceledException)
        {
            // The moment is over; what still runs is cancelled.
        }
    }

    private NodeRecord Record(PlannedNode node, RunStatus status, DateTimeOffset start) => new()
    {
        Node = node.Name,
        FlowRunId = identity.RunId,
        RunId = identity.NodeRunId(node),
        ParentRunId = identity.LineRunId,
        Index = identity.LineNumber,
        MessageFormat = plan.Flow.MessageFormat,
        Status = status,
        StartTime = start,
    };

    private FlowException At(PlannedNode node, FlowException e) => e.Node is not null ? e : new FlowException(e.ErrorClass, e.Message, e.InnerException)
    {
        Kind = e.Kind,
        Node = node.Name,
        File = e.File ?? plan.Flow.File,
        Line = e.Line ?? (node.Definition.Line > 0 ? node.Definition.Line : null),
    };
}
