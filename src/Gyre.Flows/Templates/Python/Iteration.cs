using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary><c>iter(value)</c> and what builds on it.</summary>
internal static class Iteration
{
    public static IEnumerator<object?> Of(object? value) => value switch
    {
        List<object?> list => OverList(list),
        PythonDict dict => OverKeys(dict),
        string text => OverText(text),
        PythonTuple tuple => tuple.GetEnumerator(),
        TemplateObject other => other.Iterate() ?? throw NotIterable(value),
        TextStream stream => stream.ReadAsync(CancellationToken.None).ToBlockingEnumerable().GetEnumerator(),
        IPythonObject other when other.TryToPlain(out var plain) && plain is not IPythonObject => Of(plain),
        _ => throw NotIterable(value),
    };

    /// <summary><c>list(value)</c>.</summary>
    public static List<object?> ToList(object? value)
    {
        switch (value)
        {
            case List<object?> list:
                return [.. list];
            case PythonTuple tuple:
                return [.. tuple];
            case string text:
                return CodePoints.Split(text);
        }

        List<object?> items = [];
        using var each = Of(value);
        while (each.MoveNext())
        {
            SizeGuard.Items(items.Count);
            items.Add(each.Current);
        }

        return items;
    }

    /// <summary><c>reversed(value)</c>, or null where Python has none.</summary>
    public static IEnumerator<object?>? Reversed(object? value) => value switch
    {
        List<object?> list => OverListBackwards(list),
        PythonTuple tuple => tuple.Reverse().GetEnumerator(),
        PythonDict dict => dict.Keys.Reverse().ToList().GetEnumerator(),
        string text => Enumerable.Reverse(CodePoints.Split(text)).ToList().GetEnumerator(),
        Markup markup => Reversed(markup.Text),
        TemplateObject other => other.IterateReversed(),
        _ => null,
    };

    /// <summary>Exactly so many values, for <c>a, b = value</c>.</summary>
    public static object?[] Unpack(object? value, int count)
    {
        if (!Types.IsIterable(value))
        {
            throw PythonError.TypeError($"cannot unpack non-iterable {Types.Name(value)} object");
        }

        var items = new object?[count];
        using var each = Of(value);
        for (var i = 0; i < count; i++)
        {
            items[i] = each.MoveNext() ? each.Current : throw PythonError.ValueError($"not enough values to unpack (expected {count}, got {i})");
        }

        return each.MoveNext() ? throw PythonError.ValueError($"too many values to unpack (expected {count})") : items;
    }

    private static PythonError NotIterable(object? value) => PythonError.TypeError($"'{Types.Name(value)}' object is not iterable");

    private static IEnumerator<object?> OverList(List<object?> list)
    {
        // By index: a template may append to the list it walks, and Python goes on to the new items.
        for (var i = 0; i < list.Count; i++)
        {
            yield return list[i];
        }
    }

    private static IEnumerator<object?> OverListBackwards(List<object?> list)
    {
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (i < list.Count)
            {
                yield return list[i];
            }
        }
    }

    private static IEnumerator<object?> OverText(string text)
    {
        for (var i = 0; i < text.Length; i += CodePoints.Width(text, i))
        {
            yield return CodePoints.At(text, i);
        }
    }

    private static IEnumerator<object?> OverKeys(PythonDict dict) => OverEntries(dict, (key, _) => key);

    public static IEnumerator<object?> OverEntries(PythonDict dict, Func<object?, object?, object?> select)
    {
        var count = dict.Count;
        for (var i = 0; i < count; i++)
        {
            var (key, value) = dict.At(i);
            yield return select(key, value);
            if (dict.Count != count)
            {
                throw new PythonError("RuntimeError", "dictionary changed size during iteration");
            }
        }
    }
}
