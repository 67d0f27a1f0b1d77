using System.Globalization;
using System.Numerics;
using System.Text;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>Python's <c>text % values</c>.</summary>
internal sealed class PercentFormat
{
    private readonly string format;
    private readonly object? values;
    private readonly bool escape;
    private readonly StringBuilder output = new();
    private int used;
    private int at;

    private PercentFormat(string format, object? values, bool escape)
    {
        this.format = format;
        this.values = values;
        this.escape = escape;
    }

    /// <param name="format">The text with its placeholders.</param>
    /// <param name="values">A tuple, a dict or a single value.</param>
    /// <param name="escape">Whether inserted text is escaped for HTML.</param>
    public static string Apply(string format, object? values, bool escape) => new PercentFormat(format, values, escape).Run();

    private string Run()
    {
        while (at < format.Length)
        {
            var percent = format.IndexOf('%', at);
            if (percent < 0)
            {
                output.Append(format, at, format.Length - at);
                break;
            }

            output.Append(format, at, percent - at);
            at = percent + 1;
            ReadPlaceholder();
            SizeGuard.Text(output.Length);
        }

        var isMapping = values is PythonDict or List<object?> or Undefined or RangeValue;
        return values is PythonTuple tuple ? used < tuple.Count ? throw NotAll() : output.ToString()
            : used == 0 && !isMapping ? throw NotAll()
            : output.ToString();
    }

    private static PythonError NotAll() => PythonError.TypeError("not all arguments converted during string formatting");

    private void ReadPlaceholder()
    {
        string? key = null;
        if (Peek() == '(')
        {
            if (values is not (PythonDict or List<object?> or Undefined or RangeValue))
            {
                throw PythonError.TypeError("format requires a mapping");
            }

            var start = ++at;
            for (var open = 1; open > 0; at++)
            {
                open += Peek() switch
                {
                    '(' => 1,
                    ')' => -1,
                    '\0' when at >= format.Length => throw PythonError.ValueError("incomplete format key"),
                    _ => 0,
                };
            }

            key = format[start..(at - 1)];
        }

        var flags = new StringBuilder();
        while (Peek() is '-' or '+' or ' ' or '#' or '0')
        {
            flags.Append(format[at++]);
        }

        var width = ReadSize();
        var left = flags.ToString().Contains('-', StringComparison.Ordinal);
        if (width < 0)
        {
            (left, width) = (true, -width);
        }

        int? precision = null;
        if (Peek() == '.')
        {
            at++;
            precision = Math.Max(0, ReadSize() ?? 0);
        }

        while (Peek() is 'l' or 'h' or 'L')
        {
            at++;
        }

        if (at >= format.Length)
        {
            throw PythonError.ValueError("incomplete format");
        }

        var type = format[at++];
        if (type == '%')
        {
            output.Append('%');
            return;
        }

        if (type is not ('s' or 'r' or 'a' or 'd' or 'i' or 'u' or 'x' or 'X' or 'o' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'c'))
        {
            var index = CodePoints.Number(format, at - 1);
            throw PythonError.ValueError($"unsupported format character '{(type is > ' ' and < '\u007f' ? type : '?')}' (0x{(int)type:x}) at index {index}");
        }

        Append(type, Next(key), flags.ToString(), left, width ?? 0, precision);
    }

    private char Peek() => at < format.Length ? format[at] : '\0';

    private int? ReadSize()
    {
        if (Peek() == '*')
        {
            at++;
            return Numbers.TryLong(Next(null), out var given) ? (int)Math.Clamp(given, -int.MaxValue, int.MaxValue) : throw PythonError.TypeError("* wants int");
        }

        var start = at;
        while (char.IsAsciiDigit(Peek()))
        {
            at++;
        }

        return at == start ? null
            : int.TryParse(format.AsSpan(start, at - start), CultureInfo.InvariantCulture, out var size) ? size
            : throw PythonError.ValueError("width too big");
    }

    private object? Next(string? key)
    {
        if (key is not null)
        {
            used++;
            return values switch
            {
                PythonDict dict => dict.TryGetValue(key, out var value) ? value : throw new PythonError("KeyError", PythonText.Repr(key)),
                Undefined undefined => throw undefined.Error(),
                _ => throw PythonError.TypeError($"{Types.Name(values)} indices must be integers or slices, not str"),
            };
        }

