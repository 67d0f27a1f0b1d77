using System.Globalization;
using System.Numerics;
using Gyre.Flows.Templates.Python;

namespace Gyre.Flows.Templates.Syntax;

/// <summary>Number literals: decimal, <c>0b</c>, <c>0o</c>, <c>0x</c>, underscores between digits, fractions and exponents.</summary>
internal static class NumberScanner
{
    /// <summary>The length of the float literal that starts here, or 0.</summary>
    public static int FloatLength(string text, int start)
    {
        if (start > 0 && text[start - 1] == '.')
        {
            return 0;
        }

        var at = Digits(text, start, char.IsAsciiDigit);
        var afterWhole = at;
        if (at < text.Length && text[at] == '.' && Digits(text, at + 1, char.IsAsciiDigit) is var fraction && fraction > at + 1)
        {
            at = fraction;
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var digits = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            var end = Digits(text, digits, char.IsAsciiDigit);
            if (end > digits)
            {
                return end - start;
            }
        }

        return at > afterWhole ? at - start : 0;
    }

    /// <summary>The length of the integer literal that starts here; <c>012</c> is a zero and a twelve, as in Jinja2.</summary>
    public static int IntegerLength(string text, int start, out int radix)
    {
        radix = 10;
        if (text[start] != '0')
        {
            return Digits(text, start, char.IsAsciiDigit) - start;
        }

        if (start + 1 < text.Length)
        {
            var (prefix, test) = char.ToLowerInvariant(text[start + 1]) switch
            {
                'b' => (2, c => c is '0' or '1'),
                'o' => (8, c => c is >= '0' and <= '7'),
                'x' => (16, char.IsAsciiHexDigit),
                _ => (0, (Func<char, bool>)(_ => false)),
            };
            var first = start + 2 < text.Length && text[start + 2] == '_' ? start + 3 : start + 2;
            var end = prefix == 0 ? first : Digits(text, first, test);
            if (end > first)
            {
                radix = prefix;
                return end - start;
            }
        }

        return Digits(text, start, c => c == '0') - start;
    }

    /// <summary>The value of a literal without underscores.</summary>
    public static object Value(string digits, int radix, int line)
    {
        if (radix == 10)
        {
            // Python refuses longer literals too.
            return digits.Length > 4300 ? throw new JinjaSyntaxException("Exceeds the limit (4300 digits) for integer string conversion", line)
                : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var small) ? Boxed.Int(small)
                : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        var value = BigInteger.Zero;
        foreach (var c in digits.AsSpan(2))
        {
            value = (value * radix) + (char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }

        return Numbers.Shrink(value);
    }

    /// <summary>The end of <c>digit(_?digit)*</c>.</summary>
    private static int Digits(string text, int at, Func<char, bool> isDigit)
    {
        if (at >= text.Length || !isDigit(text[at]))
        {
            return at;
        }

        at++;
        while (at < text.Length)
        {
            if (isDigit(text[at]))
            {
                at++;
            }
            else if (text[at] == '_' && at + 1 < text.Length && isDigit(text[at + 1]))
            {
                at += 2;
            }
            else
            {
                break;
            }
        }

        return at;
    }
}
