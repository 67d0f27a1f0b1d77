using System.Collections.Frozen;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;
using static Gyre.Flows.Templates.Filters.FilterArguments;

namespace Gyre.Flows.Templates.Filters;

/// <summary>Filters that take items one by one: <c>map</c>, <c>select</c>, <c>reject</c> and their attribute forms. All are lazy.</summary>
internal static class SelectionFilters
{
    public static Builtin[] All { get; } =
    [
        new("map", "value, *args, **kwargs", (context, a) => new LazyValues(Map(context, a[0], (object?[])a[1]!, (PythonDict)a[2]!))),
        Selection("select", wanted: true, byAttribute: false),
        Selection("reject", wanted: false, byAttribute: false),
        Selection("selectattr", wanted: true, byAttribute: true),
        Selection("rejectattr", wanted: false, byAttribute: true),
    ];

    private static Builtin Selection(string name, bool wanted, bool byAttribute) => new(
        name,
        "value, *args, **kwargs",
        (context, a) => new LazyValues(Select(context, a[0], (object?[])a[1]!, (PythonDict)a[2]!, wanted, byAttribute)));

    private static IEnumerable<object?> Map(RenderContext context, object? value, object?[] arguments, PythonDict named)
    {
        if (!Truth(value))
        {
            yield break;
        }

        var map = Mapping(context, arguments, named);
        using var each = Iteration.Of(value);
        while (each.MoveNext())
        {
            context.Tick();
            yield return map(each.Current);
        }
    }

    private static Func<object?, object?> Mapping(RenderContext context, object?[] arguments, PythonDict named)
    {
        if (arguments.Length == 0 && named.TryGetValue("attribute", out var attribute))
        {
            named.TryGetValue("default", out var missing);
            var unexpected = named.Keys.FirstOrDefault(k => k is not ("attribute" or "default"));
            return unexpected is null
                ? Attribute(context, attribute, ignoreCase: false, missing)
                : throw PythonError.FilterArgument($"Unexpected keyword argument {PythonText.Repr(unexpected)}");
        }

        if (arguments.Length == 0)
        {
            throw PythonError.FilterArgument("map requires a filter argument");
        }

        var filter = Find(FilterTable.All, "filter", arguments[0]);
        return item => filter.Call(context, Values(item, arguments.AsSpan(1), named));
    }

    private static IEnumerable<object?> Select(RenderContext context, object? value, object?[] arguments, PythonDict named, bool wanted, bool byAttribute)
    {
        if (!Truth(value))
        {
            yield break;
        }

        if (byAttribute && arguments.Length == 0)
        {
            throw PythonError.FilterArgument("Missing parameter for attribute name");
        }

        var transform = byAttribute ? Attribute(context, arguments[0], ignoreCase: false) : item => item;
        var test = Testing(context, byAttribute ? arguments[1..] : arguments, named);
        using var each = Iteration.Of(value);
        while (each.MoveNext())
        {
            context.Tick();
            var item = each.Current;
            if (Truth(test(transform(item))) == wanted)
            {
                yield return item;
            }
        }
    }

    private static Func<object?, object?> Testing(RenderContext context, object?[] arguments, PythonDict named)
    {
        if (arguments.Length == 0)
        {
            return item => item;
        }

        Builtin? test = null;
        return item => (test ??= Find(TestTable.All, "test", arguments[0])).Call(context, Values(item, arguments.AsSpan(1), named));
    }

    private static Builtin Find(FrozenDictionary<string, Builtin> known, string kind, object? name)
    {
        Hashing.Require(name);
        return Types.IsText(name, out var text) && known.TryGetValue(text, out var builtin) ? builtin
            : throw new PythonError("TemplateRuntimeError", $"No {kind} named {Printing.Repr(name)}.");
    }

    private static CallValues Values(object? item, ReadOnlySpan<object?> more, PythonDict named) =>
        new([item, .. more], named.Count == 0 ? null : [.. named.Select(n => KeyValuePair.Create((string)n.Key!, n.Value))]);
}