        if (values is PythonTuple tuple)
        {
            return used < tuple.Count ? tuple[used++] : throw PythonError.TypeError("not enough arguments for format string");
        }

        return used++ == 0 ? values : throw PythonError.TypeError("not enough arguments for format string");
    }

    private void Append(char type, object? value, string flags, bool left, int width, int? precision)
    {
        SizeGuard.Text(width);
        var zero = flags.Contains('0', StringComparison.Ordinal) && !left;
        string sign = "", text;
        switch (type)
        {
            case 's' or 'r' or 'a':
                text = type == 's' ? Printing.Str(value) : type == 'r' ? Printing.Repr(value) : StrFormat.Ascii(Printing.Repr(value));
                text = !escape || (type == 's' && value is Markup) ? text : Markup.EscapeText(text);
                text = precision is { } limit && CodePoints.Length(text) > limit ? CodePoints.Substring(text, 0, limit) : text;
                zero = false;
                break;
            case 'c':
                text = Character(value);
                zero = false;
                break;
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                var number = value is Undefined undefined ? throw undefined.Error()
                    : Types.IsNumber(value) ? Numbers.ToDouble(value)
                    : escape && Types.IsText(value, out var digits) && Numbers.ParseFloat(digits) is { } parsed ? parsed
                    : throw PythonError.TypeError($"must be real number, not {Types.Name(value)}");
                text = FloatFormat.Format(number, type, precision ?? 6, flags.Contains('#', StringComparison.Ordinal));
                sign = Sign(double.IsNegative(number) && !double.IsNaN(number), flags);
                zero &= double.IsFinite(number);
                break;
            default:
                (sign, text) = Whole(type, value, flags, precision);
                break;
        }

        var missing = width - sign.Length - CodePoints.Length(text);
        if (missing <= 0)
        {
            output.Append(sign).Append(text);
        }
        else if (left)
        {
            output.Append(sign).Append(text).Append(' ', missing);
        }
        else if (zero)
        {
            output.Append(sign).Append('0', missing).Append(text);
        }
        else
        {
            output.Append(' ', missing).Append(sign).Append(text);
        }
    }

    private static (string Sign, string Text) Whole(char type, object? value, string flags, int? precision)
    {
        var decimalType = type is 'd' or 'i' or 'u';
        if (value is Undefined undefined && decimalType)
        {
            throw undefined.Error();
        }

        if (value is double number && decimalType)
        {
            value = Numbers.Truncate(number);
        }

        if (!Types.IsInt(value))
        {
            throw PythonError.TypeError(decimalType
                ? $"%{type} format: a real number is required, not {Types.Name(value)}"
                : $"%{type} format: an integer is required, not {Types.Name(value)}");
        }

        var big = Numbers.ToBig(value);
        var absolute = BigInteger.Abs(big);
        var text = type switch
        {
            'x' => FormatSpec.Radix(absolute, 16),
            'X' => FormatSpec.Radix(absolute, 16).ToUpperInvariant(),
            'o' => FormatSpec.Radix(absolute, 8),
            _ => Printing.Str(Numbers.Shrink(absolute)),
        };
        text = text.PadLeft(SizeGuard.Text(precision ?? 0), '0');
        var prefix = flags.Contains('#', StringComparison.Ordinal) && !decimalType ? "0" + type : "";
        return (Sign(big.Sign < 0, flags) + prefix, text);
    }

    private static string Sign(bool negative, string flags) =>
        negative ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";

    private static string Character(object? value)
    {
        if (Types.IsText(value, out var text))
        {
            return CodePoints.Length(text) == 1 ? text : throw PythonError.TypeError("%c requires int or char");
        }

        if (!Types.IsInt(value))
        {
            throw PythonError.TypeError("%c requires int or char");
        }

        var code = Numbers.ToBig(value);
        return code.Sign < 0 || code > 0x10FFFF ? throw new PythonError("OverflowError", "%c arg not in range(0x110000)")
            : code >= 0xD800 && code <= 0xDFFF ? ((char)(int)code).ToString() : char.ConvertFromUtf32((int)code);
    }
}
