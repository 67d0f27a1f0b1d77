using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;
using static Gyre.Flows.Templates.Filters.FilterArguments;

namespace Gyre.Flows.Templates.Filters;

/// <summary>Filters over lists and dicts as a whole.</summary>
internal static class ListFilters
{
    public static Builtin[] All { get; } =
    [
        new("batch", "value, linecount, fill_with=None", (context, a) => new LazyValues(Batch(context, a))),
        new("count", "obj, /", (_, a) => Boxed.Int(Types.Length(a[0]))),
        new("dictsort", "value, case_sensitive=False, by='key', reverse=False", (_, a) => DictSort(a)),
        new("first", "seq", First),
        new("groupby", "value, attribute, default=None, case_sensitive=False", GroupBy),
        new("items", "value", (_, a) => new LazyValues(Items(a[0]))),
        new("last", "seq", Last),
        new("length", "obj, /", (_, a) => Boxed.Int(Types.Length(a[0]))),
        new("list", "value", (_, a) => Iteration.ToList(a[0])),
        new("max", "value, case_sensitive=False, attribute=None", (context, a) => Extreme(context, a, Comparison.Greater)),
        new("min", "value, case_sensitive=False, attribute=None", (context, a) => Extreme(context, a, Comparison.Less)),
        new("random", "seq", Pick),
        new("reverse", "value", (_, a) => Reverse(a[0])),
        new("slice", "value, slices, fill_with=None", (_, a) => new LazyValues(Slice(a))),
        new("sort", "value, reverse=False, case_sensitive=False, attribute=None", Sort),
        new("sum", "iterable, attribute=None, start=0", Sum),
        new("unique", "value, case_sensitive=False, attribute=None", (context, a) => new LazyValues(Unique(context, a))),
    ];

    private static IEnumerable<object?> Each(object? value)
    {
        using var each = Iteration.Of(value);
        while (each.MoveNext())
        {
            yield return each.Current;
        }
    }

    private static IEnumerable<object?> Batch(RenderContext context, object?[] a)
    {
        List<object?> line = [];
        foreach (var item in Each(a[0]))
        {
            context.Tick();
            if (Comparison.Equal((long)line.Count, a[1]))
            {
                yield return line;
                line = [];
            }

            line.Add(item);
        }

        if (line.Count > 0)
        {
            if (a[2] is not null && Comparison.Less((long)line.Count, a[1]))
            {
                line.AddRange((List<object?>)Operators.Multiply(new List<object?> { a[2] }, Operators.Subtract(a[1], (long)line.Count))!);
            }

            yield return line;
        }
    }

    private static List<object?> DictSort(object?[] a)
    {
        var position = a[2] switch
        {
            _ when Comparison.Equal(a[2], "key") => 0,
            _ when Comparison.Equal(a[2], "value") => 1,
            _ => throw PythonError.FilterArgument("You can only sort by either \"key\" or \"value\""),
        };
        if (a[0] is not PythonDict dict)
        {
            throw a[0] is Undefined undefined ? undefined.Error() : new PythonError("AttributeError", $"'{Types.Name(a[0])}' object has no attribute 'items'");
        }

        var caseSensitive = Truth(a[1]);
        return Comparison.Sort(
            dict.Select(entry => (object?)new PythonTuple(entry.Key, entry.Value)),
            pair => caseSensitive ? ((PythonTuple)pair!)[position] : IgnoreCase(((PythonTuple)pair!)[position]),
            Truth(a[3]));
    }

    private static object? First(RenderContext context, object?[] a)
    {
        using var each = Iteration.Of(a[0]);
        return each.MoveNext() ? each.Current : context.UndefinedHint("No first item, sequence was empty.");
    }

    private static object? Last(RenderContext context, object?[] a)
    {
        using var each = Iteration.Reversed(a[0]) ?? throw PythonError.TypeError($"'{Types.Name(a[0])}' object is not reversible");
        return each.MoveNext() ? each.Current : context.UndefinedHint("No last item, sequence was empty.");
    }

    private static object? Pick(RenderContext context, object?[] a)
    {
        var count = Types.Length(a[0]);
        if (count == 0)
        {
            return context.UndefinedHint("No random item, sequence was empty.");
        }

        var index = (long)context.Random.Next(count);
        return Access.TryItem(a[0], index, out var item) ? item
            : a[0] is PythonDict ? throw new PythonError("KeyError", Printing.Repr(index))
            : throw PythonError.TypeError($"'{Types.Name(a[0])}' object is not subscriptable");
    }

