using System.Diagnostics.CodeAnalysis;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Objects;

/// <summary><c>namespace()</c>: attributes that a loop may set and the rest of the template sees.</summary>
internal sealed class NamespaceObject(PythonDict attributes) : TemplateObject
{
    public override string TypeName => "Namespace";

    public override string QualifiedTypeName => "jinja2.utils.Namespace";

    public override string Repr() => $"<Namespace {PythonText.Repr(attributes)}>";

    public void Set(string name, object? value) => attributes[name] = value;

    public override bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value) => attributes.TryGetValue(name, out value);
}
