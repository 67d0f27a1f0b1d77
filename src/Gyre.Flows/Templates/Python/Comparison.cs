using System.Numerics;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Syntax;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>Python's comparisons: <c>==</c>, order, membership, sorting.</summary>
internal static class Comparison
{
    public static bool Apply(CompareOperator op, object? a, object? b) => op switch
    {
        CompareOperator.Equal => Equal(a, b),
        CompareOperator.NotEqual => !Equal(a, b),
        CompareOperator.In => Contains(b, a),
        CompareOperator.NotIn => !Contains(b, a),
        CompareOperator.Less => Ordered(a, b, "<"),
        CompareOperator.LessOrEqual => Ordered(a, b, "<="),
        CompareOperator.Greater => Ordered(a, b, ">"),
        _ => Ordered(a, b, ">="),
    };

    public static bool Equal(object? a, object? b)
    {
        if (a is Undefined { Behavior: UndefinedBehavior.Strict } left)
        {
            throw left.Error();
        }

        if (b is Undefined { Behavior: UndefinedBehavior.Strict } right)
        {
            throw right.Error();
        }

        return PythonEquality.AreEqual(a, b);
    }

    public static bool Less(object? a, object? b) => Ordered(a, b, "<");

    public static bool Greater(object? a, object? b) => Ordered(a, b, ">");

    /// <summary><c>item in container</c>.</summary>
    public static bool Contains(object? container, object? item)
    {
        switch (container)
        {
            case PythonDict dict:
                Hashing.Require(item);
                return dict.ContainsKey(item);
            case var _ when Types.IsText(container, out var text):
                return Types.IsText(item, out var part)
                    ? text.Contains(part, StringComparison.Ordinal)
                    : throw PythonError.TypeError($"'in <string>' requires string as left operand, not {Types.Name(item)}");
            case RangeValue range when item is long or bool or BigInteger:
                return range.Has(Numbers.ToBig(item));
            case var _ when !Types.IsIterable(container):
                throw PythonError.TypeError($"argument of type '{Types.Name(container)}' is not iterable");
        }

        using var each = Iteration.Of(container);
        while (each.MoveNext())
        {
            if (Same(each.Current, item) || Equal(each.Current, item))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sorts as <c>sorted(items, key=…, reverse=…)</c>: stable, and asks only <c>&lt;</c>.</summary>
    public static List<object?> Sort(IEnumerable<object?> items, Func<object?, object?> key, bool reverse)
    {
        var entries = items.Select(item => (Key: key(item), Item: item)).ToArray();
        if (reverse)
        {
            Array.Reverse(entries);
        }

        Sorting.Sort(entries, (x, y) => Less(x.Key, y.Key));
        if (reverse)
        {
            Array.Reverse(entries);
        }

        return [.. entries.Select(e => e.Item)];
    }

    /// <summary><c>a is b</c>; small numbers and equal texts of one place are one object in Python.</summary>
    public static bool Same(object? a, object? b) => (a, b) switch
    {
        (bool x, bool y) => x == y,
        (long x, long y) => x == y && x is >= -5 and <= 256,
        (string { Length: <= 1 } x, string y) => x == y,
        _ => ReferenceEquals(a, b),
    };

    private static bool Ordered(object? a, object? b, string op)
    {
        if (a is long x && b is long y)
        {
            return Holds(x.CompareTo(y), op);
        }

        if (a is Undefined left)
        {
            throw left.Error();
        }

        if (b is Undefined right)
        {
            throw right.Error();
        }

        if (Types.IsNumber(a) && Types.IsNumber(b))
        {
            return CompareNumbers(a, b) is { } order && Holds(order, op);
        }

        if (Types.IsText(a, out var s) && Types.IsText(b, out var t))
        {
            return Holds(CodePoints.Compare(s, t), op);
        }

        return (a, b) switch
        {
            (List<object?> m, List<object?> n) => OrderedItems(m, n, op),
            (PythonTuple m, PythonTuple n) => OrderedItems(m, n, op),
            _ => throw PythonError.TypeError($"'{op}' not supported between instances of '{Types.Name(a)}' and '{Types.Name(b)}'"),
        };
    }

    private static bool OrderedItems(IReadOnlyList<object?> a, IReadOnlyList<object?> b, string op)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var i = 0; i < a.Count && i < b.Count; i++)
        {
            if (!Same(a[i], b[i]) && !Equal(a[i], b[i]))
            {
                return Ordered(a[i], b[i], op);
            }
        }

        return Holds(a.Count.CompareTo(b.Count), op);
    }

    private static bool Holds(int order, string op) => op switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static int? CompareNumbers(object? a, object? b)
    {
        if (a is double x && b is double y)
        {
            return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
        }

        if (a is double left)
        {
            return -CompareNumbers(b, a) is { } order ? order : double.IsNaN(left) ? null : 0;
        }

        if (b is double right)
        {
            if (double.IsNaN(right))
            {
                return null;
            }

            if (double.IsInfinity(right))
            {
                return right > 0 ? -1 : 1;
            }

            var floor = Math.Floor(right);
            var order = Numbers.ToBig(a).CompareTo(new BigInteger(floor));
            return order == 0 && right > floor ? -1 : Math.Sign(order);
        }

        return Numbers.ToBig(a).CompareTo(Numbers.ToBig(b));
    }
}
