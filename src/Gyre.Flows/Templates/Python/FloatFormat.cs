using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>The <c>e</c>, <c>f</c>, <c>g</c> and <c>%</c> forms of a float, without sign.</summary>
internal static class FloatFormat
{
    public static string Format(double value, char type, int precision, bool alternate)
    {
        SizeGuard.Text(precision * 4L);
        value = Math.Abs(value);
        var upper = char.IsAsciiLetterUpper(type);
        if (!double.IsFinite(value))
        {
            var word = double.IsNaN(value) ? "nan" : "inf";
            return (upper ? word.ToUpperInvariant() : word) + (type == '%' ? "%" : "");
        }

        return char.ToLowerInvariant(type) switch
        {
            'e' => Exponential(value, precision, alternate, upper),
            'f' => Fixed(value, precision, alternate),
            '%' => Fixed(value * 100, precision, alternate) + "%",
            _ => General(value, precision == 0 ? 1 : precision, alternate, upper, keepPoint: false),
        };
    }

    /// <summary>The form without a type: like <c>g</c>, but with at least one digit after the point.</summary>
    public static string Plain(double value, int precision, bool alternate) =>
        double.IsFinite(value)
            ? General(Math.Abs(value), precision == 0 ? 1 : precision, alternate, upper: false, keepPoint: true)
            : Format(value, 'f', 0, alternate);

    public static string Shortest(double value) => PythonText.Float(Math.Abs(value));

    private static string Fixed(double value, int precision, bool alternate)
    {
        var digits = DecimalDigits.Fixed(value, precision).PadLeft(precision + 1, '0');
        return precision == 0 ? digits + (alternate ? "." : "") : digits[..^precision] + "." + digits[^precision..];
    }

    private static string Exponential(double value, int precision, bool alternate, bool upper)
    {
        var (digits, exponent) = DecimalDigits.Significant(value, precision + 1);
        return Scientific(digits, exponent, alternate, upper);
    }

    private static string General(double value, int precision, bool alternate, bool upper, bool keepPoint)
    {
        var (digits, exponent) = DecimalDigits.Significant(value, precision);
        if (!alternate)
        {
            digits = digits.TrimEnd('0') is { Length: > 0 } trimmed ? trimmed : "0";
        }

        // The form without type goes to the exponent one digit earlier than g, since it would add ".0".
        if (exponent < -4 || exponent >= (keepPoint ? precision - 1 : precision))
        {
            return Scientific(digits, exponent, alternate, upper);
        }

        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        var whole = digits.PadRight(exponent + 1, '0');
        return whole.Length > exponent + 1 ? whole[..(exponent + 1)] + "." + whole[(exponent + 1)..]
            : keepPoint ? whole + ".0"
            : alternate ? whole + "." : whole;
    }

    private static string Scientific(string digits, int exponent, bool alternate, bool upper)
    {
        var point = digits.Length > 1 ? "." + digits[1..] : alternate ? "." : "";
        return $"{digits[0]}{point}{(upper ? 'E' : 'e')}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }
}
