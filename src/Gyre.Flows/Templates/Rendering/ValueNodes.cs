using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Rendering;

internal sealed class ConstNode(object? value) : Node
{
    public object? Value => value;

    public override object? Evaluate(Activation activation) => value;
}

/// <summary>A variable of the running activation.</summary>
internal sealed class LocalNode(int index, string name) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var value = activation.Slots[index];
        return ReferenceEquals(value, Activation.Missing) ? activation.Context.UndefinedName(name) : value;
    }
}

/// <summary>A variable of an activation further out.</summary>
internal sealed class OuterNode(Slot slot, string name) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var value = slot.Read(activation);
        return ReferenceEquals(value, Activation.Missing) ? activation.Context.UndefinedName(name) : value;
    }
}

internal sealed class ListNode(Node[] items) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var list = new List<object?>(items.Length);
        foreach (var item in items)
        {
            list.Add(item.Evaluate(activation));
        }

        return list;
    }
}

internal sealed class TupleNode(Node[] items) : Node
{
    public override object? Evaluate(Activation activation) => new PythonTuple(Array.ConvertAll(items, item => item.Evaluate(activation)));
}

internal sealed class DictNode((Node Key, Node Value)[] pairs) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var dict = new PythonDict(pairs.Length);
        foreach (var (key, value) in pairs)
        {
            var k = key.Evaluate(activation);
            var v = value.Evaluate(activation);
            Hashing.Require(k);
            dict[k] = v;
        }

        return dict;
    }
}

internal sealed class AttributeNode(Node target, string name) : Node
{
    public Node Target => target;

    public string Name => name;

    public override object? Evaluate(Activation activation) => Access.Attribute(activation.Context, target.Evaluate(activation), name);
}

internal sealed class ItemNode(Node target, Node index) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var value = target.Evaluate(activation);
        return Access.Item(activation.Context, value, index.Evaluate(activation));
    }
}

internal sealed class SliceNode(Node target, Node? start, Node? stop, Node? step) : Node
{
    public override object? Evaluate(Activation activation) => Slicing.Apply(
        target.Evaluate(activation),
        start?.Evaluate(activation),
        stop?.Evaluate(activation),
        step?.Evaluate(activation));
}

/// <summary>The text captured by a filter block, on its way into the filter.</summary>
internal sealed class CapturedNode(Slot slot) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var text = (string)slot.Read(activation)!;
        return activation.Context.Autoescape ? new Markup(text) : text;
    }
}
