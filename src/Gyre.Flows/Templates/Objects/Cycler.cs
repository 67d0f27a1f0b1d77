using System.Diagnostics.CodeAnalysis;
using Gyre.Flows.Templates.Python;

namespace Gyre.Flows.Templates.Objects;

/// <summary><c>cycler(…)</c>: gives its values in turn.</summary>
internal sealed class Cycler(object?[] items) : TemplateObject
{
    private static readonly Builtin NextMethod = new("next", "self", (_, a) => ((Cycler)a[0]!).Next());
    private static readonly Builtin ResetMethod = new("reset", "self", (_, a) => ((Cycler)a[0]!).Reset());
    private int position;

    public override string TypeName => "Cycler";

    public override string QualifiedTypeName => "jinja2.utils.Cycler";

    public override bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value)
    {
        value = name switch
        {
            "next" => new BoundMethod(this, NextMethod),
            "reset" => new BoundMethod(this, ResetMethod),
            "current" => items[position],
            "pos" => (long)position,
            "items" => new Gyre.Flows.Values.PythonTuple(items),
            _ => null,
        };
        return name is "next" or "reset" or "current" or "pos" or "items";
    }

    private object? Next()
    {
        var item = items[position];
        position = (position + 1) % items.Length;
        return item;
    }

    private object? Reset()
    {
        position = 0;
        return null;
    }
}
