using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;

namespace Gyre.Flows.Templates.Objects;

/// <summary>A method of a value, ready to be called.</summary>
internal sealed class BoundMethod(object? target, Builtin method) : TemplateObject
{
    public override string TypeName => "builtin_function_or_method";

    public override bool IsCallable => true;

    public override string Repr() => target is Markup
        ? $"<bound method Markup.{method.Name} of {Printing.Repr(target)}>"
        : $"<built-in method {method.Name} of {Types.Name(target)} object>";

    public override object? Call(RenderContext context, CallValues arguments) => method.Call(context, arguments.Prepend(target));
}
