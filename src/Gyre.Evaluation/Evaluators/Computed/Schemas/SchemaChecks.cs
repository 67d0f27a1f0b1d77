using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gyre.Evaluation.Evaluators.Computed.Schemas;

/// <summary>Checks one value against a schema; every check gives the first fault it finds, or null.</summary>
/// <param name="schema">The whole schema, for references and patterns.</param>
internal sealed class SchemaChecks(JsonSchema schema)
{
    private const int Deepest = 512;

    // A schema may lead back to itself without end, or along more ways than can be gone.
    private int left = 1_000_000;

    /// <summary>Checks a value, with all that is in it.</summary>
    public SchemaFault? Check(JsonElement rule, JsonElement value, string path, int depth)
    {
        if (rule.ValueKind is JsonValueKind.True)
        {
            return null;
        }

        if (rule.ValueKind is JsonValueKind.False)
        {
            return new SchemaFault(path, "is not allowed");
        }

        if (depth > Deepest || --left < 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return new SchemaFault(path, "leads too deep to be checked");
        }

        return Reference(rule, value, path, depth)
            ?? Any(rule, value, path)
            ?? (value.ValueKind switch
            {
                JsonValueKind.Object => Fields(rule, value, path, depth),
                JsonValueKind.Array => Items(rule, value, path, depth),
                JsonValueKind.String => SchemaLeaves.Text(rule, value.GetString()!, path, schema.Pattern),
                JsonValueKind.Number => SchemaLeaves.Number(rule, value, path),
                _ => null,
            })
            ?? Combined(rule, value, path, depth);
    }

    private SchemaFault? Reference(JsonElement rule, JsonElement value, string path, int depth) =>
        rule.TryGetProperty("$ref", out var reference) ? Check(schema.Referenced(reference.GetString()!), value, path, depth + 1) : null;

    private static SchemaFault? Any(JsonElement rule, JsonElement value, string path)
    {
        if (rule.TryGetProperty("type", out var type) && !IsOf(type, value))
        {
            return new SchemaFault(path, $"is {SchemaLeaves.KindOf(value)}, not {(type.ValueKind == JsonValueKind.Array ? string.Join(" or ", type.EnumerateArray().Select(t => t.GetString())) : type.GetString())}");
        }

        if (rule.TryGetProperty("enum", out var choices) && !choices.EnumerateArray().Any(c => JsonElement.DeepEquals(c, value)))
        {
            return new SchemaFault(path, $"is {SchemaLeaves.Shown(value)}, not one of {SchemaLeaves.Shown(choices)}");
        }

        return rule.TryGetProperty("const", out var only) && !JsonElement.DeepEquals(only, value)
            ? new SchemaFault(path, $"is {SchemaLeaves.Shown(value)}, not {SchemaLeaves.Shown(only)}")
            : null;
    }

    private static bool IsOf(JsonElement type, JsonElement value) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(t => IsOf(t, value)) : type.GetString() switch
        {
            "null" => value.ValueKind == JsonValueKind.Null,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number,
            _ => value.ValueKind == JsonValueKind.Number && SchemaLeaves.IsWhole(value),
        };

    private SchemaFault? Fields(JsonElement rule, JsonElement value, string path, int depth)
    {
        // Of a name given twice the last value counts, as readers of JSON have it.
        var fields = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in value.EnumerateObject())
        {
            fields[field.Name] = field.Value;
        }

        if (rule.TryGetProperty("required", out var required)
            && required.EnumerateArray().Select(r => r.GetString()!).FirstOrDefault(r => !fields.ContainsKey(r)) is { } missing)
        {
            return new SchemaFault(path, $"has no '{missing}'");
        }

