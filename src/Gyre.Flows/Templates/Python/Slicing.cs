using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary><c>value[start:stop:step]</c>.</summary>
internal static class Slicing
{
    public static object? Apply(object? value, object? start, object? stop, object? step)
    {
        switch (value)
        {
            case Undefined { Behavior: UndefinedBehavior.Chainable }:
                return value;
            case Undefined undefined:
                throw undefined.Error();
            case string text:
                return OfText(text, start, stop, step);
            case Markup markup:
                return new Markup(OfText(markup.Text, start, stop, step));
            case List<object?> list:
                return Pick(list, start, stop, step);
            case PythonTuple tuple:
                return new PythonTuple(Pick(tuple, start, stop, step));
            case RangeValue range:
                return range.Slice(Bounds(range.Count, start, stop, step));
            case PythonDict:
                throw PythonError.TypeError("unhashable type: 'slice'");
            default:
                throw PythonError.TypeError($"'{Types.Name(value)}' object is not subscriptable");
        }
    }

    private static string OfText(string text, object? start, object? stop, object? step)
    {
        var (first, count, by) = Bounds(CodePoints.Length(text), start, stop, step);
        if (by == 1)
        {
            return CodePoints.Substring(text, first, first + count);
        }

        if (CodePoints.IsSimple(text))
        {
            return string.Create(count, (text, first, by), static (span, s) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = s.text[s.first + (i * s.by)];
                }
            });
        }

        return string.Concat(Pick(CodePoints.Split(text), start, stop, step));
    }

    private static List<object?> Pick(IReadOnlyList<object?> items, object? start, object? stop, object? step)
    {
        var (first, count, by) = Bounds(items.Count, start, stop, step);
        var result = new List<object?>(count);
        for (var i = 0; i < count; i++)
        {
            result.Add(items[first + (i * by)]);
        }

        return result;
    }

    /// <summary>The first index, how many, and how far apart.</summary>
    private static (int First, int Count, int Step) Bounds(int length, object? start, object? stop, object? step)
    {
        var by = Index(step) ?? 1;
        if (by == 0)
        {
            throw PythonError.ValueError("slice step cannot be zero");
        }

        var (low, high) = by > 0 ? (0, length) : (-1, length - 1);
        var first = Clamp(Index(start), by > 0 ? low : high);
        var last = Clamp(Index(stop), by > 0 ? high : low);
        var count = by > 0
            ? last > first ? ((last - first - 1) / by) + 1 : 0
            : first > last ? (int)(((long)first - last - 1) / -(long)by) + 1 : 0;
        return (first, count, by);

        int Clamp(int? index, int otherwise) =>
            index is not { } i ? otherwise : Math.Clamp(i < 0 ? i + length : i, low, high);
    }

    private static int? Index(object? value) => value switch
    {
        null => null,
        Undefined => throw NotAnIndex(),
        _ when Types.IsInt(value) => Math.Max(Numbers.ToIndex(value), -int.MaxValue),
        _ => throw NotAnIndex(),
    };

    private static PythonError NotAnIndex() => PythonError.TypeError("slice indices must be integers or None or have an __index__ method");
}
