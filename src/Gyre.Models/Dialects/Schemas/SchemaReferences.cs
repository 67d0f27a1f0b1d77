using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.Models.Dialects.Schemas;

/// <summary><c>$ref</c> within a schema, for providers that know none or none that circle.</summary>
internal static class SchemaReferences
{
    /// <summary>Whether following references comes back to where it was.</summary>
    public static bool Circle(JsonObject root) => Circles(root, root, []);

    /// <summary>The schema with every reference replaced by what it means, definitions left out; null where references circle or lead nowhere.</summary>
    public static JsonElement? Inlined(JsonElement schema)
    {
        if (JsonNode.Parse(schema.GetRawText()) is not JsonObject root || Circle(root))
        {
            return null;
        }

        return Inline(root, root, out var whole) ? JsonElement.Parse(whole!.ToJsonString()) : null;
    }

    private static bool Circles(JsonNode? node, JsonObject root, HashSet<string> within) => node switch
    {
        JsonArray list => list.Any(n => Circles(n, root, within)),
        JsonObject schema when schema["$ref"] is JsonValue reference => Follow(reference.ToString(), root, within),
        JsonObject schema => schema.Any(f => f.Key is not ("$defs" or "definitions") && Circles(f.Value, root, within)),
        _ => false,
    };

    private static bool Follow(string reference, JsonObject root, HashSet<string> within)
    {
        if (!within.Add(reference))
        {
            return true;
        }

        var circles = Circles(Target(reference, root), root, within);
        within.Remove(reference);
        return circles;
    }

    private static bool Inline(JsonNode? node, JsonObject root, out JsonNode? whole)
    {
        whole = null;
        switch (node)
        {
            case JsonArray list:
                var items = new JsonArray();
                foreach (var item in list)
                {
                    if (!Inline(item, root, out var one))
                    {
                        return false;
                    }

                    items.Add(one);
                }

                whole = items;
                return true;
            case JsonObject schema when schema["$ref"] is JsonValue reference:
                if (Target(reference.ToString(), root) is not { } target || !Inline(target, root, out whole))
                {
                    return false;
                }

                // What stands beside a reference (a description, mostly) adds to it.
                foreach (var (name, value) in schema.Where(f => f.Key != "$ref"))
                {
                    ((JsonObject)whole!)[name] = value?.DeepClone();
                }

                return true;
            case JsonObject schema:
                var fields = new JsonObject();
                foreach (var (name, value) in schema.Where(f => f.Key is not ("$defs" or "definitions")))
                {
                    if (!Inline(value, root, out var one))
                    {
                        return false;
                    }

                    fields[name] = one;
                }

                whole = fields;
                return true;
            default:
                whole = node?.DeepClone();
                return true;
        }
    }

    private static JsonObject? Target(string reference, JsonObject root)
    {
        if (!reference.StartsWith('#'))
        {
            return null;
        }

        JsonNode? at = root;
        foreach (var step in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = (at as JsonObject)?[Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
        }

        return at as JsonObject;
    }
}
