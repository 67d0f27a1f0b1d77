using System.Collections.Frozen;
using Gyre.Flows.Templates.Python;

namespace Gyre.Flows.Templates.Filters;

/// <summary>All filters of Jinja2 3.1.</summary>
internal static class FilterTable
{
    public static FrozenDictionary<string, Builtin> All { get; } =
        new[] { TextFilters.All, ListFilters.All, SelectionFilters.All, NumberFilters.All, HtmlFilters.All, ValueFilters.All }
            .SelectMany(group => group)
            .ToFrozenDictionary(filter => filter.Name);
}
