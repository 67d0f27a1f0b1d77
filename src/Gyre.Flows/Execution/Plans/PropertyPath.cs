using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Plans;

/// <summary>Follows the path after <c>${node.output.</c> into a node's result.</summary>
internal static class PropertyPath
{
    /// <summary>The value at the end of the path: names are keys of a dict or attributes of anything else, brackets index directly.</summary>
    /// <exception cref="FlowException">InvalidReferenceProperty where a part is missing.</exception>
    public static object? Follow(NodeBinding reference, object? value)
    {
        foreach (var step in reference.Path)
        {
            if (!TryStep(step, value, out var next))
            {
                throw new FlowException(
                    ErrorClasses.InvalidReferenceProperty,
                    $"Flow execution failed. Invalid property '{reference.Property}' when accessing the node '{reference.Node}'. Please check the property and try again.");
            }

            value = next;
        }

        return value;
    }

    private static bool TryStep(PropertyStep step, object? value, out object? next)
    {
        object? index = step.Key is null ? (long)step.Index : step.Key;
        switch (value)
        {
            case PythonDict dict:
                return dict.TryGetValue(index, out next);
            case IPythonObject other when step is { Bracketed: false, Key: { } name } && other.TryGetAttribute(name, out next):
                return true;
            case IPythonObject other:
                return other.TryGetItem(index, out next);
            case IReadOnlyList<object?> list when step.Key is null && step.Index < list.Count:
                next = list[step.Index];
                return true;
            case string text when step.Key is null && step.Index < text.Length:
                next = text[step.Index].ToString();
                return true;
            default:
                next = null;
                return false;
        }
    }
}
