using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Gyre.Server.OpenApi;

/// <summary>What the code's comments say of types and their properties; the framework reads those of public types alone, and what rooms show of themselves is mostly not public.</summary>
internal static class ApiComments
{
    // Written by the build from the rooms' comments.
    private const string Suffix = ".comments.xml";

    private static readonly Lazy<FrozenDictionary<string, string>> Texts = new(() => Files().SelectMany(Read).ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>Of a type; null where there is none.</summary>
    public static string? Of(Type type) => Texts.Value.GetValueOrDefault($"T:{NameOf(type)}");

    /// <summary>Of a property; null where there is none.</summary>
    public static string? Of(PropertyInfo property) => Texts.Value.GetValueOrDefault($"P:{NameOf(property.DeclaringType!)}.{property.Name}");

    private static string? NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName?.Replace('+', '.');

    private static IEnumerable<XElement> Files()
    {
        var assembly = typeof(ApiComments).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(Suffix, StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            yield return XElement.Load(file);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Read(XElement members) =>
        from member in members.Elements("member")
        let text = member.Element("summary") is { } summary ? Plain(summary) : ""
        where text.Length > 0
        select KeyValuePair.Create((string)member.Attribute("name")!, text);

    // As Markdown, which descriptions of the document are.
    private static string Plain(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText words => words.Value,
                XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "see" or "paramref" } named => $"`{Named(named)}`",
                XElement other => Plain(other),
                _ => "",
            });
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // A property is known by its name in JSON.
    private static string Named(XElement see) =>
        (string?)see.Attribute("langword") ?? (string?)see.Attribute("name") ?? (see.Attribute("cref")?.Value is { } cref
            ? cref[(cref.LastIndexOf('.') + 1)..] is var last && cref.StartsWith("P:", StringComparison.Ordinal) ? JsonNamingPolicy.SnakeCaseLower.ConvertName(last) : last
            : see.Value);
}
