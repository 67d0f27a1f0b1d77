using System.Globalization;

namespace Gyre.Evaluation.Data.Schemas;

/// <summary>Keywords of lists.</summary>
internal static class ListKeywords
{
    public static void Read(KeywordReader schema)
    {
        Items(schema);
        Counts(schema);
        Contains(schema);
        if (schema["uniqueItems"] is true)
        {
            schema.Check<IReadOnlyList<object?>>((list, faults) =>
            {
                for (var i = 1; i < list.Count; i++)
                {
                    if (list.Take(i).Any(before => JsonValue.Same(before, list[i])))
                    {
                        faults.Add($"must have each item once, but {JsonValue.Shown(list[i])} is there twice.");
                        return;
                    }
                }
            });
        }
    }

    private static void Items(KeywordReader schema)
    {
        // Draft-07 writes the first items as a list in 'items', and the others as 'additionalItems'.
        var old = schema["items"] is List<object?>;
        var first = schema.Schemas(old ? "items" : "prefixItems") ?? [];
        var others = old ? schema.Schema("additionalItems") : schema.Schema("items");
        if (first.Count == 0 && others is null)
        {
            return;
        }

        schema.Check<IReadOnlyList<object?>>((list, faults) =>
        {
            for (var i = 0; i < list.Count; i++)
            {
                if ((i < first.Count ? first[i] : others) is { } item)
                {
                    faults.Inside($"[{i.ToString(CultureInfo.InvariantCulture)}]", list[i], item);
                }
            }
        });
    }

    private static void Counts(KeywordReader schema)
    {
        if (schema.Count("minItems") is { } least)
        {
            schema.Check<IReadOnlyList<object?>>((list, faults) =>
            {
                if (list.Count < least)
                {
                    faults.Add($"must have at least {least} {(least == 1 ? "item" : "items")}, but has {list.Count}.");
                }
            });
        }

        if (schema.Count("maxItems") is { } most)
        {
            schema.Check<IReadOnlyList<object?>>((list, faults) =>
            {
                if (list.Count > most)
                {
                    faults.Add($"must have at most {most} {(most == 1 ? "item" : "items")}, but has {list.Count}.");
                }
            });
        }
    }

    private static void Contains(KeywordReader schema)
    {
        if (schema.Schema("contains") is not { } wanted)
        {
            return;
        }

        var (least, most) = (schema.Count("minContains") ?? 1, schema.Count("maxContains") ?? int.MaxValue);
        schema.Check<IReadOnlyList<object?>>((list, faults) =>
        {
            var count = list.Count(item => wanted.Accepts(item, faults.Depth));
            if (count < least || count > most)
            {
                faults.Add($"has {count} items as 'contains' wants them, and must have {(count < least ? $"at least {least}" : $"at most {most}")}.");
            }
        });
    }
}
