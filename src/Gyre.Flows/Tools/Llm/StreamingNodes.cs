using Gyre.Flows.Definitions;

namespace Gyre.Flows.Tools.Llm;

/// <summary>Which nodes may stream: their text goes to a flow output and to no other node.</summary>
internal static class StreamingNodes
{
    public static bool FeedsOutputsOnly(FlowNode node, FlowDefinition flow) =>
        flow.Outputs.Any(o => IsOf(node, o.Reference)) && !flow.Nodes.Any(n => References(n).Any(r => IsOf(node, r)));

    private static bool IsOf(FlowNode node, InputBinding? binding) => binding is NodeBinding reference && reference.Node == node.Name;

    private static IEnumerable<InputBinding?> References(FlowNode node) => [.. node.Inputs.Values, node.Map?.Over, node.Activate?.When, .. Conditions(node.Activate?.Condition)];

    private static IEnumerable<InputBinding?> Conditions(Condition? condition) => condition switch
    {
        Condition.Comparison comparison => [comparison.When],
        Condition.All all => all.Conditions.SelectMany(Conditions),
        Condition.Any any => any.Conditions.SelectMany(Conditions),
        Condition.Not not => Conditions(not.Inner),
        _ => [],
    };
}
