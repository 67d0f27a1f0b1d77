using System.Globalization;
using System.Numerics;
using System.Text;

namespace Gyre.Flows.Values;

/// <summary>Python's way of printing and testing values: <c>str()</c>, <c>repr()</c>, <c>bool()</c> and type names.</summary>
public static class PythonText
{
    /// <summary><c>str(value)</c>.</summary>
    public static string Str(object? value) => value switch
    {
        string text => text,
        ChatInputList list => string.Join('\n', list.Select(Str)),
        IPythonObject other => other.Str(),
        _ => Repr(value),
    };

    /// <summary><c>repr(value)</c>.</summary>
    public static string Repr(object? value)
    {
        if (value is string or List<object?> or PythonTuple or PythonDict)
        {
            var text = new StringBuilder();
            AppendRepr(text, value);
            return text.ToString();
        }

        return value switch
        {
            null => "None",
            bool flag => flag ? "True" : "False",
            long number => number.ToString(CultureInfo.InvariantCulture),
            BigInteger number => number.ToString(CultureInfo.InvariantCulture),
            double number => Float(number),
            IPythonObject other => other.Repr(),
            _ => throw new InvalidOperationException($"{value.GetType()} is not a flow value; see the list at {nameof(PythonDict)}."),
        };
    }

    /// <summary><c>bool(value)</c>.</summary>
    public static bool Truth(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        BigInteger number => !number.IsZero,
        List<object?> list => list.Count > 0,
        PythonDict dict => dict.Count > 0,
        PythonTuple tuple => tuple.Count > 0,
        IPythonObject other => other.Truth,
        _ => true,
    };

    /// <summary><c>type(value).__name__</c> for plain data.</summary>
    public static string TypeName(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        long or BigInteger => "int",
        double => "float",
        string => "str",
        List<object?> => "list",
        PythonTuple => "tuple",
        PythonDict => "dict",
        IPythonObject other => other.TypeName,
        _ => value.GetType().Name,
    };

    /// <summary><c>str.isprintable()</c>.</summary>
    public static bool IsPrintable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsPrintable(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The shortest text that reads back as the same float, in Python's layout: <c>1.0</c>, <c>1e+20</c>, <c>1e-05</c>, <c>nan</c>.</summary>
    public static string Float(double value)
    {
        if (double.IsNaN(value))
        {
            return "nan";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        var roundTrip = value.ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = roundTrip.IndexOf('E', StringComparison.Ordinal);
        var mantissa = exponentAt < 0 ? roundTrip : roundTrip[..exponentAt];
        var exponent = value == 0 ? 0 : int.Parse(shortest.AsSpan(shortest.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var sign = mantissa.StartsWith('-') ? "-" : "";
        var digits = mantissa.TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        if (digits.Length == 0)
        {
            return sign + "0.0";
        }

        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        return exponent < 0
            ? sign + "0." + new string('0', -exponent - 1) + digits
            : digits.Length <= exponent + 1
                ? sign + digits.PadRight(exponent + 1, '0') + ".0"
                : sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    private static void AppendRepr(StringBuilder text, object? value)
    {
        switch (value)
        {
            case string s:
                AppendQuoted(text, s);
                break;
            case List<object?> list:
                AppendItems(text, '[', list, "]");
                break;
            case PythonTuple tuple:
                AppendItems(text, '(', tuple, tuple.Count == 1 ? ",)" : ")");
                break;
            case PythonDict dict:
                var separator = "{";
                foreach (var (key, item) in dict)
                {
                    text.Append(separator);
                    AppendRepr(text, key);
                    text.Append(": ");
                    AppendRepr(text, item);
                    separator = ", ";
                }

                text.Append(dict.Count == 0 ? "{}" : "}");
                break;
            default:
                text.Append(Repr(value));
                break;
        }
    }

    private static void AppendItems(StringBuilder text, char open, IReadOnlyList<object?> items, string close)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            AppendRepr(text, items[i]);
        }

        text.Append(close);
    }

    private static void AppendQuoted(StringBuilder text, string value)
    {
        var quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (var rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case var c when c == quote:
                    text.Append('\\').Append(quote);
                    break;
                case var c when IsPrintable(rune):
                    text.Append(rune.ToString());
                    break;
                case var c when c < 0x100:
                    text.Append($"\\x{c:x2}");
                    break;
                case var c when c < 0x10000:
                    text.Append($"\\u{c:x4}");
                    break;
                case var c:
                    text.Append($"\\U{c:x8}");
                    break;
            }
        }

        text.Append(quote);
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
