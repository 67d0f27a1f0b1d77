using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution;

/// <summary>A model for every prompt of a flow, in place of those it names: how the same flow is tried with several.</summary>
public sealed record ModelOverride
{
    /// <summary>Name of the connection; null keeps the flow's.</summary>
    public string? Connection { get; init; }

    /// <summary>Model or deployment; null keeps the flow's.</summary>
    public string? Model { get; init; }

    /// <summary>Request fields that win over the flow's: <c>temperature</c> …</summary>
    public PythonDict Parameters { get; init; } = [];

    /// <summary>The flow with every llm node calling this model.</summary>
    internal FlowDefinition Apply(FlowDefinition flow) => flow.Nodes.Any(n => n.Type == NodeTypes.Llm)
        ? flow with { Nodes = [.. flow.Nodes.Select(n => n.Type == NodeTypes.Llm ? Apply(n) : n)] }
        : throw new FlowException(ErrorClasses.UserErrorException, "The flow has no llm node, so there is no prompt to try with another model.") { File = flow.File };

    /// <summary>The model of a prompty with what this says in place.</summary>
    internal PromptyModel Apply(PromptyModel model)
    {
        var parameters = new PythonDict(model.Parameters.Count + Parameters.Count);
        foreach (var (name, value) in model.Parameters.Concat(Parameters))
        {
            parameters[name] = value;
        }

        return model with
        {
            ConnectionName = Connection ?? model.ConnectionName,
            Connection = Connection is null ? model.Connection : null,
            Model = Model ?? model.Model,
            Parameters = parameters,
        };
    }

    private FlowNode Apply(FlowNode node)
    {
        var inputs = new OrderedDictionary<string, InputBinding>(node.Inputs, StringComparer.Ordinal);
        foreach (var (name, value) in Parameters)
        {
            inputs[PythonText.Str(name)] = new LiteralBinding(value);
        }

        if (Model is not null)
        {
            inputs["model"] = inputs["deployment_name"] = new LiteralBinding(Model);
        }

        return node with { Inputs = inputs, Connection = Connection ?? node.Connection };
    }
}
