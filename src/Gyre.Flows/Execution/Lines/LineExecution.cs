using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Lines;

/// <summary>One line of a DAG, from raw inputs to records.</summary>
internal sealed class LineExecution(FlowPlan plan, FlowContext flow, TimeProvider time, LineRequest request)
{
    private readonly RunIdentity identity = new(request.RunId, request.LineNumber);

    /// <summary>Runs it; failures are in the result.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<LineResult> RunAsync(CancellationToken cancellationToken)
    {
        var record = new LineRecord { RunId = identity.LineRunId, RootRunId = request.RunId, FlowId = plan.Flow.Name, Index = request.LineNumber, Status = RunStatus.Running, StartTime = time.Now(), MessageFormat = plan.Flow.MessageFormat };
        var activity = FlowTelemetry.StartLine(plan, identity);
        using var clock = request.TimeoutSeconds is { } seconds ? new LineClock(time, seconds) : null;
        var context = new LineContext(flow, request.RunId, request.LineNumber) { Depth = request.Depth, Clock = clock ?? request.Clock };
        try
        {
            return await RunAsync(record, context, clock, cancellationToken);
        }
        finally
        {
            if (activity is not null)
            {
                FlowTelemetry.End(activity, record.Status, record.Error, record.Usage);
            }

            await EndAsync(context, record.Output);
        }
    }

