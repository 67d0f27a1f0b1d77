using System.Diagnostics.CodeAnalysis;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Objects;

/// <summary>A value that exists only while a template runs: a macro, a loop, a range, a lazy filter, a namespace.</summary>
internal abstract class TemplateObject : IPythonObject
{
    /// <summary><c>type(value).__name__</c>.</summary>
    public abstract string TypeName { get; }

    /// <summary>The type as Jinja2's messages name it.</summary>
    public virtual string QualifiedTypeName => TypeName;

    public virtual bool Truth => true;

    public virtual bool IsCallable => false;

    /// <summary><c>len(value)</c>, or null where it has none.</summary>
    public virtual int? Length => null;

    public virtual string Str() => Repr();

    public virtual string Repr() => $"<{QualifiedTypeName} object>";

    /// <summary><c>iter(value)</c>, or null where it cannot be iterated.</summary>
    public virtual IEnumerator<object?>? Iterate() => null;

    /// <summary><c>reversed(value)</c>, or null.</summary>
    public virtual IEnumerator<object?>? IterateReversed() => null;

    public virtual object? Call(RenderContext context, CallValues arguments) => throw PythonError.TypeError($"'{TypeName}' object is not callable");

    public virtual bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value)
    {
        value = null;
        return false;
    }

    /// <summary><c>value[index]</c>; throws as Python does where the type has items but not this one.</summary>
    public virtual bool TryGetItem(object? index, [MaybeNullWhen(false)] out object? value)
    {
        value = null;
        return false;
    }
}
