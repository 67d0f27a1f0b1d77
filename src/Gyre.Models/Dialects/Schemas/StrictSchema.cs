using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.Models.Dialects.Schemas;

/// <summary>
/// What OpenAI demands of a schema that is to be followed exactly: every object closed (<c>additionalProperties: false</c>) and every property required.
/// An object that says nothing is closed for it; one with optional properties can't be, so its schema guides the model without binding it.
/// </summary>
internal static class StrictSchema
{
    /// <summary>The schema to send, and whether it may be called strict.</summary>
    public static (JsonElement Schema, bool? Strict) Of(JsonElement schema, bool? strict)
    {
        if (strict != true || schema.ValueKind != JsonValueKind.Object)
        {
            return (schema, strict);
        }

        var changed = false;
        var node = JsonNode.Parse(schema.GetRawText())!;
        if (!Close(node, ref changed))
        {
            return (schema, false);
        }

        return (changed ? JsonElement.Parse(node.ToJsonString()) : schema, true);
    }

    // False where a property is optional or an object is open on purpose.
    private static bool Close(JsonNode? node, ref bool changed)
    {
        if (node is JsonArray list)
        {
            return CloseAll(list, ref changed);
        }

        if (node is not JsonObject schema)
        {
            return true;
        }

        if (IsObject(schema) && !CloseObject(schema, ref changed))
        {
            return false;
        }

        foreach (var (name, value) in schema.ToList())
        {
            // Names of properties, examples and defaults are no schemas.
            var fits = name switch
            {
                "properties" or "$defs" or "definitions" => value is not JsonObject map || CloseAll(map.Select(m => m.Value), ref changed),
                "enum" or "const" or "default" or "examples" or "required" => true,
                _ => Close(value, ref changed),
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private static bool CloseAll(IEnumerable<JsonNode?> schemas, ref bool changed)
    {
        foreach (var schema in schemas)
        {
            if (!Close(schema, ref changed))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CloseObject(JsonObject schema, ref bool changed)
    {
        var required = (schema["required"] as JsonArray)?.Select(r => r?.ToString()).ToHashSet(StringComparer.Ordinal) ?? [];
        if (schema["properties"] is JsonObject properties && properties.Any(p => !required.Contains(p.Key)))
        {
            return false;
        }

        switch (schema["additionalProperties"])
        {
            case null:
                schema["additionalProperties"] = false;
                changed = true;
                return true;
            case JsonValue value when value.GetValueKind() == JsonValueKind.False:
                return true;
            default:
                return false;
        }
    }

    private static bool IsObject(JsonObject schema) => schema.ContainsKey("properties") || schema["type"] switch
    {
        JsonValue one => one.ToString() == "object",
        JsonArray many => many.Any(t => t?.ToString() == "object"),
        _ => false,
    };
}
