using Gyre.Flows.Definitions;

namespace Gyre.Flows.Execution.Plans;

/// <summary>Checks how the nodes of a flow refer to inputs and to each other, in the original's order and wording.</summary>
internal static class FlowGraph
{
    /// <summary>Throws for the first fault: DuplicateNodeName, then references, then cycles, then outputs.</summary>
    /// <returns>The nodes, each after those it needs, otherwise in the order written.</returns>
    public static IReadOnlyList<FlowNode> Check(FlowDefinition flow)
    {
        CheckNames(flow);
        CheckInputs(flow);
        var needs = Dependencies(flow);
        var sorted = Sort(flow, needs);
        CheckOutputs(flow);
        return sorted;
    }

    /// <summary>Every reference the node waits for: its inputs, its list to map over, its conditions.</summary>
    public static IEnumerable<InputBinding> References(FlowNode node)
    {
        IEnumerable<InputBinding> loop = node.Map is { } map ? [map.Over] : [];
        return node.Inputs.Values.Concat(loop).Concat(Conditions(node.Activate));
    }

    /// <summary>What the conditions of an activation look at.</summary>
    public static IEnumerable<InputBinding> Conditions(Activation? activation) => activation switch
    {
        null => [],
        { Condition: { } condition } => Conditions(condition),
        _ => activation.When is { } when ? [when] : [],
    };

    private static IEnumerable<InputBinding> Conditions(Condition condition) => condition switch
    {
        Condition.Comparison comparison => [comparison.When],
        Condition.All all => all.Conditions.SelectMany(Conditions),
        Condition.Any any => any.Conditions.SelectMany(Conditions),
        Condition.Not not => Conditions(not.Inner),
        _ => [],
    };

    private static void CheckNames(FlowDefinition flow)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in flow.Nodes)
        {
            if (!seen.Add(node.Name))
            {
                throw Fault(
                    flow,
                    ErrorClasses.DuplicateNodeName,
                    $"Invalid node definitions found in the flow graph. Node with name '{node.Name}' appears more than once in the node definitions in your flow, which is not allowed. " +
                    "To address this issue, please review your flow and either rename or remove nodes with identical names.",
                    node.Name,
                    node.Line);
            }
        }
    }

    private static void CheckInputs(FlowDefinition flow)
    {
        var inputs = flow.Inputs.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in flow.Nodes)
        {
            // The original looks at node inputs only; our own references are held to the same rule.
            IEnumerable<InputBinding> loop = node.Map is { } map ? [map.Over] : [];
            foreach (var reference in node.Inputs.Values.Concat(loop).OfType<FlowInputBinding>())
            {
                if (!inputs.Contains(reference.Name))
                {
                    throw Fault(
                        flow,
                        ErrorClasses.InputReferenceNotFound,
                        $"Invalid node definitions found in the flow graph. Node '{node.Name}' references flow input '{reference.Name}' which is not defined in your flow. " +
                        "To resolve this issue, please review your flow, ensuring that you either add the missing flow inputs or adjust node reference to the correct flow input.",
                        node.Name,
                        reference.Line);
                }
            }
        }
    }

    private static Dictionary<string, HashSet<string>> Dependencies(FlowDefinition flow)
    {
        var needs = flow.Nodes.ToDictionary(n => n.Name, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var aggregations = flow.Nodes.Where(n => n.Aggregation).Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in flow.Nodes)
        {
            foreach (var reference in Conditions(node.Activate).OfType<NodeBinding>())
            {
                if (node.Aggregation && !aggregations.Contains(reference.Node))
                {
                    throw Fault(
                        flow,
                        ErrorClasses.InvalidNodeReference,
                        $"Invalid node definitions found in the flow graph. Non-aggregation node '{reference.Node}' cannot be referenced in the activate config of the aggregation node '{node.Name}'. " +
                        "Please review and rectify the node reference.",
                        node.Name,
                        reference.Line);
                }
            }

            foreach (var reference in References(node).OfType<NodeBinding>())
            {
                if (!needs.ContainsKey(reference.Node))
                {
                    throw Fault(
                        flow,
                        ErrorClasses.NodeReferenceNotFound,
                        $"Invalid node definitions found in the flow graph. Node '{node.Name}' references a non-existent node '{reference.Node}' in your flow. " +
                        "Please review your flow to ensure that the node name is accurately specified.",
                        node.Name,
                        reference.Line);
                }

                needs[node.Name].Add(reference.Node);
            }

            var wrong = node.Aggregation ? [] : needs[node.Name].Where(aggregations.Contains).Order(StringComparer.Ordinal).ToList();
            if (wrong.Count > 0)
            {
                throw Fault(
                    flow,
                    ErrorClasses.InvalidNodeReference,
                    $"Invalid node definitions found in the flow graph. Non-aggregate node '{node.Name}' cannot reference aggregate nodes {{{Quoted(wrong)}}}. Please review and rectify the node reference.",
                    node.Name,
                    node.Line);
            }
        }

        return needs;
    }

    private static List<FlowNode> Sort(FlowDefinition flow, Dictionary<string, HashSet<string>> needs)
    {
        var sorted = new List<FlowNode>(flow.Nodes.Count);
        var picked = new HashSet<string>(StringComparer.Ordinal);
        while (sorted.Count < flow.Nodes.Count)
        {
            var next = flow.Nodes.FirstOrDefault(n => !picked.Contains(n.Name) && needs[n.Name].All(picked.Contains));
            if (next is null)
            {
                var remaining = flow.Nodes.Select(n => n.Name).Where(n => !picked.Contains(n)).Order(StringComparer.Ordinal).ToList();
                throw Fault(
                    flow,
                    ErrorClasses.NodeCircularDependency,
                    "Invalid node definitions found in the flow graph. Node circular dependency has been detected among the nodes in your flow. " +
                    $"Kindly review the reference relationships for the nodes [{Quoted(remaining)}] and resolve the circular reference issue in the flow.",
                    remaining[0],
                    flow.Nodes.First(n => n.Name == remaining[0]).Line);
            }

            sorted.Add(next);
            picked.Add(next.Name);
        }

        return sorted;
    }

    private static void CheckOutputs(FlowDefinition flow)
    {
        foreach (var output in flow.Outputs)
        {
            switch (output.Reference)
            {
                case LiteralBinding { Value: "" }:
                    throw Fault(
                        flow,
                        ErrorClasses.EmptyOutputReference,
                        $"The output '{output.Name}' for flow is incorrect. The reference is not specified for the output '{output.Name}' in the flow. " +
                        "To rectify this, ensure that you accurately specify the reference in the flow.",
                        null,
                        output.Line);
                case FlowInputBinding input when flow.Inputs.All(i => i.Name != input.Name):
                    throw NotFound(flow, output, $"flow input '{input.Name}' in your flow. Please");
                case NodeBinding node when flow.Nodes.All(n => n.Name != node.Node):
                    throw NotFound(flow, output, $"node '{node.Node}' in your flow. To resolve this issue, please");
            }
        }
    }

    private static FlowException NotFound(FlowDefinition flow, FlowOutput output, string what) => Fault(
        flow,
        ErrorClasses.OutputReferenceNotFound,
        $"The output '{output.Name}' for flow is incorrect. The output '{output.Name}' references non-existent {what} carefully review your flow and correct the reference definition for the output in question.",
        null,
        output.Line);

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));

    private static FlowException Fault(FlowDefinition flow, string errorClass, string message, string? node, int line) =>
        new(errorClass, message) { Node = node, File = flow.File, Line = line > 0 ? line : null };
}
