using System.Net;

namespace Gyre.Flows.Templates.Python;

/// <summary>Entities back to characters, as Python's <c>html.unescape</c>.</summary>
internal static class HtmlEntities
{
    public static string Decode(string text) => text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text;
}
