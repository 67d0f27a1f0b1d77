using System.Globalization;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Media;
using Gyre.Flows.Validation;
using Gyre.Flows.Values;
using Gyre.Workspace;

namespace Gyre.Flows.Editing;

/// <summary>The nodes of a DAG and what goes between them, as they are drawn.</summary>
/// <param name="flow">As written.</param>
/// <param name="folder">The workspace's.</param>
internal sealed class ReadNodes(FlowDefinition flow, string folder)
{
    private readonly PlainJson json = new(MessageFormat.Of("basic"));

    public FlowNodeView Of(FlowNode node)
    {
        if (!node.UseVariants || !flow.NodeVariants.TryGetValue(node.Name, out var variants))
        {
            return One(node) with { Variants = [] };
        }

        // What runs is the default variant; where the node stands and what it is called is the node's.
        var shown = variants.DefaultVariantId is { } id && variants.Variants.TryGetValue(id, out var chosen) ? chosen : node;
        return One(shown) with { Line = node.Line, DefaultVariant = variants.DefaultVariantId, Variants = [.. variants.Variants.Select(v => new VariantView(v.Key, One(v.Value), [.. EdgesInto(v.Value with { Name = node.Name })]))] };
    }

    public IReadOnlyList<FlowEdgeView> Edges() =>
    [
        .. FlowNodes().SelectMany(EdgesInto),
        .. flow.Outputs.Select(o => Edge(o.Reference, null, o.Name, condition: false)).OfType<FlowEdgeView>(),
    ];

    private IEnumerable<FlowNode> FlowNodes() => flow.Nodes.Select(node =>
        node.UseVariants && flow.NodeVariants.TryGetValue(node.Name, out var variants) && variants.DefaultVariantId is { } id && variants.Variants.TryGetValue(id, out var chosen)
            ? chosen with { Name = node.Name }
            : node);

    private static IEnumerable<FlowEdgeView> EdgesInto(FlowNode node)
    {
        var values = node.Inputs.Select(i => Edge(i.Value, node.Name, i.Key, condition: false));
        var loop = node.Map is { } map ? [Edge(map.Over, node.Name, map.As, condition: false)] : Array.Empty<FlowEdgeView?>();
        var conditions = FlowGraph.Conditions(node.Activate).Select(c => Edge(c, node.Name, "", condition: true));
        return values.Concat(loop).Concat(conditions).OfType<FlowEdgeView>();
    }

    private static FlowEdgeView? Edge(InputBinding binding, string? to, string into, bool condition) => binding switch
    {
        FlowInputBinding input => new(null, to, input.Name, into, condition),
        NodeBinding node => new(node.Node, to, node.Property, into, condition),
        _ => null,
    };

    private FlowNodeView One(FlowNode node) => new(
        node.Name,
        node.Type ?? "",
        node.Source?.Path ?? node.Source?.Tool ?? node.Tool,
        FileOf(node),
        node.Line,
        [.. node.Inputs.Select(i => new NodeInputView(i.Key, json.Of(InputBindings.Write(i.Value)), i.Value is not LiteralBinding, i.Value.Line))],
        node.Connection,
        Literal(node, "deployment_name") ?? Literal(node, "model"),
        Words(node.Activate),
        node.Aggregation,
        [.. Notes(node)],
        node.Comment,
        null,
        null);

    private string? FileOf(FlowNode node) =>
        node.Source is { Type: "code" or "package_with_prompt", Path: { Length: > 0 } path } && SourceFiles.Find(flow, path) is { } file && WorkspacePath.Of(folder, file) is var inside && !Path.IsPathRooted(inside)
            ? inside
            : null;

    private static string? Literal(FlowNode node, string input) => node.Inputs.GetValueOrDefault(input) is LiteralBinding { Value: string { Length: > 0 } text } ? text : null;

    private static string? Words(Activation? activate) => activate switch
    {
        null => null,
        { Condition: { } condition } => Words(condition),
        { When: { } when } => Words(new Condition.Comparison(when, activate.Is)),
        _ => "",
    };

    private static string Words(Condition condition) => condition switch
    {
        Condition.Comparison comparison => $"{PythonText.Str(InputBindings.Write(comparison.When))} is {PythonText.Str(comparison.Is)}",
        Condition.All all => string.Join(" and ", all.Conditions.Select(c => $"({Words(c)})")),
        Condition.Any any => string.Join(" or ", any.Conditions.Select(c => $"({Words(c)})")),
        Condition.Not not => $"not ({Words(not.Inner)})",
        _ => "",
    };

    private static IEnumerable<string> Notes(FlowNode node)
    {
        if (node.EnableCache)
        {
            yield return "cached";
        }

        if (node.Retry is { } retry)
        {
            yield return $"up to {retry.Attempts.ToString(CultureInfo.InvariantCulture)} calls";
        }

        if (node.Timeout is { } seconds)
        {
            yield return $"at most {seconds.ToString(CultureInfo.InvariantCulture)} s";
        }

        if (node.Map is { } map)
        {
            yield return $"for each of {PythonText.Str(InputBindings.Write(map.Over))}";
        }
    }
}
