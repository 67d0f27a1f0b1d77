using System.Globalization;
using System.Numerics;
using System.Text;
using Gyre.Flows.Templates.Objects;

namespace Gyre.Flows.Templates.Python;

/// <summary>Python's <c>format(value, spec)</c>: <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c>.</summary>
internal sealed class FormatSpec
{
    private string fill = " ";
    private char? align;
    private char sign = '-';
    private bool alternate;
    private bool negativeZero;
    private int width;
    private char? grouping;
    private int? precision;
    private char? type;

    public static string Format(object? value, string spec)
    {
        if (spec.Length == 0)
        {
            return Printing.Str(value);
        }

        switch (value)
        {
            case string or Markup:
                return Parse(spec, value).Text(Printing.Str(value));
            case bool when Parse(spec, value).type is null or 's' && spec.Length == 0:
                return Printing.Str(value);
            case long or BigInteger or bool:
                return Parse(spec, value).Whole(value);
            case double number:
                return Parse(spec, value).Float(number);
            default:
                throw PythonError.TypeError($"unsupported format string passed to {Types.Name(value)}.__format__");
        }
    }

    private static FormatSpec Parse(string spec, object? value)
    {
        var result = new FormatSpec();
        var at = 0;
        var fillWidth = CodePoints.Width(spec, 0);
        if (spec.Length > fillWidth && spec[fillWidth] is '<' or '>' or '=' or '^')
        {
            result.fill = spec[..fillWidth];
            result.align = spec[fillWidth];
            at = fillWidth + 1;
        }
        else if (spec[0] is '<' or '>' or '=' or '^')
        {
            result.align = spec[0];
            at = 1;
        }

        if (at < spec.Length && spec[at] is '+' or '-' or ' ')
        {
            result.sign = spec[at++];
        }

        if (at < spec.Length && spec[at] == 'z')
        {
            result.negativeZero = true;
            at++;
        }

        if (at < spec.Length && spec[at] == '#')
        {
            result.alternate = true;
            at++;
        }

        if (at < spec.Length && spec[at] == '0' && result.align is null)
        {
            result.fill = "0";
            result.align = value is string or Markup ? '<' : '=';
            at++;
        }
        else if (at < spec.Length && spec[at] == '0')
        {
            at++;
        }

        result.width = Digits(spec, ref at) ?? 0;
        if (at < spec.Length && spec[at] is ',' or '_')
        {
            result.grouping = spec[at++];
            if (at < spec.Length && spec[at] is ',' or '_')
            {
                throw PythonError.ValueError(spec[at] == result.grouping ? $"Cannot specify '{spec[at]}' with '{spec[at]}'." : "Cannot specify both ',' and '_'.");
            }
        }

        if (at < spec.Length && spec[at] == '.')
        {
            at++;
            result.precision = Digits(spec, ref at) ?? throw PythonError.ValueError("Format specifier missing precision");
        }

        if (spec.Length - at > 1)
        {
            throw PythonError.ValueError($"Invalid format specifier '{spec}' for object of type '{Types.Name(value)}'");
        }

        result.type = at < spec.Length ? spec[at] : null;
        return result;
    }

    private static int? Digits(string spec, ref int at)
    {
        var start = at;
        while (at < spec.Length && char.IsAsciiDigit(spec[at]))
        {
            at++;
        }

        return at == start ? null
            : int.TryParse(spec.AsSpan(start, at - start), CultureInfo.InvariantCulture, out var number) ? number
            : throw PythonError.ValueError("Too many decimal digits in format string");
    }

    private string Text(string text)
    {
        if (type is not (null or 's'))
        {
            throw Unknown("str");
        }

        if (sign != '-' || alternate || negativeZero)
        {
            throw PythonError.ValueError(negativeZero ? "Negative zero coercion (z) not allowed in string format specifier"
                : alternate ? "Alternate form (#) not allowed in string format specifier"
                : sign == ' ' ? "Space not allowed in string format specifier"
                : "Sign not allowed in string format specifier");
        }

        if (align == '=')
        {
            throw PythonError.ValueError("'=' alignment not allowed in string format specifier");
        }

        if (grouping is not null)
        {
            throw PythonError.ValueError($"Cannot specify '{grouping}' with 's'.");
        }

        if (precision is { } limit && CodePoints.Length(text) > limit)
        {
            text = CodePoints.Substring(text, 0, limit);
        }

        return Pad("", text, '<');
    }

