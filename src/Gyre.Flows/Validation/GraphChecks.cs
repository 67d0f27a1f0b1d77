using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Plans;
using Gyre.Kernel;

namespace Gyre.Flows.Validation;

/// <summary>Whether names are unique, references lead somewhere, and nothing waits for itself.</summary>
internal static class GraphChecks
{
    public static void Find(FlowDefinition flow, Faults faults)
    {
        // Each variant is looked at in the place of its node; cycles in the graph of the defaults.
        var nodes = flow.Nodes.SelectMany(node => Versions(flow, node)).ToArray();
        var aggregations = nodes.Where(n => n.Aggregation).Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        CheckNames(flow, faults);
        foreach (var node in nodes)
        {
            foreach (var reference in FlowGraph.References(node))
            {
                CheckReference(flow, node, reference, aggregations, faults);
            }

            foreach (var reference in node.Aggregation ? FlowGraph.Conditions(node.Activate).OfType<NodeBinding>() : [])
            {
                if (flow.Nodes.Any(n => n.Name == reference.Node) && !aggregations.Contains(reference.Node))
                {
                    faults.Error("aggregation-reads-line", $"The activate of aggregation node '{node.Name}' can't look at '{reference.Node}', which is no aggregation node.", $"{node.Name}.activate", reference.Line);
                }
            }
        }

        CheckCycles(flow, faults);
        foreach (var output in flow.Outputs)
        {
            CheckOutput(flow, output, faults);
        }
    }

    private static IEnumerable<FlowNode> Versions(FlowDefinition flow, FlowNode node) =>
        node.UseVariants && flow.NodeVariants.TryGetValue(node.Name, out var variants) ? variants.Variants.Values : [node];

    private static void CheckNames(FlowDefinition flow, Faults faults)
    {
        foreach (var again in flow.Nodes.Where(n => n.Name.Length > 0).GroupBy(n => n.Name, StringComparer.Ordinal).SelectMany(g => g.Skip(1).Select(n => (n, First: g.First()))))
        {
            faults.Error("duplicate-node", $"Node '{again.n.Name}' is written twice (first in line {again.First.Line}).", again.n.Name, again.n.Line);
        }
    }

    private static void CheckReference(FlowDefinition flow, FlowNode node, InputBinding reference, HashSet<string> aggregations, Faults faults)
    {
        switch (reference)
        {
            case FlowInputBinding input when flow.Inputs.All(i => i.Name != input.Name):
                var nested = flow.Inputs.FirstOrDefault(i => input.Name.StartsWith(i.Name + ".", StringComparison.Ordinal) || input.Name.StartsWith(i.Name + "[", StringComparison.Ordinal));
                faults.Error(
                    "unknown-input",
                    nested is null
                        ? $"The flow has no input '{input.Name}'.{NearestName.Hint(input.Name, flow.Inputs.Select(i => i.Name))}"
                        : $"A part of an input can't be referred to: pass ${{inputs.{nested.Name}}} and take the part in the tool.",
                    node.Name,
                    reference.Line);
                break;
            case NodeBinding other when flow.Nodes.All(n => n.Name != other.Node):
                faults.Error("unknown-node", $"There is no node '{other.Node}'.{NearestName.Hint(other.Node, flow.Nodes.Select(n => n.Name))}{InputHint(flow, other)}", node.Name, reference.Line);
                break;
            case NodeBinding { Section: not "output" } other:
                faults.Error("unsupported-reference", $"'{other.Text}' must go on with '.output' after the node: ${{{other.Node}.output}}, with a dot before any bracket.", node.Name, reference.Line);
                break;
            case NodeBinding other when !node.Aggregation && aggregations.Contains(other.Node):
                faults.Error("line-reads-aggregation", $"Node '{node.Name}' can't read aggregation node '{other.Node}', which runs once after all lines.", node.Name, reference.Line);
                break;
        }
    }

    private static string InputHint(FlowDefinition flow, NodeBinding reference) =>
        flow.Inputs.Any(i => i.Name == reference.Node) ? $" The input of that name is ${{inputs.{reference.Node}}}." : "";

    private static void CheckCycles(FlowDefinition flow, Faults faults)
    {
        var waiting = flow.Nodes.Select(n => Default(flow, n)).DistinctBy(n => n.Name, StringComparer.Ordinal).ToDictionary(
            n => n.Name,
            n => FlowGraph.References(n).OfType<NodeBinding>().Select(r => r.Node).Where(name => flow.Nodes.Any(o => o.Name == name)).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        while (waiting.Where(w => !w.Value.Any(waiting.ContainsKey)).Select(w => w.Key).ToArray() is { Length: > 0 } ready)
        {
            Array.ForEach(ready, name => waiting.Remove(name));
        }

        if (waiting.Count > 0)
        {
            var names = waiting.Keys.Order(StringComparer.Ordinal).ToArray();
            faults.Error("cycle", $"These nodes wait for each other: {string.Join(", ", names)}.", "nodes", flow.Nodes.First(n => waiting.ContainsKey(n.Name)).Line);
        }
    }

    private static FlowNode Default(FlowDefinition flow, FlowNode node) =>
        node.UseVariants && flow.NodeVariants.TryGetValue(node.Name, out var variants) && variants.DefaultVariantId is { } id
            ? variants.Variants.GetValueOrDefault(id) ?? node
            : node;

    private static void CheckOutput(FlowDefinition flow, FlowOutput output, Faults faults)
    {
        var field = $"outputs.{output.Name}.reference";
        switch (output.Reference)
        {
            case LiteralBinding { Value: null or "" }:
                faults.Error("empty-output", $"Output '{output.Name}' has no reference.", field, output.Line);
                break;
            case LiteralBinding:
                faults.Error("literal-output", $"Output '{output.Name}' must be one reference, such as ${{node.output}}.", field, output.Line);
                break;
            case FlowInputBinding input when flow.Inputs.All(i => i.Name != input.Name):
                faults.Error("unknown-input", $"The flow has no input '{input.Name}'.{NearestName.Hint(input.Name, flow.Inputs.Select(i => i.Name))}", field, output.Line);
                break;
            case NodeBinding node when flow.Nodes.All(n => n.Name != node.Node):
                faults.Error("unknown-node", $"There is no node '{node.Node}'.{NearestName.Hint(node.Node, flow.Nodes.Select(n => n.Name))}", field, output.Line);
                break;
        }
    }
}
