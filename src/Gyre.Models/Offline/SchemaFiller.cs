using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gyre.Models.Offline;

/// <summary>Makes the smallest value that a JSON Schema allows, with the quotation in the place an answer would have.</summary>
internal sealed partial class SchemaFiller(JsonElement root, Quotation quotation, string question)
{
    private const int DeepestNesting = 16;
    private static readonly string[] AnswerNames = ["answer", "response", "text", "content", "summary", "result", "output", "message", "quote", "final_answer"];
    private bool placed;

    /// <summary>The value, or null where the schema asks for what can't be made (a pattern, a recursion without end).</summary>
    public JsonNode? Fill() => TryFill(root, "", 0, out var value) ? value : null;

    private bool TryFill(JsonElement schema, string name, int depth, out JsonNode? value)
    {
        value = null;
        if (depth > DeepestNesting || schema.ValueKind is not JsonValueKind.Object)
        {
            return schema.ValueKind == JsonValueKind.True;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Target(reference.GetString()!) is { } target && TryFill(target, name, depth + 1, out value);
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            value = JsonNode.Parse(constant.GetRawText());
            return true;
        }

        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
        {
            value = JsonNode.Parse(Nearest(choices).GetRawText());
            return true;
        }

        foreach (var either in new[] { "anyOf", "oneOf" })
        {
            if (schema.TryGetProperty(either, out var options) && options.ValueKind == JsonValueKind.Array)
            {
                foreach (var option in options.EnumerateArray())
                {
                    if (TryFill(option, name, depth + 1, out value))
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        return TypeOf(schema) switch
        {
            "object" => TryObject(schema, depth, out value),
            "array" => TryArray(schema, name, depth, out value),
            "string" => TryString(schema, name, out value),
            "integer" or "number" => TryNumber(schema, out value),
            "boolean" => Set(JsonValue.Create(quotation.Found), out value),
            "null" => true,
            _ => Set(JsonValue.Create(quotation.Text), out value),
        };
    }

    private bool TryObject(JsonElement schema, int depth, out JsonNode? value)
    {
        var made = new JsonObject();
        value = made;
        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet(StringComparer.Ordinal)
            : null;
        foreach (var property in properties.EnumerateObject().Where(p => required is null || required.Contains(p.Name)))
        {
            if (!TryFill(property.Value, property.Name, depth + 1, out var inner))
            {
                return false;
            }

            made[property.Name] = inner;
        }

        return true;
    }

    private bool TryArray(JsonElement schema, string name, int depth, out JsonNode? value)
    {
        var made = new JsonArray();
        value = made;
        var least = schema.TryGetProperty("minItems", out var minimum) && minimum.TryGetInt32(out var count) ? count : 0;
        for (var i = 0; i < least; i++)
        {
            if (!schema.TryGetProperty("items", out var items) || !TryFill(items, name, depth + 1, out var item))
            {
                return false;
            }

            made.Add(item);
        }

        return true;
    }

    private bool TryString(JsonElement schema, string name, out JsonNode? value)
    {
        value = null;
        if (schema.TryGetProperty("pattern", out _) || schema.TryGetProperty("format", out _))
        {
            return false;
        }

        // The first string, or the one that is named like an answer, takes the quotation; the others stay empty rather than invented.
        var takes = !placed || AnswerNames.Contains(name, StringComparer.OrdinalIgnoreCase);
        placed |= takes;
        var text = takes ? quotation.Text : "";
        if (schema.TryGetProperty("maxLength", out var longest) && longest.TryGetInt32(out var most) && text.Length > most)
        {
            text = text[..most];
        }

        return (!schema.TryGetProperty("minLength", out var shortest) || (shortest.TryGetInt32(out var least) && text.Length >= least)) && Set(JsonValue.Create(text), out value);
    }

    private bool TryNumber(JsonElement schema, out JsonNode? value)
    {
        var whole = TypeOf(schema) == "integer";
        var number = quotation.Found && Number().Match(quotation.Text) is { Success: true } match ? decimal.Parse(match.Value, CultureInfo.InvariantCulture) : 0;
        number = whole ? decimal.Truncate(number) : number;
        number = schema.TryGetProperty("minimum", out var minimum) && minimum.TryGetDecimal(out var low) ? Math.Max(number, low) : number;
        number = schema.TryGetProperty("maximum", out var maximum) && maximum.TryGetDecimal(out var high) ? Math.Min(number, high) : number;
        return Set(whole ? JsonValue.Create((long)number) : JsonValue.Create(number), out value);
    }

    // The choice that shares most words with the question and the quotation.
    private JsonElement Nearest(JsonElement choices)
    {
        var said = Words.Of(question + " " + (quotation.Found ? quotation.Text : "")).ToHashSet(StringComparer.Ordinal);
        return choices.EnumerateArray().MaxBy(c => c.ValueKind == JsonValueKind.String ? Words.Of(c.GetString()!).Count(said.Contains) : 0);
    }

    private JsonElement? Target(string reference)
    {
        if (!reference.StartsWith('#'))
        {
            return null;
        }

        var at = root;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out at))
            {
                return null;
            }
        }

        return at;
    }

    private static string? TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) ? "object" : null;
        }

        return type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()).FirstOrDefault(t => t != "null") ?? "null" : type.GetString();
    }

    private static bool Set(JsonNode? made, out JsonNode? value)
    {
        value = made;
        return true;
    }

    [GeneratedRegex(@"\d+(?:\.\d+)?")]
    private static partial Regex Number();
}
