using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Plans;

/// <summary>Applies a run's <c>connections</c>: another connection, deployment or model for a node.</summary>
internal static class ConnectionOverrides
{
    private static readonly string[] LlmFields = ["connection", "deployment_name", "model"];

    /// <summary>The flow with the overrides written into its nodes.</summary>
    /// <exception cref="FlowException">InvalidFlowError: there is no such node, or an llm node is given something else than connection, deployment_name or model.</exception>
    public static FlowDefinition Apply(FlowDefinition flow, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? overrides)
    {
        if (overrides is null or { Count: 0 })
        {
            return flow;
        }

        foreach (var name in overrides.Keys.Where(name => flow.Nodes.All(n => n.Name != name)))
        {
            throw Invalid(flow, $"Node {name} not found in flow{Kernel.NearestName.Hint(name, flow.Nodes.Select(n => n.Name))}");
        }

        return flow with { Nodes = [.. flow.Nodes.Select(n => overrides.TryGetValue(n.Name, out var fields) ? Apply(flow, n, fields) : n)] };
    }

    /// <summary>Checks, once tools are known, that what was given to other nodes takes a connection.</summary>
    /// <exception cref="FlowException">InvalidFlowError.</exception>
    public static void Check(DagFlow flow, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? overrides)
    {
        foreach (var (name, fields) in overrides ?? new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal))
        {
            if (flow.Definition.Nodes.First(n => n.Name == name).Type is NodeTypes.Llm or NodeTypes.Prompt || flow.ParametersOf(name) is not { } parameters)
            {
                continue;
            }

            foreach (var field in fields.Keys.Where(f => parameters.All(p => p.Name != f || p.Types.Count == 0 || !DeclaredType.IsConnection(p.Types[0]))))
            {
                throw Invalid(flow.Definition, $"Connection with name {field} not found in node {name}'s inputs");
            }
        }
    }

    private static FlowNode Apply(FlowDefinition flow, FlowNode node, IReadOnlyDictionary<string, string> fields)
    {
        var inputs = new OrderedDictionary<string, InputBinding>(node.Inputs, StringComparer.Ordinal);
        if (node.Type != NodeTypes.Llm)
        {
            foreach (var (field, value) in fields)
            {
                inputs[field] = new LiteralBinding(value);
            }

            return node with { Inputs = inputs };
        }

        var unknown = fields.Keys.Except(LlmFields, StringComparer.Ordinal).ToList<object?>();
        if (unknown.Count > 0)
        {
            throw Invalid(flow, $"Unsupported llm connection overwrite keys: {PythonText.Repr(unknown)} for node {node.Name}; only connection, deployment_name and model are taken.");
        }

        foreach (var (field, value) in fields.Where(f => f.Key != "connection"))
        {
            inputs[field] = new LiteralBinding(value);
        }

        return node with { Inputs = inputs, Connection = fields.TryGetValue("connection", out var connection) && connection.Length > 0 ? connection : node.Connection };
    }

    private static FlowException Invalid(FlowDefinition flow, string message) => new(ErrorClasses.InvalidFlowError, message) { File = flow.File };
}
