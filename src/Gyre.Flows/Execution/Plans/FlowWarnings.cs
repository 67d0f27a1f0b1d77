using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Plans;

/// <summary>Finds what the format allows and a new user would not expect.</summary>
internal static class FlowWarnings
{
    /// <summary>One sentence each, in the order of the file.</summary>
    public static IReadOnlyList<string> Of(FlowPlan plan) => [.. Find(plan.Flow).Select(w => w.Line > 0 ? $"Line {w.Line}: {w.Message}" : w.Message)];

    /// <summary>The same with the place of each apart: 1-based line, or 0 where it needs none, and the field.</summary>
    public static IReadOnlyList<(int Line, string Field, string Message)> Find(FlowDefinition flow) =>
    [
        .. flow.Nodes.SelectMany(OfNode),
        .. flow.Outputs.SelectMany(output => OfOutput(flow, output)),
    ];

    private static IEnumerable<(int Line, string Field, string Message)> OfNode(FlowNode node)
    {
        foreach (var (name, binding) in node.Inputs)
        {
            var (field, what) = ($"{node.Name}.inputs.{name}", $"input '{name}' of node '{node.Name}'");
            if (binding is LiteralBinding { Value: List<object?> or PythonDict } nested && HoldsReference(nested.Value))
            {
                yield return (binding.Line, field, $"{what} has a reference inside a list or mapping: it stays text. Only an input that is one reference as a whole is resolved.");
            }
            else if (binding is LiteralBinding { Value: string text } && text.Contains("${", StringComparison.Ordinal) && text.Contains('}', StringComparison.Ordinal))
            {
                yield return (binding.Line, field, $"{what} is plain text: a reference counts only where it is the whole value, without blanks or text around it.");
            }
            else if (binding is NodeBinding reference && IsSplit(reference))
            {
                yield return (binding.Line, field, $"{what} reads '{reference.Property}' as {string.Join(", then ", reference.Path)}; write ['…'] around a name with other characters than letters, digits and _.");
            }
        }

        if (node.Activate is { When: LiteralBinding } activate)
        {
            yield return (activate.Line, $"{node.Name}.activate.when", $"activate.when of node '{node.Name}' is a literal, so the node always or never runs.");
        }
    }

    private static IEnumerable<(int Line, string Field, string Message)> OfOutput(FlowDefinition flow, FlowOutput output)
    {
        if (output.Reference is not NodeBinding reference)
        {
            yield break;
        }

        var field = $"outputs.{output.Name}.reference";
        if (flow.Nodes.Any(n => n.Name == reference.Node && n.Aggregation))
        {
            yield return (0, field, $"Output '{output.Name}' references a reduce node '{reference.Node}', will not take effect.");
        }
        else if (reference.Section != "output")
        {
            yield return (output.Line, field, $"output '{output.Name}' says '{reference.Text}': what stands in place of 'output' is ignored here. Write ${{{reference.Node}.output}}, with a dot before any bracket.");
        }
        else if (IsSplit(reference))
        {
            yield return (output.Line, field, $"output '{output.Name}' reads '{reference.Property}' as {string.Join(", then ", reference.Path)}; write ['…'] around a name with other characters than letters, digits and _.");
        }
    }

    // A path is written back from its steps: what differs was skipped by the scan.
    private static bool IsSplit(NodeBinding reference) =>
        reference.Property.Length > 0
        && string.Concat(reference.Path.Select(s => s.Key is null ? $"[{s.Index}]" : s.Bracketed ? $"['{s.Key}']" : s.Key)) != reference.Property.Replace(".", "", StringComparison.Ordinal)
        && !reference.Path.Any(s => s is { Bracketed: true, Key: { } key } && key.Contains('.', StringComparison.Ordinal));

    private static bool HoldsReference(object? value) => value switch
    {
        string text => text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}'),
        PythonDict dict => dict.Values.Any(HoldsReference),
        List<object?> list => list.Any(HoldsReference),
        _ => false,
    };
}
