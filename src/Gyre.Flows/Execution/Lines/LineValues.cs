using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Lines;

/// <summary>What a line knows so far: the flow's inputs, and of each node its result or that it was bypassed.</summary>
/// <param name="nodes">How many nodes the flow has.</param>
/// <param name="inputs">The typed flow inputs.</param>
/// <param name="collected">In an aggregation: what the lines gave, by reference; null elsewhere.</param>
internal sealed class LineValues(int nodes, PythonDict inputs, IReadOnlyDictionary<string, object?>? collected)
{
    private readonly object?[] outputs = new object?[nodes];
    private readonly bool[] bypassed = new bool[nodes];

    /// <summary>Whether the value comes from a bypassed node.</summary>
    public bool IsBypassed(PlannedValue value) => value.Kind == ValueKind.Node && bypassed[value.Node];

    /// <summary>The value.</summary>
    /// <exception cref="FlowException">There is no such input or property.</exception>
    public object? Evaluate(PlannedValue value) => value.Kind switch
    {
        ValueKind.Literal => value.Literal,
        ValueKind.FlowInput => inputs.TryGetValue(value.Name, out var given) ? given : throw NoInput(value.Name),
        _ => collected is not null && collected.TryGetValue(value.Reference!.Text, out var list)
            ? list
            : Follow(value),
    };

    /// <summary>Whether the node was bypassed.</summary>
    public bool IsBypassed(int node) => bypassed[node];

    /// <summary>The node's result; null where it was bypassed.</summary>
    public object? Output(int node) => outputs[node];

    /// <summary>Keeps a node's result.</summary>
    public void Keep(PlannedNode node, object? result) => outputs[node.Number] = result;

    /// <summary>Notes that the node does not run.</summary>
    public void Bypass(PlannedNode node) => bypassed[node.Number] = true;

    /// <summary>Whether the node does not run: its activation does not hold, or all the nodes it reads were bypassed.</summary>
    public bool IsToBeBypassed(PlannedNode node)
    {
        if (node.Activation is { } activation)
        {
            return !activation.Holds(this);
        }

        foreach (var needed in node.NodeInputs)
        {
            if (!bypassed[needed])
            {
                return false;
            }
        }

        return node.NodeInputs.Length > 0;
    }

    /// <summary>The values of the node's inputs.</summary>
    /// <param name="node">Whose.</param>
    /// <param name="warnings">Gets what the original would have logged.</param>
    /// <exception cref="FlowException">An input can't be found.</exception>
    public PythonDict InputsOf(PlannedNode node, List<string> warnings)
    {
        var values = new PythonDict(node.Inputs.Length);
        foreach (var input in node.Inputs)
        {
            if (!IsBypassed(input.Value))
            {
                values[input.Name] = Evaluate(input.Value);
            }
            else if (!input.HasDefault)
            {
                warnings.Add(
                    $"The node '{input.Value.Name}' referenced by the input '{input.Name}' of the current node '{node.Name}' has been bypassed, " +
                    "and no default value is set. Will use 'None' as the value for this input.");
                values[input.Name] = null;
            }
        }

        return values;
    }

    private FlowException NoInput(string name) => new(
        ErrorClasses.InputNotFound,
        $"Flow execution failed. The input '{name}' is not found from flow inputs '{string.Join(", ", inputs.Keys.Select(PythonText.Str))}'. Please check the input name and try again.");

    private object? Follow(PlannedValue value)
    {
        var reference = value.Reference!;
        return reference.Section == "output"
            ? PropertyPath.Follow(reference, outputs[value.Node])
            : throw new FlowException(
                ErrorClasses.UnsupportedReference,
                $"Flow execution failed. The section '{reference.Section}' of reference is currently unsupported. Please specify the output part of the node '{reference.Node}'.");
    }
}
