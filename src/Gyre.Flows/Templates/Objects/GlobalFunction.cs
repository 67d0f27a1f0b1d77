using System.Diagnostics.CodeAnalysis;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;

namespace Gyre.Flows.Templates.Objects;

/// <summary>A function or class that every template has, such as <c>range</c>.</summary>
internal sealed class GlobalFunction(string repr, Builtin function) : TemplateObject
{
    public override string TypeName => repr.StartsWith("<class", StringComparison.Ordinal) ? "type" : "function";

    public override bool IsCallable => true;

    public override string Repr() => repr;

    public override object? Call(RenderContext context, CallValues arguments) => function.Call(context, arguments);
}

/// <summary>An object of the template that has nothing to offer but its name, such as <c>self</c>.</summary>
internal sealed class OpaqueObject(string typeName, string repr) : TemplateObject
{
    public override string TypeName => typeName[(typeName.LastIndexOf('.') + 1)..];

    public override string QualifiedTypeName => typeName;

    public override string Repr() => repr;

    public override bool TryGetItem(object? index, [MaybeNullWhen(false)] out object? value)
    {
        value = null;
        return false;
    }
}
