using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Filters;

/// <summary>Filters for any value.</summary>
internal static class ValueFilters
{
    public static Builtin[] All { get; } =
    [
        new("attr", "obj, name", (context, a) => Access.AttributeByName(context, a[0], a[1])),
        new("d", "value, default_value='', boolean=False", (_, a) => Default(a)),
        new("default", "value, default_value='', boolean=False", (_, a) => Default(a)),
        new("pprint", "value", (_, a) => PrettyPrint.Format(a[0])),
        new("tojson", "value, indent=None", (_, a) => new Markup(JsonText.Write(a[0], a[1]))),
    ];

    private static object? Default(object?[] a) => a[0] is Undefined || (PythonText.Truth(a[2]) && !PythonText.Truth(a[0])) ? a[1] : a[0];
}
