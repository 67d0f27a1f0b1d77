using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Extras;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Lines;

/// <summary>Runs one node of a DAG by itself, as <c>flow test --node</c> does: only its own tool is loaded.</summary>
internal static class SingleNode
{
    /// <summary>Runs the node; its failure is in the record.</summary>
    /// <param name="context">The flow and its surroundings.</param>
    /// <param name="sources">Asked for the node's tool.</param>
    /// <param name="options">What else the engine needs.</param>
    /// <param name="name">The node.</param>
    /// <param name="given">By the name of a node input, <c>node.output.path</c>, <c>inputs.name</c> or the name of a flow input, with or without <c>${}</c>.</param>
    /// <param name="cancellationToken">Stops the node.</param>
    /// <exception cref="FlowException">SingleNodeValidationError, UserErrorException for missing inputs, ResolveToolError, InputTypeError.</exception>
    public static async Task<LineResult> RunAsync(
        FlowContext context, IReadOnlyList<IToolSource> sources, DagFlowOptions options, string name, PythonDict given, CancellationToken cancellationToken)
    {
        var node = Find(context.Flow, name);
        var (tool, inputs) = await ToolResolution.ResolveAsync(node, context, sources, cancellationToken);
        await using var owned = tool;
        var (extended, all) = NodeExtras.Apply(node, tool, inputs, context, options);
        var literal = Literals(context.Flow, node, all, given);
        var alone = node with { Inputs = literal, Activate = null, Map = null };
        var flow = context.Flow with { Nodes = [alone], Outputs = [] };
        var plan = FlowPlan.Compile(flow, [alone], _ => (extended, [.. literal]));
        await using var line = new LineContext(context, Guid.CreateVersion7().ToString(), null) { IsAggregation = node.Aggregation };
        var scheduler = new NodeScheduler(plan, plan.Nodes, new RunIdentity(line.RunId, null), line, [], new SchedulerOptions(options.Time));
        var start = options.Time.Now();
        await scheduler.RunAsync(cancellationToken);
        foreach (var call in scheduler.Streams)
        {
            await ((TextStream)call.Result!).JoinAsync(cancellationToken);
            call.Settle();
        }

        return Result(context.Flow, scheduler, line, start, options.Time.Now());
    }

    private static LineResult Result(FlowDefinition flow, NodeScheduler scheduler, LineContext line, DateTimeOffset start, DateTimeOffset end)
    {
        var record = new LineRecord
        {
            RunId = line.RunId,
            RootRunId = line.RunId,
            FlowId = flow.Name,
            Status = scheduler.Failure is null ? RunStatus.Completed : RunStatus.Failed,
            Error = scheduler.Failure is { } failure ? FlowError.Of(failure) : null,
            StartTime = start,
            EndTime = end,
            Usage = scheduler.Records.Aggregate(default(Usage), (sum, n) => sum + n.Usage),
            Metrics = line.Metrics.ToDict() is { Count: > 0 } metrics ? metrics : null,
        };
        record.ApiCalls = [ApiCalls.OfLine(record, scheduler.Records)];
        return new LineResult(record, scheduler.Records) { Warnings = scheduler.Warnings };
    }

    private static FlowNode Find(FlowDefinition flow, string name)
    {
        var node = flow.Nodes.FirstOrDefault(n => n.Name == name) ?? throw new FlowException(
            ErrorClasses.SingleNodeValidationError,
            $"Validation failed when attempting to execute the node. Node '{name}' is not found in flow '{flow.File}'. Please change node name or correct the flow file." +
            Kernel.NearestName.Hint(name, flow.Nodes.Select(n => n.Name)))
        {
            File = flow.File,
        };
        return node is { Source: not null, Type: not null } or { Tool: not null } ? node : throw new FlowException(
            ErrorClasses.SingleNodeValidationError,
            $"Validation failed when attempting to execute the node. Properties 'source' or 'type' are not specified for Node '{name}' in flow '{flow.File}'. " +
            "Please make sure these properties are in place and try again.")
        {
            File = flow.File,
            Node = name,
            Line = node.Line,
        };
    }

    private static OrderedDictionary<string, InputBinding> Literals(
        FlowDefinition flow, FlowNode node, IReadOnlyList<KeyValuePair<string, InputBinding>> inputs, PythonDict given)
    {
        var literal = new OrderedDictionary<string, InputBinding>(StringComparer.Ordinal);
        var missing = new List<object?>();
        foreach (var (name, binding) in inputs)
        {
            if (binding is LiteralBinding)
            {
                literal[name] = TryGet(given, name, out var other) ? new LiteralBinding(other) : binding;
            }
            else if (TryValue(flow, name, binding, given, out var value))
            {
                literal[name] = new LiteralBinding(IsListed(flow, node, binding) ? new List<object?> { value } : value);
            }
            else
            {
                missing.Add(binding is NodeBinding reference ? reference.Text : ((FlowInputBinding)binding).Name);
            }
        }

        return missing.Count == 0 ? literal : throw new FlowException(
            ErrorClasses.UserErrorException,
            $"Required input(s) {PythonText.Repr(missing)} are missing for \"{node.Name}\". Give them as name=value, under the name of the node's input or as node.output=value.")
        {
            Node = node.Name,
        };
    }

    private static bool TryValue(FlowDefinition flow, string name, InputBinding binding, PythonDict given, out object? value)
    {
        if (binding is NodeBinding reference)
        {
            if (TryGet(given, reference.Text, out value) || TryGet(given, name, out value))
            {
                return true;
            }

            // The whole output may be given where the node reads a part of it.
            if (TryGet(given, $"{reference.Node}.output", out var output) || TryGet(given, reference.Node, out output))
            {
                value = PropertyPath.Follow(reference, output is string text && reference.Path.Count > 0 ? DeclaredType.Parse("object", text) : output);
                return true;
            }

            return false;
        }

        var input = ((FlowInputBinding)binding).Name;
        var declared = flow.Inputs.FirstOrDefault(i => i.Name == input);
        if (!TryGet(given, input, out value) && !TryGet(given, $"inputs.{input}", out value) && !TryGet(given, $"flow.{input}", out value) && !TryGet(given, name, out value))
        {
            value = declared?.Default;
        }

        if (value is not null && declared is not null)
        {
            value = FlowInputs.Convert([declared], new PythonDict { { declared.Name, value } }, null)[declared.Name];
        }

        return value is not null;
    }

    private static bool TryGet(PythonDict given, string name, out object? value) => given.TryGetValue(name, out value) || given.TryGetValue($"${{{name}}}", out value);

    private static bool IsListed(FlowDefinition flow, FlowNode node, InputBinding binding) =>
        node.Aggregation && (binding is FlowInputBinding || (binding is NodeBinding reference && flow.Nodes.Any(n => n.Name == reference.Node && !n.Aggregation)));
}
