using Gyre.Flows.Definitions;
using Gyre.Flows.Media;
using Gyre.Flows.Tools;

namespace Gyre.Flows.Execution.Plans;

/// <summary>A flow compiled into arrays: nodes by number, each after those it needs, so that a line looks nothing up by name.</summary>
internal sealed class FlowPlan
{
    private FlowPlan(FlowDefinition flow, PlannedNode[] nodes, PlannedOutput[] outputs)
    {
        Flow = flow;
        Format = MessageFormat.Of(flow.MessageFormat);
        TakesMedia = flow.Inputs.Any(i => i.Type is "image" or "list" or "object");
        Nodes = nodes;
        Outputs = outputs;
        Lines = [.. nodes.Where(n => !n.Definition.Aggregation)];
        Aggregations = [.. nodes.Where(n => n.Definition.Aggregation)];
        AggregationReferences = [.. Aggregations.SelectMany(n => n.Inputs).Where(i => i.Value.Kind == ValueKind.Node && !nodes[i.Value.Node].Definition.Aggregation).Select(i => i.Value)];
        AggregationSources = [.. AggregationReferences.Select(v => nodes[v.Node].Name).Distinct(StringComparer.Ordinal)];
    }

    public FlowDefinition Flow { get; }

    /// <summary>How images are written in inputs and outputs.</summary>
    public MessageFormat Format { get; }

    /// <summary>Whether an input may hold images.</summary>
    public bool TakesMedia { get; }

    /// <summary>All nodes.</summary>
    public PlannedNode[] Nodes { get; }

    /// <summary>Nodes of a line.</summary>
    public PlannedNode[] Lines { get; }

    /// <summary>Nodes that run after all lines.</summary>
    public PlannedNode[] Aggregations { get; }

    /// <summary>Those that point at an aggregation node left out.</summary>
    public PlannedOutput[] Outputs { get; }

    /// <summary>What aggregation nodes read of normal nodes.</summary>
    public PlannedValue[] AggregationReferences { get; }

    /// <summary>The nodes behind <see cref="AggregationReferences"/>.</summary>
    public string[] AggregationSources { get; }

    public static FlowPlan Compile(FlowDefinition flow, IReadOnlyList<FlowNode> sorted, Func<FlowNode, (Tool Tool, IReadOnlyList<KeyValuePair<string, InputBinding>> Inputs)> resolved)
    {
        var numbers = sorted.Select((node, i) => (node.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        var nodes = new PlannedNode[sorted.Count];
        for (var i = 0; i < nodes.Length; i++)
        {
            var (tool, inputs) = resolved(sorted[i]);
            nodes[i] = new PlannedNode(i, sorted[i], tool, inputs, numbers);
        }

        foreach (var node in nodes)
        {
            if (node.Definition.Aggregation)
            {
                node.ForgetLines(nodes);
            }

            foreach (var needed in node.Needs)
            {
                nodes[needed].NeededBy.Add(node.Number);
            }
        }

        var outputs = flow.Outputs
            .Where(o => o.Reference is not NodeBinding reference || !nodes[numbers[reference.Node]].Definition.Aggregation)
            .Select(o => new PlannedOutput(o.Name, PlannedValue.Of(o.Reference, numbers)));
        return new FlowPlan(flow, nodes, [.. outputs]);
    }
}

/// <summary>One node, its tool and what it waits for.</summary>
internal sealed class PlannedNode
{
    public PlannedNode(int number, FlowNode definition, Tool tool, IReadOnlyList<KeyValuePair<string, InputBinding>> inputs, Dictionary<string, int> numbers)
    {
        Number = number;
        Definition = definition;
        Tool = tool;
        var parameters = tool.Parameters?.ToDictionary(p => p.Name, StringComparer.Ordinal);
        Inputs = [.. inputs.Select(i => new PlannedInput(i.Key, PlannedValue.Of(i.Value, numbers), parameters?.GetValueOrDefault(i.Key)?.HasDefault ?? false))];
        Activation = definition.Activate is { } activate ? PlannedCondition.Of(activate, numbers) : null;
        NodeInputs = [.. Inputs.Where(i => i.Value.Kind == ValueKind.Node).Select(i => i.Value.Node)];
        Needs = [.. NodeInputs.Concat(Activation?.Nodes ?? []).Distinct()];
    }

    public int Number { get; }

    public FlowNode Definition { get; }

    public string Name => Definition.Name;

    public Tool Tool { get; }

    public PlannedInput[] Inputs { get; }

    public PlannedCondition? Activation { get; }

    /// <summary>Nodes that inputs read.</summary>
    public int[] NodeInputs { get; private set; }

    /// <summary>Nodes it waits for.</summary>
    public int[] Needs { get; private set; }

    /// <summary>Nodes that wait for it.</summary>
    public List<int> NeededBy { get; } = [];

    /// <summary>An aggregation node waits for its kind only: the lines are over when it runs.</summary>
    public void ForgetLines(PlannedNode[] nodes)
    {
        NodeInputs = [.. NodeInputs.Where(n => nodes[n].Definition.Aggregation)];
        Needs = [.. Needs.Where(n => nodes[n].Definition.Aggregation)];
    }
}

/// <summary>One input of a node.</summary>
internal readonly record struct PlannedInput(string Name, PlannedValue Value, bool HasDefault);

/// <summary>One output of the flow.</summary>
internal readonly record struct PlannedOutput(string Name, PlannedValue Value);

internal enum ValueKind
{
    Literal,
    FlowInput,
    Node,
}

/// <summary>A binding with its node as a number.</summary>
internal readonly record struct PlannedValue(ValueKind Kind, object? Literal, string Name, int Node, NodeBinding? Reference)
{
    public static PlannedValue Of(InputBinding binding, Dictionary<string, int> numbers) => binding switch
    {
        FlowInputBinding input => new(ValueKind.FlowInput, null, input.Name, -1, null),
        NodeBinding node => new(ValueKind.Node, null, node.Node, numbers[node.Node], node),
        LiteralBinding literal => new(ValueKind.Literal, literal.Value, "", -1, null),
        _ => throw new InvalidOperationException($"{binding.GetType()} is no binding that a plan knows."),
    };
}
