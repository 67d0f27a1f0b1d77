using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gyre.Flows.Values;

/// <summary>Python's <c>==</c> and <c>hash()</c>: numbers and booleans compare by value, containers by their items, nothing is converted.</summary>
internal static class PythonEquality
{
    /// <summary><c>a == b</c>.</summary>
    public static bool AreEqual(object? a, object? b)
    {
        if (ReferenceEquals(a, b))
        {
            return a is not double.NaN;
        }

        return (a, b) switch
        {
            (null, _) or (_, null) => false,
            (string x, string y) => string.Equals(x, y, StringComparison.Ordinal),
            (long x, long y) => x == y,
            (bool or long or BigInteger or double, bool or long or BigInteger or double) => AreEqualNumbers(a, b),
            (List<object?> x, List<object?> y) => AreEqualItems(x, y),
            (PythonTuple x, PythonTuple y) => AreEqualItems(x, y),
            (PythonDict x, PythonDict y) => x.Count == y.Count && x.All(e => y.TryGetValue(e.Key, out var other) && AreSameOrEqual(e.Value, other)),
            // An object may count itself equal to plain data, whichever side it is on.
            (not IPythonObject, IPythonObject) => b.Equals(a),
            _ => a.Equals(b),
        };
    }

    /// <summary>Equal values have equal hashes, across number types too.</summary>
    public static int Hash(object? value) => value switch
    {
        null => 0,
        string text => string.GetHashCode(text, StringComparison.Ordinal),
        bool flag => (flag ? 1L : 0L).GetHashCode(),
        long number => number.GetHashCode(),
        BigInteger number => number >= long.MinValue && number <= long.MaxValue ? ((long)number).GetHashCode() : number.GetHashCode(),
        double number => Math.Floor(number) == number && Math.Abs(number) < 9e18 ? ((long)number).GetHashCode()
            : double.IsFinite(number) && Math.Floor(number) == number ? new BigInteger(number).GetHashCode()
            : number.GetHashCode(),
        PythonTuple tuple => tuple.Aggregate(tuple.Count, (hash, item) => HashCode.Combine(hash, Hash(item))),
        _ => value.GetHashCode(),
    };

    private static bool AreEqualNumbers(object a, object b)
    {
        if (a is double || b is double)
        {
            var (x, other) = a is double d ? (d, b) : ((double)b, a);
            return other switch
            {
                double y => x == y,
                bool y => x == (y ? 1 : 0),
                long y => Math.Abs(x) < 9e18 ? Math.Floor(x) == x && (long)x == y : double.IsFinite(x) && new BigInteger(x) == y,
                BigInteger y => double.IsFinite(x) && Math.Floor(x) == x && new BigInteger(x) == y,
                _ => false,
            };
        }

        return Whole(a) == Whole(b);
    }

    private static BigInteger Whole(object value) => value switch
    {
        bool flag => flag ? BigInteger.One : BigInteger.Zero,
        long number => number,
        _ => (BigInteger)value,
    };

    /// <summary>Inside containers Python takes one object for equal to itself, even NaN.</summary>
    private static bool AreSameOrEqual(object? a, object? b)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return ReferenceEquals(a, b) || AreEqual(a, b);
    }

    private static bool AreEqualItems(IReadOnlyList<object?> a, IReadOnlyList<object?> b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }

        for (var i = 0; i < a.Count; i++)
        {
            if (!AreSameOrEqual(a[i], b[i]))
            {
                return false;
            }
        }

        return true;
    }
}
