using Gyre.Flows.Definitions;
using Gyre.Kernel;

namespace Gyre.Flows.Validation;

/// <summary>Whether variants and the nodes that use them fit together.</summary>
internal static class VariantChecks
{
    public static void Find(FlowDefinition flow, Faults faults)
    {
        foreach (var node in flow.Nodes.Where(n => n.UseVariants))
        {
            if (!flow.NodeVariants.TryGetValue(node.Name, out var variants))
            {
                faults.Error("no-variants", $"No variant for the node {node.Name}.{NearestName.Hint(node.Name, flow.NodeVariants.Keys)}", $"{node.Name}.use_variants", node.Line);
            }
            else if (variants.DefaultVariantId is not { } id)
            {
                faults.Error("no-default-variant", $"Default variant id is not specified for {node.Name}.", $"node_variants.{node.Name}.default_variant_id", variants.Line);
            }
            else if (!variants.Variants.ContainsKey(id))
            {
                faults.Error(
                    "unknown-variant",
                    $"Cannot find the variant {id} for {node.Name}.{NearestName.Hint(id, variants.Variants.Keys)}",
                    $"node_variants.{node.Name}.default_variant_id",
                    variants.Line);
            }
        }

        foreach (var (name, variants) in flow.NodeVariants)
        {
            var node = flow.Nodes.FirstOrDefault(n => n.Name == name);
            if (node is null)
            {
                faults.Warning("unused-variants", $"There is no node '{name}'; its variants have no effect.{NearestName.Hint(name, flow.Nodes.Select(n => n.Name))}", $"node_variants.{name}", variants.Line);
            }
            else if (!node.UseVariants)
            {
                faults.Warning("unused-variants", $"Node '{name}' does not say 'use_variants: true', so its variants have no effect.", $"node_variants.{name}", variants.Line);
            }
            else if (node.Aggregation || node.Activate is not null)
            {
                faults.Warning("variant-replaces-node", $"A variant replaces the whole of node '{name}': its own aggregation and activate have no effect.", $"{name}", node.Line);
            }
        }
    }
}
