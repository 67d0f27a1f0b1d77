using System.Globalization;

namespace Gyre.Evaluation.Data.Schemas;

/// <summary>Keywords of any value and of numbers.</summary>
internal static class ValueKeywords
{
    private static readonly string[] Types = ["null", "boolean", "string", "object", "array", "number", "integer"];

    public static void Read(KeywordReader schema)
    {
        if (schema.Has("type"))
        {
            var types = schema["type"] is string one ? [one] : schema.Names("type")!;
            if (types.Count == 0 || types.Except(Types, StringComparer.Ordinal).Any())
            {
                throw schema.Wrong("type", $"must be of {string.Join(", ", Types)}.");
            }

            schema.CheckAny((value, faults) =>
            {
                if (!types.Any(t => JsonValue.Is(value, t)))
                {
                    faults.Add($"must be {string.Join(" or ", types)}, but is {JsonValue.Shown(value)}.");
                }
            });
        }

        if (schema.List("enum") is { } allowed)
        {
            schema.CheckAny((value, faults) =>
            {
                if (!allowed.Any(a => JsonValue.Same(a, value)))
                {
                    faults.Add($"must be one of {string.Join(", ", allowed.Select(JsonValue.Shown))}, but is {JsonValue.Shown(value)}.");
                }
            });
        }

        if (schema.Has("const"))
        {
            var wanted = schema["const"];
            schema.CheckAny((value, faults) =>
            {
                if (!JsonValue.Same(wanted, value))
                {
                    faults.Add($"must be {JsonValue.Shown(wanted)}, but is {JsonValue.Shown(value)}.");
                }
            });
        }

        Number(schema, "minimum", (value, limit) => value >= limit, "must be at least");
        Number(schema, "maximum", (value, limit) => value <= limit, "must be at most");
        Number(schema, "exclusiveMinimum", (value, limit) => value > limit, "must be more than");
        Number(schema, "exclusiveMaximum", (value, limit) => value < limit, "must be less than");
        Number(schema, "multipleOf", IsMultiple, "must be a multiple of");
    }

    private static void Number(KeywordReader schema, string keyword, Func<double, double, bool> holds, string words)
    {
        if (schema.Number(keyword) is not { } limit)
        {
            return;
        }

        schema.CheckAny((value, faults) =>
        {
            if (JsonValue.Number(value) is { } number && !holds(number, limit))
            {
                faults.Add($"{words} {limit.ToString(CultureInfo.InvariantCulture)}, but is {JsonValue.Shown(value)}.");
            }
        });
    }

    // As decimals, because 0.3 is a multiple of 0.1.
    private static bool IsMultiple(double value, double of) =>
        Math.Abs(value) < 1e15 && Math.Abs(of) is > 1e-12 and < 1e15 ? (decimal)value % (decimal)of == 0 : Math.IEEERemainder(value, of) == 0;
}
