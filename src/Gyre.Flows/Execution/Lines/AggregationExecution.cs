using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Lines;

/// <summary>The aggregation nodes of a DAG, run once over all completed lines.</summary>
internal sealed class AggregationExecution(FlowPlan plan, FlowContext flow, TimeProvider time, AggregationRequest request)
{
    /// <summary>Runs them; a failure is recorded at its node and metrics logged before it stay.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<AggregationResult> RunAsync(CancellationToken cancellationToken)
    {
        if (plan.Aggregations.Length == 0)
        {
            return new AggregationResult([], [], new Dictionary<string, FlowError>(StringComparer.Ordinal));
        }

        await using var context = new LineContext(flow, request.RunId, null) { IsAggregation = true };
        NodeScheduler nodes;
        try
        {
            // Images were stored with the lines: references to them are read again.
            var folder = flow.OutputFolder ?? flow.WorkingFolder;
            var inputs = plan.TakesMedia ? await plan.Format.LoadInputsAsync(plan.Flow.Inputs, Inputs(), folder, cancellationToken) : Inputs();
            var options = new SchedulerOptions(time)
            {
                Collected = await CollectAsync(folder, cancellationToken),
                OnNode = request.OnNode,
                Persist = flow.OutputFolder is null ? null : value => plan.Format.Persist(value, flow.OutputFolder),
            };
            nodes = new NodeScheduler(plan, plan.Aggregations, new RunIdentity(request.RunId, null), context, inputs, options);
        }
        catch (FlowException e)
        {
            return new AggregationResult([], [], plan.Aggregations.ToDictionary(n => n.Name, _ => FlowError.Of(e), StringComparer.Ordinal));
        }

        await nodes.RunAsync(cancellationToken);
        foreach (var call in nodes.Streams)
        {
            await ((TextStream)call.Result!).DisposeAsync();
        }

        var errors = nodes.Records.Where(r => r.Error is not null).ToDictionary(r => r.Node, r => r.Error!, StringComparer.Ordinal);
        if (nodes.Failure is FlowException { Node: { } node } failure)
        {
            errors.TryAdd(node, FlowError.Of(failure));
        }

        return new AggregationResult(context.Metrics.ToDict(), nodes.Records, errors);
    }

    /// <summary>Flow inputs as lists over the lines.</summary>
    private PythonDict Inputs()
    {
        var lists = new PythonDict(plan.Flow.Inputs.Count);
        foreach (var input in plan.Flow.Inputs)
        {
            lists[input.Name] = List(input.Name, line => line.Inputs.TryGetValue(input.Name, out var value) ? (true, value) : (false, null));
        }

        return lists;
    }

    /// <summary>References to nodes of the lines as lists, by reference.</summary>
    private async ValueTask<Dictionary<string, object?>> CollectAsync(string folder, CancellationToken cancellationToken)
    {
        var lists = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var value in plan.AggregationReferences)
        {
            var reference = value.Reference!;
            var list = List($"${{{reference.Text}}}", line => line.NodeOutputs.TryGetValue(value.Name, out var output) ? (true, PropertyPath.Follow(reference, output)) : (false, null));
            lists[reference.Text] = await plan.Format.LoadAsync(list, folder, cancellationToken);
        }

        return lists;
    }

    private List<object?> List(string name, Func<AggregationLine, (bool Present, object? Value)> read)
    {
        var list = new List<object?>(request.Lines.Count);
        foreach (var line in request.Lines)
        {
            if (read(line) is { Present: true, Value: var value })
            {
                list.Add(value);
            }
        }

        return list.Count == request.Lines.Count ? list : throw new FlowException(
            ErrorClasses.InvalidAggregationInput,
            $"The input for aggregation is incorrect. The length of all aggregated inputs should be the same. Current input lengths are: {{'{name}': {list.Count}, lines: {request.Lines.Count}}}. " +
            "Please adjust the input value in your input data.")
        {
            Kind = ErrorKind.SystemError,
        };
    }
}
