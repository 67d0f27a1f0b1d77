using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>JSON Schema and the subset of OpenAPI that older models of Gemini take, each for the other.</summary>
internal static class GeminiSchema
{
    private const int Deepest = 32;

    private static readonly string[] Kept =
    [
        "title", "description", "enum", "format", "default", "example", "required", "propertyOrdering",
        "minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties", "pattern",
    ];

    /// <summary>The subset, references resolved; null for an object without properties, which Gemini refuses.</summary>
    /// <exception cref="Kernel.ProblemException"><c>not-carried</c>: the schema holds itself.</exception>
    public static JsonElement? ToOpenApi(JsonElement schema)
    {
        var root = JsonNode.Parse(schema.GetRawText())!.AsObject();
        var made = Subset(root, root, 0);
        return IsEmptyObject(made) ? null : JsonElement.Parse(made.ToJsonString());
    }

    /// <summary>JSON Schema of what a client wrote as <c>parameters</c> or <c>responseSchema</c>: types in small letters, <c>nullable</c> as a type. Undefined stays so.</summary>
    public static JsonElement ToJsonSchema(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        return JsonElement.Parse(Usual(JsonNode.Parse(schema.GetRawText())!).ToJsonString());
    }

    private static JsonObject Subset(JsonObject schema, JsonObject root, int depth)
    {
        if (depth > Deepest)
        {
            throw Untranslatable.NotCarried("schema", "an older model of Gemini", "It refers to itself: use a model from Gemini 2.5 on, or write the levels out.");
        }

        schema = Resolved(schema, root, depth);
        var made = new JsonObject();
        var nullable = false;
        var (type, others) = Type(schema, ref nullable);
        if (type is not null)
        {
            made["type"] = type.ToUpperInvariant();
        }

        foreach (var name in Kept)
        {
            if (schema[name] is { } value)
            {
                made[name] = value.DeepClone();
            }
        }

        if (schema["const"] is { } constant)
        {
            made["enum"] = new JsonArray(constant.DeepClone());
        }

        // Only texts may be listed there.
        if (made["enum"] is JsonArray list)
        {
            nullable |= list.Any(v => v is null);
            made["enum"] = new JsonArray([.. list.Where(v => v is not null).Select(v => (JsonNode)(v!.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : v.ToJsonString()))]);
            made["type"] = "STRING";
        }

        if (schema["properties"] is JsonObject properties)
        {
            made["properties"] = new JsonObject(properties.Where(p => p.Value is JsonObject).Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Subset((JsonObject)p.Value!, root, depth + 1))));
        }

        if (schema["items"] is JsonObject items)
        {
            made["items"] = Subset(items, root, depth + 1);
        }

        Alternatives(schema, root, depth, made, others, ref nullable);
        if (nullable)
        {
            made["nullable"] = true;
        }

        return made;
    }

    private static void Alternatives(JsonObject schema, JsonObject root, int depth, JsonObject made, IReadOnlyList<string> types, ref bool nullable)
    {
        var options = (schema["anyOf"] ?? schema["oneOf"]) is JsonArray any ? any.OfType<JsonObject>().Select(o => Resolved(o, root, depth)).ToList() : [];
        nullable |= options.Any(IsNull);
        options = [.. options.Where(o => !IsNull(o)), .. types.Select(t => new JsonObject { ["type"] = t })];
        if (options.Count == 1)
        {
            foreach (var (name, value) in Subset(options[0], root, depth + 1))
            {
                made[name] = value?.DeepClone();
            }
        }
        else if (options.Count > 1)
        {
            made["anyOf"] = new JsonArray([.. options.Select(o => (JsonNode)Subset(o, root, depth + 1))]);
        }
    }

    // One type, or none and the alternatives; null as a type is a flag.
    private static (string? Type, IReadOnlyList<string> Others) Type(JsonObject schema, ref bool nullable)
    {
        switch (schema["type"])
        {
            case JsonValue one:
                return (one.ToString(), []);
            case JsonArray many:
                var names = many.Select(t => t!.ToString()).ToList();
                nullable |= names.Remove("null");
                return names.Count == 1 ? (names[0], []) : (null, names);
            default:
                return (schema.ContainsKey("properties") ? "object" : null, []);
        }
    }

    private static JsonObject Resolved(JsonObject schema, JsonObject root, int depth)
    {
        if (schema["$ref"] is not JsonValue reference)
        {
            return schema;
        }

        JsonNode? at = root;
        foreach (var step in reference.ToString().TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = (at as JsonObject)?[Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
        }

        return at is JsonObject found && depth <= Deepest && !ReferenceEquals(found, schema)
            ? Resolved(found, root, depth + 1)
            : throw Untranslatable.NotCarried("schema", "an older model of Gemini", $"It refers to '{reference}', which is not in it.");
    }

    private static bool IsNull(JsonObject schema) => schema["type"] is JsonValue type && type.ToString() == "null";

    private static bool IsEmptyObject(JsonObject schema) => schema["type"]?.ToString() == "OBJECT" && schema["properties"] is null or JsonObject { Count: 0 };

    private static JsonNode Usual(JsonNode schema)
    {
        if (schema is not JsonObject from)
        {
            return schema.DeepClone();
        }

        var made = new JsonObject();
        foreach (var (name, value) in from)
        {
            switch (name, value)
            {
                case ("nullable", _):
                    break;
                case ("type", JsonValue type):
                    var plain = type.ToString().ToLowerInvariant();
                    made["type"] = from["nullable"]?.GetValueKind() == JsonValueKind.True ? new JsonArray(plain, "null") : plain;
                    break;
                case ("properties", JsonObject properties):
                    made["properties"] = new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : Usual(p.Value))));
                    break;
                case ("anyOf", JsonArray any):
                    made["anyOf"] = new JsonArray([.. any.Select(o => o is null ? null : Usual(o))]);
                    break;
                case ("items", { } items):
                    made["items"] = Usual(items);
                    break;
                case ("propertyOrdering", _):
                    break;
                default:
                    made[name] = value?.DeepClone();
                    break;
            }
        }

        return made;
    }
}
