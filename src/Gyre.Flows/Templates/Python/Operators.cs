using System.Numerics;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Syntax;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>Python's arithmetic.</summary>
internal static class Operators
{
    public static object? Apply(BinaryOperator op, object? a, object? b) => op switch
    {
        BinaryOperator.Add => Add(a, b),
        BinaryOperator.Subtract => Subtract(a, b),
        BinaryOperator.Multiply => Multiply(a, b),
        BinaryOperator.Divide => Divide(a, b),
        BinaryOperator.FloorDivide => FloorDivide(a, b),
        BinaryOperator.Modulo => Modulo(a, b),
        _ => Power(a, b),
    };

    public static object? Add(object? a, object? b)
    {
        if (a is long x && b is long y)
        {
            var sum = unchecked(x + y);
            return ((x ^ sum) & (y ^ sum)) < 0 ? (BigInteger)x + y : Boxed.Int(sum);
        }

        Check(a, b);
        switch (a, b)
        {
            case (string s, string t):
                SizeGuard.Text((long)s.Length + t.Length);
                return s + t;
            case (Markup or string, Markup or string):
                return new Markup(Markup.Escape(a).Text + Markup.Escape(b).Text);
            case (List<object?> s, List<object?> t):
                SizeGuard.Items((long)s.Count + t.Count);
                return new List<object?>([.. s, .. t]);
            case (PythonTuple s, PythonTuple t):
                SizeGuard.Items((long)s.Count + t.Count);
                return new PythonTuple([.. s, .. t]);
            case var _ when Types.IsNumber(a) && Types.IsNumber(b):
                return a is double || b is double ? Numbers.ToDouble(a) + Numbers.ToDouble(b) : Numbers.Shrink(Numbers.ToBig(a) + Numbers.ToBig(b));
            case (string or Markup or List<object?> or PythonTuple, _):
                throw PythonError.TypeError($"can only concatenate {(a is Markup ? "str" : Types.Name(a))} (not \"{Types.Name(b)}\") to {(a is Markup ? "str" : Types.Name(a))}");
            default:
                throw Unsupported("+", a, b);
        }
    }

    public static object? Subtract(object? a, object? b)
    {
        if (a is long x && b is long y)
        {
            var difference = unchecked(x - y);
            return ((x ^ y) & (x ^ difference)) < 0 ? (BigInteger)x - y : Boxed.Int(difference);
        }

        Check(a, b);
        return !Types.IsNumber(a) || !Types.IsNumber(b) ? throw Unsupported("-", a, b)
            : a is double || b is double ? Numbers.ToDouble(a) - Numbers.ToDouble(b)
            : Numbers.Shrink(Numbers.ToBig(a) - Numbers.ToBig(b));
    }

    public static object? Multiply(object? a, object? b)
    {
        if (a is long x && b is long y)
        {
            var high = Math.BigMul(x, y, out long low);
            return high == low >> 63 ? Boxed.Int(low) : (BigInteger)x * y;
        }

        if (a is Markup && b is Undefined)
        {
            throw PythonError.TypeError($"'{Types.Name(b)}' object cannot be interpreted as an integer");
        }

        Check(a, b);
        if (Types.IsNumber(a) && Types.IsNumber(b))
        {
            if (a is double || b is double)
            {
                return Numbers.ToDouble(a) * Numbers.ToDouble(b);
            }

            var (m, n) = (Numbers.ToBig(a), Numbers.ToBig(b));
            SizeGuard.Bits(m.GetBitLength() + n.GetBitLength());
            return Numbers.Shrink(m * n);
        }

        return IsSequence(a) ? Repeat(a, b) : IsSequence(b) ? Repeat(b, a) : throw Unsupported("*", a, b);
    }

    public static object? Divide(object? a, object? b)
    {
        Check(a, b);
        if (!Types.IsNumber(a) || !Types.IsNumber(b))
        {
            throw Unsupported("/", a, b);
        }

        if (a is double || b is double)
        {
            var divisor = Numbers.ToDouble(b);
            return divisor == 0 ? throw ZeroDivision("float division by zero") : Numbers.ToDouble(a) / divisor;
        }

        var (m, n) = (Numbers.ToBig(a), Numbers.ToBig(b));
        if (n.IsZero)
        {
            throw ZeroDivision("division by zero");
        }

        const long Exact = 1L << 53;
        var quotient = BigInteger.Abs(m) <= Exact && BigInteger.Abs(n) <= Exact ? (double)m / (double)n : Numbers.Ratio(m, n);
        return double.IsInfinity(quotient) ? throw new PythonError("OverflowError", "integer division result too large for a float") : quotient;
    }

    public static object? FloorDivide(object? a, object? b)
    {
        Check(a, b);
        if (!Types.IsNumber(a) || !Types.IsNumber(b))
        {
            throw Unsupported("//", a, b);
        }

        if (a is double || b is double)
        {
            return FloorDivideFloats(Numbers.ToDouble(a), Numbers.ToDouble(b));
        }

        var (m, n) = (Numbers.ToBig(a), Numbers.ToBig(b));
        if (n.IsZero)
        {
            throw ZeroDivision("integer division or modulo by zero");
        }

        var quotient = BigInteger.DivRem(m, n, out var rest);
        return Numbers.Shrink(!rest.IsZero && rest.Sign < 0 != n.Sign < 0 ? quotient - 1 : quotient);
    }

