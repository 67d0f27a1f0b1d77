using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Filters;

/// <summary>What filters do with their arguments alike: text, and attributes named by a dotted path.</summary>
internal static class FilterArguments
{
    /// <summary><c>str(value)</c> unless it is text already.</summary>
    public static string Text(object? value) => Types.IsText(value, out var text) ? text : Printing.Str(value);

    /// <summary>A method that only text has, as Python complains where it is missing.</summary>
    public static string RequireText(object? value, string method) =>
        Types.IsText(value, out var text) ? text
        : value is Undefined undefined ? throw undefined.Error()
        : throw new PythonError("AttributeError", $"'{Types.Name(value)}' object has no attribute '{method}'");

    public static bool Truth(object? value) => PythonText.Truth(value);

    /// <summary>Looks up <c>a.b.0</c> in an item; a whole path of null is the item itself.</summary>
    public static Func<object?, object?> Attribute(RenderContext context, object? path, bool ignoreCase, object? missing = null)
    {
        var parts = Path(path);
        return item =>
        {
            foreach (var part in parts)
            {
                item = Access.Item(context, item, part);
                if (missing is not null && item is Undefined)
                {
                    item = missing;
                }
            }

            return ignoreCase ? IgnoreCase(item) : item;
        };
    }

    /// <summary>Several paths with commas between them, as a list to sort by.</summary>
    public static Func<object?, object?> Attributes(RenderContext context, object? paths, bool ignoreCase)
    {
        var getters = Types.IsText(paths, out var text)
            ? text.Split(',').Select(p => Attribute(context, p, ignoreCase)).ToArray()
            : [Attribute(context, paths, ignoreCase)];
        return item => new List<object?>(getters.Select(g => g(item)));
    }

    public static object? IgnoreCase(object? value) =>
        value is string text ? CaseMapping.Lower(text) : value is Markup markup ? new Markup(CaseMapping.Lower(markup.Text)) : value;

    private static object?[] Path(object? path) =>
        path is null ? []
        : Types.IsText(path, out var text) ? [.. text.Split('.').Select(part => part.Length > 0 && part.All(char.IsDigit) ? Numbers.ParseInt(part, 10) : part)]
        : [path];
}