    private async ValueTask<LineResult> RunAsync(LineRecord record, LineContext context, LineClock? clock, CancellationToken cancellationToken)
    {
        NodeScheduler? nodes = null;
        PythonDict aggregationInputs = [];
        try
        {
            var inputs = FlowInputs.Convert(plan.Flow.Inputs, request.Inputs, request.LineNumber);
            inputs = plan.TakesMedia ? await plan.Format.LoadInputsAsync(plan.Flow.Inputs, inputs, flow.WorkingFolder, cancellationToken) : inputs;
            var persist = Persist();
            record.Inputs = persist is null ? inputs : (PythonDict)persist(inputs)!;
            nodes = new NodeScheduler(plan, plan.Lines, identity, context, inputs, new SchedulerOptions(time)
            {
                Concurrency = Math.Clamp(request.NodeConcurrency, 1, 16),
                Clock = clock,
                OnNode = request.OnNode,
                Replay = await ReplayAsync(cancellationToken),
                Persist = persist,
            });
            await nodes.RunAsync(cancellationToken);
            if (nodes.Failure is { } failure)
            {
                Fail(record, failure);
            }
            else
            {
                var output = await OutputAsync(nodes, cancellationToken);
                aggregationInputs = await AggregationInputsAsync(nodes, cancellationToken);
                record.Output = persist is null ? output : (PythonDict)persist(output)!;
                record.Status = RunStatus.Completed;
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(record, e);
        }

        record.EndTime = time.Now();
        foreach (var call in nodes?.Streams ?? [])
        {
            await ((TextStream)call.Result!).CatchUpAsync();
            call.Settle();
        }

        IReadOnlyList<NodeRecord> records = nodes?.Records ?? [];
        foreach (var node in records)
        {
            record.Usage += node.Usage;
        }

        record.ApiCalls = [ApiCalls.OfLine(record, records)];
        return new LineResult(record, records) { AggregationInputs = aggregationInputs, Warnings = nodes?.Warnings ?? [], Settle = Settle };

        void Settle()
        {
            foreach (var call in nodes?.Streams ?? [])
            {
                call.Settle();
            }

            record.Usage = records.Aggregate(default(Usage), (sum, node) => sum + node.Usage);
        }
    }

    // Images of a record that was stored are read again; those of one that is at hand are images still.
    private async ValueTask<IReadOnlyDictionary<string, NodeRecord>?> ReplayAsync(CancellationToken cancellationToken)
    {
        if (request.Replay.Count == 0)
        {
            return null;
        }

        var records = new Dictionary<string, NodeRecord>(StringComparer.Ordinal);
        var folder = request.ReplayFolder ?? flow.WorkingFolder;
        foreach (var (node, record) in request.Replay)
        {
            try
            {
                var inputs = await plan.Format.LoadAsync(record.Inputs, folder, cancellationToken) as PythonDict;
                records[node] = LineReplay.Of(record, inputs, await plan.Format.LoadAsync(record.Output, folder, cancellationToken));
            }
            catch (FlowException)
            {
                // An image of it is gone: the node is run again.
            }
        }

        return records;
    }

    private Func<object?, object?>? Persist() => flow.OutputFolder is { } folder ? value => plan.Format.Persist(value, folder) : null;

    private static void Fail(LineRecord record, Exception failure)
    {
        record.Status = RunStatus.Failed;
        record.Error = FlowError.Of(failure);
    }

    private async ValueTask<PythonDict> OutputAsync(NodeScheduler nodes, CancellationToken cancellationToken)
    {
        var output = new PythonDict(plan.Outputs.Length);
        foreach (var (name, reference) in plan.Outputs)
        {
            if (nodes.Values.IsBypassed(reference))
            {
                nodes.Warnings.Add($"The node referenced by output:'{reference.Name}' is bypassed, which is not recommended.");
            }

            // The original looks at no section here: whatever stands in place of "output" counts as it.
            output[name] = reference.Reference is { } node ? Follow(node, nodes.Values.Output(reference.Node)) : nodes.Values.Evaluate(reference);
        }

        foreach (var (name, _) in plan.Outputs)
        {
            if (output[name] is TextStream stream)
            {
                if (!flow.Streaming)
                {
                    output[name] = await stream.JoinAsync(cancellationToken);
                }
            }
            else if (!PythonJson.IsSerializable(output[name]))
            {
                throw new FlowException(
                    ErrorClasses.FlowOutputUnserializable,
                    $"The output '{name}' for flow is incorrect. The output value is not JSON serializable. JSON dump failed: (TypeError) Object of type {Culprit(output[name])} is not JSON serializable. " +
                    "Please verify your flow output and make sure the value serializable.");
            }
        }

        return output;
    }

    private object? Follow(NodeBinding reference, object? value)
    {
        try
        {
            return PropertyPath.Follow(reference, value);
        }
        catch (FlowException e)
        {
            throw new FlowException(e.ErrorClass, e.Message, e.InnerException) { Kind = e.Kind, Node = reference.Node, File = plan.Flow.File, Line = reference.Line };
        }
    }

    private async ValueTask<PythonDict> AggregationInputsAsync(NodeScheduler nodes, CancellationToken cancellationToken)
    {
        foreach (var reference in plan.AggregationReferences)
        {
            // Fails the line now where a property is missing, as the original does.
            Follow(reference.Reference!, nodes.Values.Output(reference.Node));
        }

        var inputs = new PythonDict(plan.AggregationSources.Length);
        foreach (var reference in plan.AggregationReferences)
        {
            var value = nodes.Values.Output(reference.Node);
            inputs[reference.Name] = value is TextStream stream ? await stream.JoinAsync(cancellationToken) : value;
        }

        return inputs;
    }

    private static string Culprit(object? value) => value switch
    {
        PythonDict dict => Culprit(dict.Values.FirstOrDefault(v => !PythonJson.IsSerializable(v))),
        IReadOnlyList<object?> list => Culprit(list.FirstOrDefault(v => !PythonJson.IsSerializable(v))),
        _ => PythonText.TypeName(value),
    };

    /// <summary>Ends what the line kept: at once, or after the last stream that the caller took was read.</summary>
    private static async ValueTask EndAsync(LineContext context, PythonDict? output)
    {
        var open = output?.Values.OfType<TextStream>().Distinct().ToList() ?? [];
        if (open.Count == 0)
        {
            await context.DisposeAsync();
            return;
        }

        var left = open.Count;
        foreach (var stream in open)
        {
            stream.WhenEnded = () => Interlocked.Decrement(ref left) == 0 ? context.DisposeAsync() : ValueTask.CompletedTask;
        }
    }
}
