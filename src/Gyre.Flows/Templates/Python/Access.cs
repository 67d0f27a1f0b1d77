using System.Collections.Frozen;
using System.Numerics;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary><c>a.b</c> and <c>a['b']</c> as Jinja2's sandbox resolves them: nothing beyond data, its methods and its items.</summary>
internal static class Access
{
    /// <summary><c>target.name</c>: the attribute, else the item.</summary>
    public static object? Attribute(RenderContext context, object? target, string name)
    {
        // Far the most common: a key of a dict that is no method.
        if (target is PythonDict dict && !DictMethods.All.ContainsKey(name))
        {
            return dict.TryGetValue(name, out var found) ? SafeKey(context, dict, name, found) : name.StartsWith('_') && HiddenNames.Has(target, name)
                ? Unsafe(context, target, name)
                : Missing(context, target, name);
        }

        return name.StartsWith('_') && HiddenNames.Has(target, name) ? Unsafe(context, target, name)
            : TryAttribute(target, name, out var value) ? name.StartsWith('_') ? Unsafe(context, target, name) : value
            : TryItem(target, name, out value) ? value
            : Missing(context, target, name);
    }

    /// <summary><c>target[index]</c>: the item, else the attribute.</summary>
    public static object? Item(RenderContext context, object? target, object? index) =>
        TryItem(target, index, out var value) ? value
        : Types.IsText(index, out var name) ? AttributeOnly(context, target, name)
        : Missing(context, target, index);

    /// <summary>The attribute, an unsafe or an undefined value; never the item.</summary>
    public static object? AttributeOnly(RenderContext context, object? target, string name) =>
        name.StartsWith('_') && HiddenNames.Has(target, name) ? Unsafe(context, target, name)
        : TryAttribute(target, name, out var value) ? name.StartsWith('_') ? Unsafe(context, target, name) : value
        : Missing(context, target, name);

    /// <summary>As the filter <c>attr</c>: the attribute only.</summary>
    public static object? AttributeByName(RenderContext context, object? target, object? name) =>
        target is Undefined undefined && undefined.Behavior != UndefinedBehavior.Chainable ? throw undefined.Error()
        : Types.IsText(name, out var text) ? AttributeOnly(context, target, text)
        : throw PythonError.TypeError("attribute name must be string, not " + PythonText.Repr(Types.Name(name)));

    /// <summary>Whether <c>hasattr(target, name)</c>.</summary>
    public static bool TryAttribute(object? target, string name, out object? value)
    {
        switch (target)
        {
            case string or Markup:
                return Bind(TextMethods.All, target, name, out value);
            case List<object?>:
                return Bind(ListMethods.All, target, name, out value);
            case PythonTuple tuple:
                return (tuple is GroupTuple group && group.TryGetAttribute(name, out value)) || Bind(TupleMethods.All, target, name, out value);
            case PythonDict:
                return Bind(DictMethods.All, target, name, out value);
            case long or bool or BigInteger or double:
                return NumberMethods.TryGet(target, name, out value);
            case IPythonObject other:
                return other.TryGetAttribute(name, out value);
            default:
                value = null;
                return false;
        }
    }

    /// <summary><c>target[index]</c>; false where Python raises a TypeError or a LookupError.</summary>
    public static bool TryItem(object? target, object? index, out object? value)
    {
        switch (target)
        {
            case PythonDict dict:
                if (Hashing.CanHash(index))
                {
                    return dict.TryGetValue(index, out value);
                }

                break;
            case List<object?> list:
                if (Position(index, list.Count) is >= 0 and var i)
                {
                    value = list[i];
                    return true;
                }

                break;
            case PythonTuple tuple:
                if (Position(index, tuple.Count) is >= 0 and var j)
                {
                    value = tuple[j];
                    return true;
                }

                break;
            case string text:
                if (Types.IsInt(index) && Position(index, CodePoints.Length(text)) is >= 0 and var k)
                {
                    value = CodePoints.At(text, CodePoints.Offset(text, k));
                    return true;
                }

                break;
            case Markup markup:
                if (TryItem(markup.Text, index, out value))
                {
                    value = new Markup((string)value!);
                    return true;
                }

                return false;
            case IPythonObject other:
                return other.TryGetItem(index, out value);
        }

        value = null;
        return false;
    }

    /// <summary>The index counted from the start, or -1 where there is none.</summary>
    public static int Position(object? index, int count)
    {
        if (!Numbers.TryLong(index, out var at))
        {
            return -1;
        }

        at = at < 0 ? at + count : at;
        return at >= 0 && at < count ? (int)at : -1;
    }

    public static Undefined Missing(RenderContext context, object? target, object? name) =>
        target is Undefined undefined ? throw undefined.Error() : new(context.Options.Undefined, name is Markup markup ? markup.Text : name) { Owner = target };

    private static object? SafeKey(RenderContext context, PythonDict dict, string name, object? found) =>
        name.StartsWith('_') && HiddenNames.Has(dict, name) ? Unsafe(context, dict, name) : found;

    private static Undefined Unsafe(RenderContext context, object? target, string name) => new(context.Options.Undefined, name)
    {
        Owner = target,
        ErrorType = "SecurityError",
        Hint = $"access to attribute {PythonText.Repr(name)} of {PythonText.Repr(Types.Name(target))} object is unsafe.",
    };

    private static bool Bind(FrozenDictionary<string, Builtin> methods, object? target, string name, out object? value)
    {
        value = methods.TryGetValue(name, out var method) ? new BoundMethod(target, method) : null;
        return value is not null;
    }
}
