using System.Text.RegularExpressions;

namespace Gyre.Flows.Definitions;

/// <summary>Puts variants in the place of their nodes.</summary>
public static partial class FlowVariants
{
    /// <summary>The flow with every <c>use_variants</c> node replaced by its default variant, or by the selected one.</summary>
    /// <param name="flow">The flow as written.</param>
    /// <param name="selection"><c>${node.variant}</c>, or null for the defaults alone.</param>
    /// <exception cref="FlowException">InvalidFlowError: the text has another form, or names what is not there; or a default is missing.</exception>
    public static FlowDefinition Apply(FlowDefinition flow, string? selection)
    {
        var (selectedNode, selectedVariant) = selection is null ? (null, null) : Parse(selection, flow);
        return flow with { Nodes = [.. flow.Nodes.Select(node => node.UseVariants ? Variant(flow, node, node.Name == selectedNode ? selectedVariant : null) : node)] };
    }

    private static (string Node, string Variant) Parse(string selection, FlowDefinition flow)
    {
        var match = Selection().Match(selection.Trim('"', '\''));
        if (!match.Success)
        {
            throw Invalid(flow, $"Invalid variant format: {selection}, variant should be in format of ${{TUNING_NODE.VARIANT}}");
        }

        var (node, variant) = (match.Groups["node"].Value, match.Groups["variant"].Value);
        if (flow.Nodes.All(n => n.Name != node))
        {
            throw Invalid(flow, $"Node {node} not found in flow");
        }

        return flow.NodeVariants.TryGetValue(node, out var variants) && variants.Variants.ContainsKey(variant)
            ? (node, variant)
            : throw Invalid(flow, $"Variant {variant} not found for node {node}.");
    }

    private static FlowNode Variant(FlowDefinition flow, FlowNode node, string? id)
    {
        if (!flow.NodeVariants.TryGetValue(node.Name, out var variants))
        {
            throw Invalid(flow, $"No variant for the node {node.Name}.", node.Line);
        }

        id ??= variants.DefaultVariantId ?? throw Invalid(flow, $"Default variant id is not specified for {node.Name}.", variants.Line);
        return variants.Variants.TryGetValue(id, out var variant)
            ? variant with { Name = node.Name, UseVariants = false }
            : throw Invalid(flow, $"Cannot find the variant {id} for {node.Name}.", variants.Line);
    }

    private static FlowException Invalid(FlowDefinition flow, string message, int? line = null) =>
        new(ErrorClasses.InvalidFlowError, message) { File = flow.File, Line = line };

    [GeneratedRegex(@"^\$\{(?<node>[^.]+).(?<variant>[^}]+)\}", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Selection();
}
