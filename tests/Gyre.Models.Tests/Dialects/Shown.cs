using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.Models.Tests.Dialects;

/// <summary>Any record as text, lists and JSON by content: what two neutral values are compared by.</summary>
internal static class Shown
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(object? value) => Node(value)?.ToJsonString(Indented) ?? "null";

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        JsonElement { ValueKind: JsonValueKind.Undefined } => null,
        JsonElement json => JsonNode.Parse(json.GetRawText()),
        string text => text,
        Enum name => name.ToString(),
        bool flag => flag,
        long or int or double or TimeSpan => value.ToString(),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Node)]),
        _ => Fields(value),
    };

    private static JsonObject Fields(object value)
    {
        var shown = new JsonObject { ["$"] = value.GetType().Name };
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            if (Node(property.GetValue(value)) is { } field)
            {
                shown[property.Name] = field;
            }
        }

        return shown;
    }
}
