using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Rendering;

namespace Gyre.Flows.Templates.Python;

/// <summary>A filter, test, method or global function: a Python signature and what it does with the values bound to it.</summary>
internal sealed class Builtin(string name, string signature, Func<RenderContext, object?[], object?> body)
{
    private readonly Signature signature = Signature.Parse(signature);

    public string Name { get; } = name;

    public object? Call(RenderContext context, CallValues values) => body(context, signature.Bind(Name, values));
}
