using System.Globalization;
using System.Numerics;
using System.Text;

namespace Gyre.Flows.Templates.Python;

/// <summary>Whole numbers of any size and floats, and the ways between them and text.</summary>
internal static class Numbers
{
    public static object Shrink(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? Boxed.Int((long)value) : value;

    public static BigInteger ToBig(object? value) => value switch
    {
        bool flag => flag ? BigInteger.One : BigInteger.Zero,
        long number => number,
        BigInteger number => number,
        _ => throw PythonError.TypeError($"'{Types.Name(value)}' object cannot be interpreted as an integer"),
    };

    public static bool TryLong(object? value, out long number)
    {
        switch (value)
        {
            case long l:
                number = l;
                return true;
            case bool flag:
                number = flag ? 1 : 0;
                return true;
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>A number as float; whole numbers too big for one are an error.</summary>
    public static double ToDouble(object? value)
    {
        switch (value)
        {
            case double number:
                return number;
            case long number:
                return number;
            case bool flag:
                return flag ? 1 : 0;
            case BigInteger number:
                var result = Ratio(number, BigInteger.One);
                return double.IsInfinity(result) ? throw new PythonError("OverflowError", "int too large to convert to float") : result;
            default:
                throw PythonError.TypeError($"must be real number, not {Types.Name(value)}");
        }
    }

    /// <summary>A size or position: a whole number, clamped to what an index can be.</summary>
    public static int ToIndex(object? value)
    {
        var big = ToBig(value);
        return big > int.MaxValue ? int.MaxValue : big < int.MinValue ? int.MinValue : (int)big;
    }

    /// <summary>The float nearest to a/b, ties to even.</summary>
    public static double Ratio(BigInteger a, BigInteger b)
    {
        if (a.IsZero)
        {
            return 0;
        }

        var negative = a.Sign < 0 != b.Sign < 0;
        (a, b) = (BigInteger.Abs(a), BigInteger.Abs(b));
        var shift = (int)Math.Clamp(a.GetBitLength() - b.GetBitLength() - 66, -1140, int.MaxValue);
        var quotient = shift >= 0 ? BigInteger.DivRem(a, b << shift, out var rest) : BigInteger.DivRem(a << -shift, b, out rest);

        // More bits than a float has, with a last bit for whatever was cut off, so that one rounding is the right one.
        if (!rest.IsZero)
        {
            quotient |= 1;
        }

        var result = RoundToDouble(quotient, shift);
        return negative ? -result : result;
    }

    /// <summary>Python's <c>int(text, base)</c>, or null where the text is not a number.</summary>
    public static object? ParseInt(string text, int radix)
    {
        text = text.AsSpan().Trim(PythonSpaceChars).ToString();
        var at = text.StartsWith('-') || text.StartsWith('+') ? 1 : 0;
        var negative = text.StartsWith('-');
        if (at + 1 < text.Length && text[at] == '0' && char.ToLowerInvariant(text[at + 1]) is var letter && letter is 'x' or 'o' or 'b')
        {
            var prefixed = letter == 'x' ? 16 : letter == 'o' ? 8 : 2;
            if (radix == prefixed || radix == 0)
            {
                radix = prefixed;
                at += 2;
                at += at < text.Length && text[at] == '_' ? 1 : 0;
            }
        }

        if (radix == 0)
        {
            radix = 10;
            if (at < text.Length && text[at] == '0' && text.AsSpan(at).ContainsAnyExcept('0', '_'))
            {
                return null;
            }
        }

        if (at >= text.Length)
        {
            return null;
        }

        var value = BigInteger.Zero;
        var small = 0L;
        var previousDigit = false;
        var digits = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] == '_' && previousDigit)
            {
                previousDigit = false;
                continue;
            }

            var digit = Digit(text[at]);
            if (digit < 0 || digit >= radix)
            {
                return null;
            }

            previousDigit = true;
            digits++;
            if (digits < 12)
            {
                small = (small * radix) + digit;
                value = small;
            }
            else
            {
                value = (value * radix) + digit;
            }
        }

        if (!previousDigit)
        {
            return null;
        }

        return digits > 4300 && !BitOperations.IsPow2(radix)
            ? throw PythonError.ValueError($"Exceeds the limit (4300 digits) for integer string conversion: value has {digits} digits; use sys.set_int_max_str_digits() to increase the limit")
            : Shrink(negative ? -value : value);
    }

    /// <summary>Python's <c>float(text)</c>, or null where the text is not a number.</summary>
    public static double? ParseFloat(string text)
    {
        text = text.AsSpan().Trim(PythonSpaceChars).ToString();
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_')
            {
                if (i == 0 || i + 1 == text.Length || Digit(text[i - 1]) is < 0 or > 9 || Digit(text[i + 1]) is < 0 or > 9)
                {
                    return null;
                }

                continue;
            }

            clean.Append(Digit(text[i]) is >= 0 and <= 9 and var digit ? (char)('0' + digit) : text[i]);
        }

        var number = clean.ToString();
        switch (number.TrimStart('+', '-').ToLowerInvariant())
        {
            case "inf" or "infinity" when number.Length - number.TrimStart('+', '-').Length <= 1:
                return number[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            case "nan" when number.Length <= 4:
                return double.NaN;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return number.Length > 0 && (char.IsAsciiDigit(number[^1]) || number[^1] == '.')
            && double.TryParse(number, Style, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
    }

    /// <summary><c>int(float)</c>: towards zero.</summary>
    public static object Truncate(double value) =>
        double.IsNaN(value) ? throw PythonError.ValueError("cannot convert float NaN to integer")
        : double.IsInfinity(value) ? throw new PythonError("OverflowError", "cannot convert float infinity to integer")
        : Math.Abs(value) < 9e18 ? Boxed.Int((long)value)
        : Shrink(new BigInteger(value));

    private static ReadOnlySpan<char> PythonSpaceChars =>
        "\t\n\v\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    private static int Digit(char c) =>
        char.IsAsciiDigit(c) ? c - '0'
        : char.IsAsciiLetter(c) ? (c | 0x20) - 'a' + 10
        : c > 127 && CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit ? digit : -1;

    private static double RoundToDouble(BigInteger mantissa, int exponent)
    {
        var bits = (int)mantissa.GetBitLength();
        var drop = Math.Max(bits - 53, -1074 - exponent);
        if (drop > 0)
        {
            var half = BigInteger.One << (drop - 1);
            var rest = mantissa & ((BigInteger.One << drop) - 1);
            mantissa >>= drop;
            exponent += drop;
            if (rest > half || (rest == half && !mantissa.IsEven))
            {
                mantissa += 1;
            }
        }

        return mantissa.GetBitLength() + exponent > 1024 ? double.PositiveInfinity : Math.ScaleB((double)mantissa, exponent);
    }
}
