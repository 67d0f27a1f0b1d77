using System.Collections.Frozen;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>The methods of <c>list</c>, those that change it included.</summary>
internal static class ListMethods
{
    public static FrozenDictionary<string, Builtin> All { get; } = new Builtin[]
    {
        new("append", "self, object, /", (_, a) => Change(a, list => list.Insert(SizeGuard.Items(list.Count), a[1]))),
        new("clear", "self, /", (_, a) => Change(a, list => list.Clear())),
        new("copy", "self, /", (_, a) => new List<object?>(Self(a))),
        new("count", "self, value, /", (_, a) => Boxed.Int(Count(Self(a), a[1]))),
        new("extend", "self, iterable, /", (_, a) => Change(a, list => Extend(list, a[1]))),
        new("index", "self, value, start=0, stop=9223372036854775807, /", (_, a) => Boxed.Int(Index(Self(a), a[1], a[2], a[3], $"{Printing.Repr(a[1])} is not in list"))),
        new("insert", "self, index, object, /", (_, a) => Change(a, list => list.Insert(Clamp(Numbers.ToIndex(a[1]), list.Count), a[2]))),
        new("pop", "self, index=-1, /", (_, a) => Pop(Self(a), a[1])),
        new("remove", "self, value, /", (_, a) => Change(a, list => list.RemoveAt(Index(list, a[1], 0L, long.MaxValue, "list.remove(x): x not in list")))),
        new("reverse", "self, /", (_, a) => Change(a, list => list.Reverse())),
        new("sort", "self, **kwargs", (context, a) => Change(a, list => Sort(context, list, (PythonDict)a[1]!))),
    }.ToFrozenDictionary(m => m.Name);

    public static int Count(IReadOnlyList<object?> items, object? value) => items.Count(item => Comparison.Same(item, value) || Comparison.Equal(item, value));

    public static int Index(IReadOnlyList<object?> items, object? value, object? start, object? stop, string notFound)
    {
        var end = Math.Min(Clamp(Numbers.ToIndex(stop), items.Count), items.Count);
        for (var i = Clamp(Numbers.ToIndex(start), items.Count); i < end; i++)
        {
            if (Comparison.Same(items[i], value) || Comparison.Equal(items[i], value))
            {
                return i;
            }
        }

        throw PythonError.ValueError(notFound);
    }

    private static List<object?> Self(object?[] arguments) => (List<object?>)arguments[0]!;

    private static object? Change(object?[] arguments, Action<List<object?>> change)
    {
        change(Self(arguments));
        return null;
    }

    private static void Extend(List<object?> list, object? items)
    {
        var added = Iteration.ToList(items);
        SizeGuard.Items((long)list.Count + added.Count);
        list.AddRange(added);
    }

    private static int Clamp(int index, int count) => index < 0 ? Math.Max(0, index + count) : Math.Min(index, count);

    private static object? Pop(List<object?> list, object? index)
    {
        if (!Types.IsInt(index))
        {
            throw PythonError.TypeError($"'{Types.Name(index)}' object cannot be interpreted as an integer");
        }

        if (list.Count == 0)
        {
            throw new PythonError("IndexError", "pop from empty list");
        }

        var at = Access.Position(index, list.Count);
        if (at < 0)
        {
            throw new PythonError("IndexError", "pop index out of range");
        }

        var item = list[at];
        list.RemoveAt(at);
        return item;
    }

    private static void Sort(Rendering.RenderContext context, List<object?> list, PythonDict named)
    {
        var key = named.TryGetValue("key", out var given) ? given : null;
        var reverse = named.TryGetValue("reverse", out var flag) && PythonText.Truth(flag);
        var sorted = Comparison.Sort(list, item => key is null ? item : Calls.Call(context, key, new CallValues([item])), reverse);
        list.Clear();
        list.AddRange(sorted);
    }
}

/// <summary>The methods of <c>tuple</c>.</summary>
internal static class TupleMethods
{
    public static FrozenDictionary<string, Builtin> All { get; } = new Builtin[]
    {
        new("count", "self, value, /", (_, a) => Boxed.Int(ListMethods.Count((PythonTuple)a[0]!, a[1]))),
        new("index", "self, value, start=0, stop=9223372036854775807, /", (_, a) => Boxed.Int(ListMethods.Index((PythonTuple)a[0]!, a[1], a[2], a[3], "tuple.index(x): x not in tuple"))),
    }.ToFrozenDictionary(m => m.Name);
}
