using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Evaluators.Computed.Schemas;

/// <summary>What the values of a schema's keywords must be, so that a slip of the pen is told instead of checking nothing.</summary>
internal static class SchemaShape
{
    private static readonly string[] Types = ["null", "boolean", "object", "array", "number", "integer", "string"];
    private static readonly string[] Counts = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"];
    private static readonly string[] Numbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
    private static readonly string[] Lists = ["enum", "required", "allOf", "anyOf", "oneOf", "prefixItems"];
    private static readonly string[] Maps = ["properties", "patternProperties", "dependentRequired", "dependentSchemas", "dependencies", "$defs", "definitions"];

    /// <exception cref="FormatException">Which keyword is wrong, and where.</exception>
    public static void Check(JsonElement schema, string place, Func<string, Regex> pattern)
    {
        foreach (var (keyword, value) in schema.EnumerateObject().Select(p => (p.Name, p.Value)))
        {
            var wanted = keyword switch
            {
                "type" when !IsType(value) => $"one of {string.Join(", ", Types)}, or a list of them",
                "pattern" or "format" when value.ValueKind != JsonValueKind.String => "text",
                "uniqueItems" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) => "true or false",
                _ when Counts.Contains(keyword, StringComparer.Ordinal) && !(value.ValueKind == JsonValueKind.Number && value.GetDouble() >= 0) => "a number of zero or more",
                _ when Numbers.Contains(keyword, StringComparer.Ordinal) && value.ValueKind != JsonValueKind.Number => "a number",
                _ when Lists.Contains(keyword, StringComparer.Ordinal) && value.ValueKind != JsonValueKind.Array => "a list",
                _ when Maps.Contains(keyword, StringComparer.Ordinal) && value.ValueKind != JsonValueKind.Object => "an object",
                _ => null,
            };
            if (wanted is not null)
            {
                throw new FormatException($"{place}/{keyword} must be {wanted}.");
            }

            foreach (var written in Patterns(keyword, value))
            {
                try
                {
                    _ = pattern(written);
                }
                catch (ArgumentException e)
                {
                    throw new FormatException($"{place}/{keyword} has a pattern that is none: {e.Message}", e);
                }
            }
        }
    }

    private static IEnumerable<string> Patterns(string keyword, JsonElement value) => keyword switch
    {
        "pattern" => [value.GetString()!],
        "patternProperties" => value.EnumerateObject().Select(p => p.Name),
        _ => [],
    };

    private static bool IsType(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Types.Contains(value.GetString()!, StringComparer.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().All(t => t.ValueKind == JsonValueKind.String && IsType(t)),
        _ => false,
    };
}
