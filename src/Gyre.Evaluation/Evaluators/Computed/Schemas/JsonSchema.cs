using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Evaluators.Computed.Schemas;

/// <summary>
/// A JSON Schema of draft 2020-12, with what drafts 4 to 2019-09 write otherwise where it is clear (<c>definitions</c>, <c>items</c> as a list,
/// <c>dependencies</c>). References stay inside the schema. What it does not know but would have to check, it refuses when it is made.
/// </summary>
internal sealed class JsonSchema
{
    private const int Deepest = 256;

    private static readonly string[] NotKnown = ["unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef"];

    // Places where a schema holds others: one, a list, or one by name.
    private static readonly string[] Single = ["additionalProperties", "additionalItems", "items", "contains", "propertyNames", "not", "if", "then", "else"];
    private static readonly string[] Several = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];
    private static readonly string[] Named = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

    private readonly JsonElement root;
    private readonly ConcurrentDictionary<string, Regex> patterns = new(StringComparer.Ordinal);

    /// <param name="schema">An object, or true or false.</param>
    /// <exception cref="FormatException">It is no schema, or has what is not known here: where, and what.</exception>
    public JsonSchema(JsonElement schema)
    {
        root = schema.Clone();
        Check(root, "#", 0);
    }

    /// <summary>The first fault of a value: its path and what is wrong; null where it is valid.</summary>
    public SchemaFault? Validate(JsonElement value) => new SchemaChecks(this).Check(root, value, "$", 0);

    /// <summary>The schema that a reference means.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public JsonElement Referenced(string reference)
    {
        if (reference == "#")
        {
            return root;
        }

        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return Anchored(root, reference.StartsWith('#') ? reference[1..] : null, 0)
                ?? throw new FormatException($"'$ref: {reference}' leads out of the schema. Put what it means under '$defs' and write '#/$defs/name'.");
        }

        var at = root;
        foreach (var step in reference[2..].Split('/').Select(s => Uri.UnescapeDataString(s).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            at = at.ValueKind switch
            {
                JsonValueKind.Object when at.TryGetProperty(step, out var field) => field,
                JsonValueKind.Array when int.TryParse(step, out var index) && index >= 0 && index < at.GetArrayLength() => at[index],
                _ => throw new FormatException($"'$ref: {reference}' means nothing: there is no '{step}'."),
            };
        }

        return at;
    }

    /// <summary>A pattern, made once.</summary>
    public Regex Pattern(string pattern) => patterns.GetOrAdd(pattern, Compile);

    private static Regex Compile(string pattern)
    {
        var longest = TimeSpan.FromSeconds(1);
        try
        {
            // The schema's language: \d means 0 to 9.
            return new Regex(pattern, RegexOptions.ECMAScript, longest);
        }
        catch (ArgumentException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, longest);
        }
    }

    private static JsonElement? Anchored(JsonElement schema, string? name, int depth)
    {
        if (name is null || depth > Deepest || schema.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return null;
        }

        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$anchor", out var anchor) && anchor.ValueEquals(name))
        {
            return schema;
        }

        IEnumerable<JsonElement> inside = schema.ValueKind == JsonValueKind.Object ? schema.EnumerateObject().Select(p => p.Value) : schema.EnumerateArray();
        return inside.Select(i => Anchored(i, name, depth + 1)).FirstOrDefault(i => i is not null);
    }

    private void Check(JsonElement schema, string place, int depth)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object || depth > Deepest)
        {
            throw new FormatException($"{place} is no schema: it must be an object, true or false.");
        }

        if (NotKnown.FirstOrDefault(k => schema.TryGetProperty(k, out _)) is { } unknown)
        {
            throw new FormatException($"{place} has '{unknown}', which is not checked here.");
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            _ = Referenced(reference.GetString() ?? throw new FormatException($"{place}/$ref must be text."));
        }

        SchemaShape.Check(schema, place, Pattern);
        foreach (var (inside, where) in Inside(schema, place))
        {
            Check(inside, where, depth + 1);
        }
    }

    private static IEnumerable<(JsonElement Schema, string Place)> Inside(JsonElement schema, string place)
    {
        foreach (var (keyword, value) in schema.EnumerateObject().Select(p => (p.Name, p.Value)))
        {
            if (value.ValueKind == JsonValueKind.Array && Several.Contains(keyword, StringComparer.Ordinal))
            {
                foreach (var (i, item) in value.EnumerateArray().Index())
                {
                    yield return (item, $"{place}/{keyword}/{i}");
                }
            }
            else if (Single.Contains(keyword, StringComparer.Ordinal))
            {
                yield return (value, $"{place}/{keyword}");
            }
            else if (value.ValueKind == JsonValueKind.Object && Named.Contains(keyword, StringComparer.Ordinal))
            {
                foreach (var named in value.EnumerateObject())
                {
                    yield return (named.Value, $"{place}/{keyword}/{named.Name}");
                }
            }
        }
    }
}

/// <summary>What is wrong with a value.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.items[2].price</c>.</param>
/// <param name="Says">What is wrong there.</param>
internal sealed record SchemaFault(string Path, string Says)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path} {Says}.";
}
