using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Objects;

/// <summary>What <c>groupby</c> gives: a pair whose parts are also called <c>grouper</c> and <c>list</c>.</summary>
internal sealed class GroupTuple(object? grouper, List<object?> list) : PythonTuple(grouper, list)
{
    public bool TryGetAttribute(string name, out object? value)
    {
        value = name == "grouper" ? this[0] : name == "list" ? this[1] : null;
        return name is "grouper" or "list";
    }
}
