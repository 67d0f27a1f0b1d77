using System.Diagnostics.CodeAnalysis;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;

namespace Gyre.Flows.Templates.Objects;

/// <summary><c>joiner(", ")</c>: nothing at the first call, then the separator.</summary>
internal sealed class Joiner(object? separator) : TemplateObject
{
    private static readonly Signature None = Signature.Parse("");
    private bool used;

    public override string TypeName => "Joiner";

    public override string QualifiedTypeName => "jinja2.utils.Joiner";

    public override bool IsCallable => true;

    public override object? Call(RenderContext context, CallValues arguments)
    {
        None.Bind("Joiner.__call__", arguments);
        if (used)
        {
            return separator;
        }

        used = true;
        return "";
    }

    public override bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value)
    {
        value = name == "sep" ? separator : name == "used" ? Boxed.Bool(used) : null;
        return name is "sep" or "used";
    }
}
