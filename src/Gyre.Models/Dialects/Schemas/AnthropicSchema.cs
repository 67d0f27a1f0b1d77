using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.Models.Dialects.Schemas;

/// <summary>Schemas by Anthropic's rules: bounds and lengths are no part of them (they are told in the description), objects are closed, references do not circle.</summary>
internal static class AnthropicSchema
{
    private static readonly string[] Bounds =
        ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"];

    private static readonly JsonElement NoArguments = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <summary>The schema Anthropic can hold an answer to; null where it can't: an open object, a circle.</summary>
    public static JsonElement? Strict(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || JsonNode.Parse(schema.GetRawText()) is not JsonObject root || SchemaReferences.Circle(root))
        {
            return null;
        }

        return Fit(root) ? JsonElement.Parse(root.ToJsonString()) : null;
    }

    /// <summary>The schema of a tool's arguments, which only must be an object's.</summary>
    public static JsonElement Input(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return NoArguments;
        }

        if (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String)
        {
            return schema;
        }

        var root = JsonNode.Parse(schema.GetRawText())!;
        root["type"] = "object";
        return JsonElement.Parse(root.ToJsonString());
    }

    private static bool Fit(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            return list.All(Fit);
        }

        if (node is not JsonObject schema)
        {
            return true;
        }

        Tell(schema);
        if (IsObject(schema))
        {
            if (schema["additionalProperties"] is { } open && open.GetValueKind() != JsonValueKind.False)
            {
                return false;
            }

            schema["additionalProperties"] = false;
        }

        return schema.ToList().TrueForAll(field => field.Key switch
        {
            "properties" or "$defs" or "definitions" => field.Value is not JsonObject map || map.ToList().TrueForAll(m => Fit(m.Value)),
            "enum" or "const" or "default" or "examples" or "required" => true,
            _ => Fit(field.Value),
        });
    }

    private static void Tell(JsonObject schema)
    {
        var told = new List<string>();
        foreach (var bound in Bounds)
        {
            // A property may have such a name; then its value is a schema. One item at least is a rule Anthropic keeps.
            if (schema[bound] is JsonValue value && !(bound == "minItems" && value.ToString() is "0" or "1"))
            {
                told.Add($"{bound}: {value.ToJsonString()}");
                schema.Remove(bound);
            }
        }

        if (told.Count > 0)
        {
            schema["description"] = $"{schema["description"]?.ToString()} ({string.Join(", ", told)})".TrimStart();
        }
    }

    private static bool IsObject(JsonObject schema) => schema.ContainsKey("properties") || schema["type"] switch
    {
        JsonValue one => one.ToString() == "object",
        JsonArray many => many.Any(t => t?.ToString() == "object"),
        _ => false,
    };
}
