using System.Globalization;
using System.Numerics;
using Gyre.Flows.Templates.Objects;

namespace Gyre.Flows.Templates.Python;

/// <summary>Python's <c>round()</c>: to the nearest, ties to even, judged by the exact value of the float.</summary>
internal static class Rounding
{
    public static object? Round(object? value, object? digits)
    {
        if (value is Undefined)
        {
            throw PythonError.TypeError("type Undefined doesn't define __round__ method");
        }

        if (!Types.IsNumber(value))
        {
            throw PythonError.TypeError($"type {Types.Name(value)} doesn't define __round__ method");
        }

        if (value is double number)
        {
            return digits is null ? Numbers.Truncate(Math.Round(number, MidpointRounding.ToEven)) : RoundFloat(number, Numbers.ToIndex(digits));
        }

        return digits is null || Numbers.ToIndex(digits) >= 0 ? Numbers.Shrink(Numbers.ToBig(value)) : RoundWhole(Numbers.ToBig(value), -Numbers.ToIndex(digits));
    }

    private static double RoundFloat(double value, int digits)
    {
        if (!double.IsFinite(value) || digits > 400)
        {
            return value;
        }

        if (digits < -308)
        {
            return Math.CopySign(0, value);
        }

        var text = DecimalDigits.Fixed(value, digits) + "e" + (-digits).ToString(CultureInfo.InvariantCulture);
        var rounded = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsInfinity(rounded)
            ? throw new PythonError("OverflowError", "rounded value too large to represent")
            : Math.CopySign(rounded, value);
    }

    private static object RoundWhole(BigInteger value, int zeros)
    {
        if (zeros > 5000)
        {
            return Boxed.Int(0);
        }

        var unit = BigInteger.Pow(10, zeros);
        var quotient = BigInteger.DivRem(BigInteger.Abs(value), unit, out var rest);
        if (rest * 2 > unit || (rest * 2 == unit && !quotient.IsEven))
        {
            quotient += 1;
        }

        return Numbers.Shrink(quotient * unit * value.Sign);
    }
}