    private static object? Reverse(object? value)
    {
        if (value is Undefined undefined)
        {
            return new LazyValues("reversed", undefined.Iterate());
        }

        return Types.IsText(value, out var text) ? TextMethods.Like(value, CodePoints.Reverse(text))
            : Iteration.Reversed(value) is { } reversed ? new LazyValues(value is PythonDict ? "dict_reversekeyiterator" : "list_reverseiterator", reversed)
            : Types.IsIterable(value) ? Enumerable.Reverse(Iteration.ToList(value)).ToList()
            : throw PythonError.FilterArgument("argument must be iterable");
    }

    private static IEnumerable<object?> Slice(object?[] a)
    {
        var items = Iteration.ToList(a[0]);
        var slices = Numbers.ToIndex(a[1]);
        if (slices == 0)
        {
            throw new PythonError("ZeroDivisionError", "integer division or modulo by zero");
        }

        SizeGuard.Items(slices);
        var size = slices < 0 ? 0 : items.Count / slices;
        var withExtra = slices < 0 ? 0 : items.Count % slices;
        var at = 0;
        for (var number = 0; number < slices; number++)
        {
            var count = size + (number < withExtra ? 1 : 0);
            var part = items.GetRange(at, count);
            at += count;
            if (a[2] is not null && number >= withExtra)
            {
                part.Add(a[2]);
            }

            yield return part;
        }
    }

    private static List<object?> Sort(RenderContext context, object?[] a)
    {
        var key = Attributes(context, a[3], ignoreCase: !Truth(a[2]));
        return Comparison.Sort(Iteration.ToList(a[0]), key, Truth(a[1]));
    }

    private static object? Sum(RenderContext context, object?[] a)
    {
        var get = a[1] is null ? null : Attribute(context, a[1], ignoreCase: false);
        if (Types.IsText(a[2]))
        {
            throw PythonError.TypeError("sum() can't sum strings [use ''.join(seq) instead]");
        }

        var total = a[2];
        foreach (var item in Each(a[0]))
        {
            total = Operators.Add(total, get is null ? item : get(item));
        }

        return total;
    }

    private static object? Extreme(RenderContext context, object?[] a, Func<object?, object?, bool> isBetter)
    {
        var key = Attribute(context, a[2], ignoreCase: !Truth(a[1]));
        using var each = Iteration.Of(a[0]);
        if (!each.MoveNext())
        {
            return context.UndefinedHint("No aggregated item, sequence was empty.");
        }

        var best = each.Current;
        var bestKey = key(best);
        while (each.MoveNext())
        {
            var candidate = key(each.Current);
            if (isBetter(candidate, bestKey))
            {
                (best, bestKey) = (each.Current, candidate);
            }
        }

        return best;
    }

    private static IEnumerable<object?> Unique(RenderContext context, object?[] a)
    {
        var key = Attribute(context, a[2], ignoreCase: !Truth(a[1]));
        var seen = new PythonDict();
        foreach (var item in Each(a[0]))
        {
            context.Tick();
            var value = key(item);
            Hashing.Require(value);
            if (!seen.ContainsKey(value))
            {
                seen[value] = null;
                yield return item;
            }
        }
    }

    private static IEnumerable<object?> Items(object? value)
    {
        switch (value)
        {
            case Undefined:
                yield break;
            case PythonDict dict:
                foreach (var (key, item) in dict)
                {
                    yield return new PythonTuple(key, item);
                }

                break;
            default:
                throw PythonError.TypeError("Can only get item pairs from a mapping.");
        }
    }

    private static List<object?> GroupBy(RenderContext context, object?[] a)
    {
        var caseSensitive = Truth(a[3]);
        var key = Attribute(context, a[1], ignoreCase: !caseSensitive, a[2]);
        var original = Attribute(context, a[1], ignoreCase: false, a[2]);
        List<object?> groups = [];
        List<object?>? current = null;
        object? currentKey = null;
        foreach (var item in Comparison.Sort(Iteration.ToList(a[0]), key, reverse: false))
        {
            var itemKey = key(item);
            if (current is null || !(Comparison.Same(currentKey, itemKey) || Comparison.Equal(currentKey, itemKey)))
            {
                current = [];
                currentKey = itemKey;
                groups.Add(new GroupTuple(caseSensitive ? itemKey : original(item), current));
            }

            current.Add(item);
        }

        return groups;
    }
}