    private string Whole(object? value)
    {
        if (type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%')
        {
            return Float(Numbers.ToDouble(value));
        }

        var number = Numbers.ToBig(value);
        if (precision is not null)
        {
            throw PythonError.ValueError("Precision not allowed in integer format specifier");
        }

        if (negativeZero)
        {
            throw PythonError.ValueError("Negative zero coercion (z) not allowed in integer format specifier");
        }

        if (type == 'c')
        {
            return Character(number);
        }

        if (grouping == ',' && type is not (null or 'd'))
        {
            throw PythonError.ValueError($"Cannot specify ',' with '{type}'.");
        }

        var absolute = BigInteger.Abs(number);
        var (digits, prefix) = type switch
        {
            null or 'd' => (Printing.Str(Numbers.Shrink(absolute)), ""),
            'n' when grouping is null => (Printing.Str(Numbers.Shrink(absolute)), ""),
            'b' => (ToRadix(absolute, 2), "0b"),
            'o' => (ToRadix(absolute, 8), "0o"),
            'x' => (ToRadix(absolute, 16), "0x"),
            'X' => (ToRadix(absolute, 16).ToUpperInvariant(), "0X"),
            _ => throw Unknown("int"),
        };
        return Number(number.Sign < 0, alternate ? prefix : "", digits, "", type is 'b' or 'o' or 'x' or 'X' ? 4 : 3);
    }

    private string Character(BigInteger number)
    {
        if (sign != '-')
        {
            throw PythonError.ValueError("Sign not allowed with integer format specifier 'c'");
        }

        if (alternate)
        {
            throw PythonError.ValueError("Alternate form (#) not allowed with integer format specifier 'c'");
        }

        if (grouping is not null)
        {
            throw PythonError.ValueError($"Cannot specify '{grouping}' with 'c'.");
        }

        return number.Sign < 0 || number > 0x10FFFF
            ? throw new PythonError("OverflowError", "%c arg not in range(0x110000)")
            : Pad("", (int)number is >= 0xD800 and <= 0xDFFF ? ((char)(int)number).ToString() : char.ConvertFromUtf32((int)number), '>');
    }

    private string Float(double number)
    {
        string text;
        switch (type)
        {
            case null when precision is null:
                text = FloatFormat.Shortest(number);
                break;
            case null:
                text = FloatFormat.Plain(number, precision.Value, alternate);
                break;
            case 'n':
                text = FloatFormat.Format(number, 'g', precision ?? 6, alternate);
                break;
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%':
                text = FloatFormat.Format(number, type.Value, precision ?? 6, alternate);
                break;
            default:
                throw Unknown("float");
        }

        var negative = double.IsNegative(number) && !double.IsNaN(number);
        if (negative && negativeZero && !text.AsSpan().ContainsAnyInRange('1', '9') && double.IsFinite(number))
        {
            negative = false;
        }

        var end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return double.IsFinite(number)
            ? Number(negative, "", end < 0 ? text : text[..end], end < 0 ? "" : text[end..], 3)
            : Number(negative, "", "", text, 3);
    }

    private string Number(bool negative, string prefix, string digits, string rest, int groupSize)
    {
        var head = (negative ? "-" : sign == '-' ? "" : sign.ToString()) + prefix;
        if (grouping is { } separator)
        {
            var zeros = fill == "0" && align == '=' ? width - head.Length - rest.Length : 0;
            digits = Group(digits, separator, groupSize, zeros);
        }

        return Pad(head, digits + rest, '>');
    }

    private static string Group(string digits, char separator, int size, int width)
    {
        var output = new StringBuilder();
        var count = 0;
        for (var i = digits.Length - 1; i >= 0 || (digits.Length > 0 && output.Length < width); i--)
        {
            if (count > 0 && count % size == 0)
            {
                output.Insert(0, separator);
            }

            output.Insert(0, i >= 0 ? digits[i] : '0');
            count++;
        }

        return output.ToString();
    }

    private string Pad(string head, string text, char usual)
    {
        var missing = SizeGuard.Text(width) - CodePoints.Length(head) - CodePoints.Length(text);
        if (missing <= 0)
        {
            return head + text;
        }

        var left = (align ?? usual) switch
        {
            '<' => 0,
            '^' => missing / 2,
            _ => missing,
        };
        var before = Fill(left);
        return align == '=' ? head + before + text : before + head + text + Fill(missing - left);
    }

    private string Fill(int count) => fill.Length == 1 ? new string(fill[0], count) : string.Concat(Enumerable.Repeat(fill, count));

    private static string ToRadix(BigInteger value, int radix)
    {
        if (value.IsZero)
        {
            return "0";
        }

        var digits = new StringBuilder();
        for (; !value.IsZero; value /= radix)
        {
            var digit = (int)(value % radix);
            digits.Insert(0, (char)(digit < 10 ? '0' + digit : 'a' + digit - 10));
        }

        return digits.ToString();
    }

    private PythonError Unknown(string typeName) =>
        PythonError.ValueError($"Unknown format code '{type}' for object of type '{typeName}'");

    /// <summary>The digits of a whole number in another base, for <c>%x</c> and <c>%o</c>.</summary>
    public static string Radix(BigInteger value, int radix) => ToRadix(value, radix);
}
