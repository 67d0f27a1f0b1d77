using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Gyre.Flows.Values;

/// <summary>Prompt flow's value types (<c>int</c>, <c>double</c>, <c>bool</c> …) and how a value is made to fit one.</summary>
internal static class DeclaredType
{
    /// <summary>Whether the name is a value type, as opposed to a connection class or nothing known.</summary>
    public static bool IsValueType(string type) => type is "int" or "double" or "bool" or "string" or "secret" or "prompt_template"
        or "list" or "object" or "file_path" or "image" or "assistant_definition";

    /// <summary>Whether the name is that of a connection class.</summary>
    public static bool IsConnection(string type) => type.EndsWith("Connection", StringComparison.Ordinal);

    /// <summary>The value as the type wants it.</summary>
    /// <exception cref="JsonException">A list was given as text that is not JSON.</exception>
    /// <exception cref="FormatException">The value does not fit.</exception>
    public static object? Parse(string type, object? value) => type switch
    {
        "int" => Int(value),
        "double" => Double(value),
        "bool" => Bool(value),
        "string" => value is string ? value : PythonText.Str(value),
        "list" => List(value),
        "object" => value is string text ? Object(text) : value,
        _ => value,
    };

    private static object Int(object? value) => value switch
    {
        long or BigInteger => value,
        bool flag => flag ? 1L : 0L,
        double number when double.IsFinite(number) => Narrow(new BigInteger(Math.Truncate(number))),
        string text => Narrow(Whole(text)),
        _ => throw new FormatException($"int() does not take {PythonText.Repr(value)}"),
    };

    private static object Double(object? value) => value switch
    {
        double => value,
        long number => (double)number,
        BigInteger number => (double)number,
        bool flag => flag ? 1.0 : 0.0,
        string text => Float(text),
        _ => throw new FormatException($"float() does not take {PythonText.Repr(value)}"),
    };

    private static object Bool(object? value) => value switch
    {
        bool => value,
        string text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        string text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => throw new FormatException($"Invalid boolean value {PythonText.Repr(value)}"),
    };

    private static List<object?> List(object? value) => (value is string text ? PythonJson.Parse(text) : value) is List<object?> list
        ? list
        : throw new FormatException($"Invalid list value {PythonText.Repr(value)}");

    private static object? Object(string text)
    {
        // Most text is prose: leave at the first character instead of through an exception.
        var start = text.AsSpan().TrimStart(" \t\r\n");
        if (start.IsEmpty || !"{[\"-0123456789tfnNI".Contains(start[0], StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            return PythonJson.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static object Narrow(BigInteger number)
    {
        if (number >= long.MinValue && number <= long.MaxValue)
        {
            return (long)number;
        }

        return number;
    }

    private static BigInteger Whole(string text)
    {
        var digits = text.Trim();
        return IsGrouped(digits) && BigInteger.TryParse(digits.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"invalid literal for int() with base 10: {PythonText.Repr(text)}");
    }

    private static double Float(string text)
    {
        var digits = text.Trim();
        switch (digits.TrimStart('+', '-').ToLowerInvariant())
        {
            case "nan":
                return double.NaN;
            case "inf" or "infinity":
                return digits[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            default:
                return IsGrouped(digits) && double.TryParse(digits.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new FormatException($"could not convert string to float: {PythonText.Repr(text)}");
        }
    }

    // Python takes an underscore only between two digits.
    private static bool IsGrouped(string text)
    {
        for (var i = text.IndexOf('_', StringComparison.Ordinal); i >= 0; i = text.IndexOf('_', i + 1))
        {
            if (i == 0 || i == text.Length - 1 || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1]))
            {
                return false;
            }
        }

        return text.Length > 0 && text.All(char.IsAscii);
    }
}
