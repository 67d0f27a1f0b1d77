using System.Collections.Frozen;
using System.Numerics;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>The methods and attributes of <c>int</c>, <c>bool</c> and <c>float</c>.</summary>
internal static class NumberMethods
{
    private static readonly FrozenDictionary<string, Builtin> Int = new Builtin[]
    {
        new("as_integer_ratio", "self, /", (_, a) => new PythonTuple(Operators.Plus(a[0]), 1L)),
        new("bit_count", "self, /", (_, a) => Boxed.Int(FormatSpec.Radix(BigInteger.Abs(Numbers.ToBig(a[0])), 2).Count(c => c == '1'))),
        new("bit_length", "self, /", (_, a) => Boxed.Int((long)BigInteger.Abs(Numbers.ToBig(a[0])).GetBitLength())),
        new("conjugate", "self, /", (_, a) => Operators.Plus(a[0])),
    }.ToFrozenDictionary(m => m.Name);

    private static readonly FrozenDictionary<string, Builtin> Float = new Builtin[]
    {
        new("as_integer_ratio", "self, /", (_, a) => IntegerRatio((double)a[0]!)),
        new("conjugate", "self, /", (_, a) => a[0]),
        new("hex", "self, /", (_, a) => Hex((double)a[0]!)),
        new("is_integer", "self, /", (_, a) => Boxed.Bool(double.IsFinite((double)a[0]!) && Math.Floor((double)a[0]!) == (double)a[0]!)),
    }.ToFrozenDictionary(m => m.Name);

    public static bool TryGet(object? target, string name, out object? value)
    {
        value = (target, name) switch
        {
            (double, "real") => target,
            (double, "imag") => 0.0,
            (not double, "real" or "numerator") => Operators.Plus(target),
            (not double, "imag") => Boxed.Int(0),
            (not double, "denominator") => Boxed.Int(1),
            _ => (target is double ? Float : Int).TryGetValue(name, out var method) ? new BoundMethod(target, method) : null,
        };
        return value is not null;
    }

    private static PythonTuple IntegerRatio(double value)
    {
        if (!double.IsFinite(value))
        {
            throw double.IsNaN(value)
                ? PythonError.ValueError("cannot convert NaN to integer ratio")
                : new PythonError("OverflowError", "cannot convert Infinity to integer ratio");
        }

        var denominator = BigInteger.One;
        while (Math.Floor(value) != value)
        {
            value *= 2;
            denominator *= 2;
        }

        return new PythonTuple(Numbers.Shrink(new BigInteger(value)), Numbers.Shrink(denominator));
    }

    private static string Hex(double value)
    {
        if (!double.IsFinite(value))
        {
            return PythonText.Float(value);
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFFL;
        var sign = double.IsNegative(value) ? "-" : "";
        if (value == 0)
        {
            return sign + "0x0.0p+0";
        }

        var power = exponent == 0 ? -1022 : exponent - 1023;
        return $"{sign}0x{(exponent == 0 ? 0 : 1)}.{fraction:x13}p{(power < 0 ? "-" : "+")}{Math.Abs(power)}";
    }
}