        return SchemaLeaves.Count(rule, "minProperties", "maxProperties", fields.Count, path, "fields")
            ?? fields.Select(f => Field(rule, f.Key, f.Value, path, depth)).FirstOrDefault(f => f is not null)
            ?? Dependent(rule, "dependentRequired", fields, value, path, depth)
            ?? Dependent(rule, "dependentSchemas", fields, value, path, depth)
            ?? Dependent(rule, "dependencies", fields, value, path, depth);
    }

    private SchemaFault? Field(JsonElement rule, string name, JsonElement value, string path, int depth)
    {
        var at = SchemaLeaves.At(path, name);
        if (rule.TryGetProperty("propertyNames", out var names) && Check(names, SchemaLeaves.TextOf(name), at, depth + 1) is { } wrong)
        {
            return wrong with { Says = $"is a name that {wrong.Says}" };
        }

        var known = false;
        if (rule.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var own))
        {
            known = true;
            if (Check(own, value, at, depth + 1) is { } fault)
            {
                return fault;
            }
        }

        if (rule.TryGetProperty("patternProperties", out var patterns))
        {
            foreach (var pattern in patterns.EnumerateObject().Where(p => schema.Pattern(p.Name).IsMatch(name)))
            {
                known = true;
                if (Check(pattern.Value, value, at, depth + 1) is { } fault)
                {
                    return fault;
                }
            }
        }

        if (known || !rule.TryGetProperty("additionalProperties", out var additional))
        {
            return null;
        }

        return additional.ValueKind == JsonValueKind.False ? new SchemaFault(at, "is a field that is not in the schema") : Check(additional, value, at, depth + 1);
    }

    private SchemaFault? Dependent(JsonElement rule, string keyword, OrderedDictionary<string, JsonElement> fields, JsonElement value, string path, int depth)
    {
        if (!rule.TryGetProperty(keyword, out var dependents))
        {
            return null;
        }

        foreach (var dependent in dependents.EnumerateObject().Where(d => fields.ContainsKey(d.Name)))
        {
            var fault = dependent.Value.ValueKind == JsonValueKind.Array
                ? dependent.Value.EnumerateArray().Select(r => r.GetString()!).FirstOrDefault(r => !fields.ContainsKey(r)) is { } missing ? new SchemaFault(path, $"has '{dependent.Name}' but no '{missing}'") : null
                : Check(dependent.Value, value, path, depth + 1);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private SchemaFault? Items(JsonElement rule, JsonElement value, string path, int depth)
    {
        List<JsonElement> items = [.. value.EnumerateArray()];
        var first = rule.TryGetProperty("prefixItems", out var prefix) ? prefix
            : rule.TryGetProperty("items", out var list) && list.ValueKind == JsonValueKind.Array ? list
            : default;
        var placed = first.ValueKind == JsonValueKind.Array ? first.GetArrayLength() : 0;
        JsonElement? rest = rule.TryGetProperty("items", out var all) && all.ValueKind != JsonValueKind.Array ? all
            : placed > 0 && rule.TryGetProperty("additionalItems", out var more) ? more
            : null;
        return SchemaLeaves.Count(rule, "minItems", "maxItems", items.Count, path, "items")
            ?? items.Select((item, i) => i < placed ? Check(first[i], item, $"{path}[{i}]", depth + 1) : rest is { } other ? Check(other, item, $"{path}[{i}]", depth + 1) : null).FirstOrDefault(f => f is not null)
            ?? Contained(rule, items, path, depth)
            ?? (rule.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True ? Twice(items, path) : null);
    }

    private SchemaFault? Contained(JsonElement rule, List<JsonElement> items, string path, int depth)
    {
        if (!rule.TryGetProperty("contains", out var wanted))
        {
            return null;
        }

        var found = items.Count(i => Check(wanted, i, path, depth + 1) is null);
        var least = rule.TryGetProperty("minContains", out var min) ? min.GetDouble() : 1;
        return found < least ? new SchemaFault(path, $"has {found} of the items it must contain, and needs {least.ToString(CultureInfo.InvariantCulture)}")
            : rule.TryGetProperty("maxContains", out var max) && found > max.GetDouble() ? new SchemaFault(path, $"has {found} of an item that it may contain {max} times")
            : null;
    }

    private static SchemaFault? Twice(List<JsonElement> items, string path)
    {
        for (var i = 0; i < items.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (JsonElement.DeepEquals(items[i], items[j]))
                {
                    return new SchemaFault($"{path}[{i}]", $"is the same as item {j}");
                }
            }
        }

        return null;
    }

    private SchemaFault? Combined(JsonElement rule, JsonElement value, string path, int depth)
    {
        if (rule.TryGetProperty("allOf", out var all) && all.EnumerateArray().Select(s => Check(s, value, path, depth + 1)).FirstOrDefault(f => f is not null) is { } fault)
        {
            return fault;
        }

        if (rule.TryGetProperty("anyOf", out var any))
        {
            var faults = any.EnumerateArray().Select(s => Check(s, value, path, depth + 1)).ToList();
            if (faults.TrueForAll(f => f is not null))
            {
                // The one that came farthest is most likely the one that was meant.
                return faults.MaxBy(f => f!.Path.Length) is { } nearest && nearest.Path.Length > path.Length ? nearest : new SchemaFault(path, "is none of what it may be (anyOf)");
            }
        }

        if (rule.TryGetProperty("oneOf", out var one) && one.EnumerateArray().Count(s => Check(s, value, path, depth + 1) is null) is not 1 and var fitting)
        {
            return new SchemaFault(path, fitting == 0 ? "is none of what it may be (oneOf)" : $"fits {fitting} schemas of which it must fit one (oneOf)");
        }

        if (rule.TryGetProperty("not", out var not) && Check(not, value, path, depth + 1) is null)
        {
            return new SchemaFault(path, "is what it must not be (not)");
        }

        if (!rule.TryGetProperty("if", out var condition))
        {
            return null;
        }

        return rule.TryGetProperty(Check(condition, value, path, depth + 1) is null ? "then" : "else", out var then) ? Check(then, value, path, depth + 1) : null;
    }
}
