using System.Collections.Frozen;
using Gyre.Flows.Templates.Filters;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Rendering;

/// <summary>The names every template has.</summary>
internal static class Globals
{
    public static FrozenDictionary<string, object?> All { get; } = new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["range"] = new GlobalFunction("<function safe_range>", new Builtin("range", "*args", (_, a) => RangeValue.Create((object?[])a[0]!))),
        ["dict"] = new GlobalFunction("<class 'dict'>", new Builtin("dict", "*args, **kwargs", (_, a) => Dict((object?[])a[0]!, (PythonDict)a[1]!))),
        ["namespace"] = new GlobalFunction("<class 'jinja2.utils.Namespace'>", new Builtin("namespace", "*args, **kwargs", (_, a) => new NamespaceObject(Dict((object?[])a[0]!, (PythonDict)a[1]!)))),
        ["cycler"] = new GlobalFunction("<class 'jinja2.utils.Cycler'>", new Builtin("cycler", "*items", (_, a) => Cycler((object?[])a[0]!))),
        ["joiner"] = new GlobalFunction("<class 'jinja2.utils.Joiner'>", new Builtin("joiner", "sep=None", (_, a) => new Joiner(a[0] ?? ", "))),
        ["lipsum"] = new GlobalFunction("<function generate_lorem_ipsum>", new Builtin("generate_lorem_ipsum", "n=5, html=True, min=20, max=100", LoremIpsum.Generate)),
    }.ToFrozenDictionary();

    /// <summary><c>dict(mapping or pairs, **names)</c>.</summary>
    public static PythonDict Dict(object?[] arguments, PythonDict named)
    {
        if (arguments.Length > 1)
        {
            throw PythonError.TypeError($"dict expected at most 1 argument, got {arguments.Length}");
        }

        var result = new PythonDict();
        if (arguments.Length == 1)
        {
            DictMethods.Update(result, arguments[0]);
        }

        foreach (var (key, value) in named)
        {
            result[key] = value;
        }

        return result;
    }

    private static Cycler Cycler(object?[] items) =>
        items.Length == 0 ? throw new PythonError("RuntimeError", "at least one item has to be provided") : new Cycler(items);
}