    public static object? Modulo(object? a, object? b)
    {
        if (a is Undefined left)
        {
            throw left.Error();
        }

        if (Types.IsText(a, out var format))
        {
            return a is Markup ? new Markup(PercentFormat.Apply(format, b, escape: true)) : PercentFormat.Apply(format, b, escape: false);
        }

        Check(a, b);
        if (!Types.IsNumber(a) || !Types.IsNumber(b))
        {
            throw Unsupported("%", a, b);
        }

        if (a is double || b is double)
        {
            var (x, y) = (Numbers.ToDouble(a), Numbers.ToDouble(b));
            return y == 0 ? throw ZeroDivision("float modulo") : ModuloFloats(x, y);
        }

        var (m, n) = (Numbers.ToBig(a), Numbers.ToBig(b));
        if (n.IsZero)
        {
            throw ZeroDivision("integer modulo by zero");
        }

        var rest = BigInteger.Remainder(m, n);
        return Numbers.Shrink(!rest.IsZero && rest.Sign < 0 != n.Sign < 0 ? rest + n : rest);
    }

    public static object? Power(object? a, object? b)
    {
        Check(a, b);
        if (!Types.IsNumber(a) || !Types.IsNumber(b))
        {
            throw Unsupported("** or pow()", a, b);
        }

        if (a is not double && b is not double && Numbers.ToBig(b).Sign >= 0)
        {
            var (m, n) = (Numbers.ToBig(a), Numbers.ToBig(b));
            if (BigInteger.Abs(m) <= 1)
            {
                return n.IsZero ? Boxed.Int(1) : Numbers.Shrink(m.Sign < 0 && n.IsEven ? BigInteger.One : m);
            }

            SizeGuard.Bits((double)m.GetBitLength() * (double)n);
            return Numbers.Shrink(BigInteger.Pow(m, (int)n));
        }

        var (x, y) = (Numbers.ToDouble(a), Numbers.ToDouble(b));
        if (x == 0 && y < 0)
        {
            throw ZeroDivision("0.0 cannot be raised to a negative power");
        }

        if (x < 0 && double.IsFinite(x) && double.IsFinite(y) && Math.Floor(y) != y)
        {
            throw PythonError.ValueError("a negative number has no real root here, and templates know no complex numbers");
        }

        var result = Math.Pow(x, y);
        return double.IsInfinity(result) && double.IsFinite(x) && double.IsFinite(y)
            ? throw new PythonError("OverflowError", "(34, 'Numerical result out of range')")
            : x == 1 || y == 0 ? 1.0 : result;
    }

    public static object? Negate(object? value) => value switch
    {
        long number when number != long.MinValue => Boxed.Int(-number),
        double number => -number,
        Undefined undefined => throw undefined.Error(),
        _ when Types.IsInt(value) => Numbers.Shrink(-Numbers.ToBig(value)),
        _ => throw PythonError.TypeError($"bad operand type for unary -: '{Types.Name(value)}'"),
    };

    public static object? Plus(object? value) => value switch
    {
        long or double or BigInteger => value,
        bool flag => Boxed.Int(flag ? 1 : 0),
        Undefined undefined => throw undefined.Error(),
        _ => throw PythonError.TypeError($"bad operand type for unary +: '{Types.Name(value)}'"),
    };

    public static double ModuloFloats(double x, double y)
    {
        var rest = x % y;
        return rest == 0 ? Math.CopySign(0, y) : rest < 0 != y < 0 ? rest + y : rest;
    }

    private static double FloorDivideFloats(double x, double y)
    {
        if (y == 0)
        {
            throw ZeroDivision("float floor division by zero");
        }

        var rest = x % y;
        var quotient = (x - rest) / y;
        if (rest != 0 && y < 0 != rest < 0)
        {
            quotient -= 1;
        }

        if (quotient == 0)
        {
            return Math.CopySign(0, x / y);
        }

        var floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static bool IsSequence(object? value) => value is string or Markup or List<object?> or PythonTuple;

    private static object Repeat(object? sequence, object? times)
    {
        if (!Types.IsInt(times))
        {
            throw PythonError.TypeError($"can't multiply sequence by non-int of type '{Types.Name(times)}'");
        }

        var big = Numbers.ToBig(times);
        var count = big.Sign < 0 ? 0 : big > int.MaxValue ? int.MaxValue : (int)big;
        if (Types.IsText(sequence, out var text))
        {
            SizeGuard.Text((long)text.Length * count);
            var repeated = text.Length == 0 ? "" : new System.Text.StringBuilder(text.Length * count).Insert(0, text, count).ToString();
            return sequence is Markup ? new Markup(repeated) : repeated;
        }

        var items = (IReadOnlyList<object?>)sequence!;
        SizeGuard.Items((long)items.Count * count);
        var result = new List<object?>(items.Count * count);
        for (var i = 0; items.Count > 0 && i < count; i++)
        {
            result.AddRange(items);
        }

        return sequence is PythonTuple ? new PythonTuple(result) : result;
    }

    private static void Check(object? a, object? b)
    {
        if (a is Undefined left)
        {
            throw left.Error();
        }

        if (b is Undefined right)
        {
            throw right.Error();
        }
    }

    private static PythonError Unsupported(string op, object? a, object? b) =>
        PythonError.TypeError($"unsupported operand type(s) for {op}: '{Types.Name(a)}' and '{Types.Name(b)}'");

    private static PythonError ZeroDivision(string message) => new("ZeroDivisionError", message);
}
