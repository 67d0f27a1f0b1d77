using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.Flows.Tests.Schemas;

/// <summary>Checks JSON against the part of JSON Schema that our schemas use.</summary>
internal static class SchemaCheck
{
    /// <summary>What does not conform, as <c>path: reason</c>.</summary>
    public static IEnumerable<string> Faults(JsonNode schema, JsonNode? value) => Faults(schema, schema, value, "$");

    private static IEnumerable<string> Faults(JsonNode root, JsonNode? schema, JsonNode? value, string path)
    {
        if (schema is not JsonObject rules)
        {
            return [];
        }

        if (rules["$ref"] is { } reference)
        {
            return Faults(root, Pointed(root, reference.GetValue<string>()), value, path);
        }

        var faults = new List<string>();
        if (rules["type"] is { } type && !Types(type).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
        {
            faults.Add($"{path}: {TypeOf(value)} is not {type.ToJsonString()}");
        }

        if (rules["enum"] is JsonArray values && !values.Any(v => JsonNode.DeepEquals(v, value)))
        {
            faults.Add($"{path}: {value?.ToJsonString()} is none of {values.ToJsonString()}");
        }

        if (value is JsonObject map)
        {
            faults.AddRange(MapFaults(root, rules, map, path));
        }

        if (value is JsonArray list)
        {
            faults.AddRange(list.SelectMany((item, i) => Faults(root, rules["items"], item, $"{path}[{i}]")));
        }

        return faults;
    }

    private static IEnumerable<string> MapFaults(JsonNode root, JsonObject rules, JsonObject map, string path)
    {
        foreach (var name in (rules["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()).Where(name => !map.ContainsKey(name)))
        {
            yield return $"{path}: '{name}' is missing";
        }

        foreach (var (name, value) in map)
        {
            var property = rules["properties"]?[name];
            if (property is null && rules["properties"]?.AsObject().ContainsKey(name) != true && rules["additionalProperties"] is JsonValue { } closed && closed.GetValueKind() == JsonValueKind.False)
            {
                yield return $"{path}: '{name}' is not known";
            }

            foreach (var fault in Faults(root, property ?? rules["additionalProperties"], value, $"{path}.{name}"))
            {
                yield return fault;
            }
        }
    }

    private static JsonNode? Pointed(JsonNode root, string reference) =>
        reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate((JsonNode?)root, (node, part) => node is JsonArray list ? list[int.Parse(part)] : node?[Uri.UnescapeDataString(part).Replace("~1", "/").Replace("~0", "~")]);

    private static string[] Types(JsonNode type) => type is JsonArray many ? [.. many.Select(t => t!.GetValue<string>())] : [type.GetValue<string>()];

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => value.ToJsonString().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? "integer" : "number",
    };
}
