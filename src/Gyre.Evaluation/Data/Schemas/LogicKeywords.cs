namespace Gyre.Evaluation.Data.Schemas;

/// <summary>Keywords that put schemas together.</summary>
internal static class LogicKeywords
{
    public static void Read(KeywordReader schema)
    {
        foreach (var part in schema.Schemas("allOf") ?? [])
        {
            schema.CheckAny(part.Check);
        }

        if (schema.Schemas("anyOf") is { } any)
        {
            schema.CheckAny((value, faults) =>
            {
                if (!any.Any(s => s.Accepts(value, faults.Depth)))
                {
                    faults.Add($"is none of the {any.Count} forms that it may have, but {JsonValue.Shown(value)}.");
                }
            });
        }

        if (schema.Schemas("oneOf") is { } one)
        {
            schema.CheckAny((value, faults) =>
            {
                if (one.Count(s => s.Accepts(value, faults.Depth)) is not 1 and var count)
                {
                    faults.Add($"must have exactly one of {one.Count} forms, but {JsonValue.Shown(value)} has {count}.");
                }
            });
        }

        if (schema.Schema("not") is { } not)
        {
            schema.CheckAny((value, faults) =>
            {
                if (not.Accepts(value, faults.Depth))
                {
                    faults.Add($"must not be {JsonValue.Shown(value)}.");
                }
            });
        }

        if (schema.Schema("if") is { } condition)
        {
            var (then, otherwise) = (schema.Schema("then"), schema.Schema("else"));
            schema.CheckAny((value, faults) => (condition.Accepts(value, faults.Depth) ? then : otherwise)?.Check(value, faults));
        }
    }
}
