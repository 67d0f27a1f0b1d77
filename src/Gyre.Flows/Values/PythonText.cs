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
            return ReprWriter.Write(value);
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

        // .NET finds the same shortest digits; only the layout is its own.
        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        return Layout(text[..length]);
    }

    internal static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    /// <summary>From .NET's digits, with or without point and exponent, to Python's.</summary>
    private static string Layout(ReadOnlySpan<char> text)
    {
        var sign = text[0] == '-' ? "-" : "";
        text = text[sign.Length..];
        var exponentAt = text.IndexOf('E');
        var exponent = exponentAt < 0 ? 0 : int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa.Length : point;
        Span<char> digits = stackalloc char[mantissa.Length];
        mantissa[..whole].CopyTo(digits);
        if (point >= 0)
        {
            mantissa[(point + 1)..].CopyTo(digits[whole..]);
            digits = digits[..^1];
        }

        var zeros = digits.IndexOfAnyExcept('0');
        if (zeros < 0)
        {
            return sign + "0.0";
        }

        exponent += whole - 1 - zeros;
        digits = digits[zeros..].TrimEnd('0');
        if (exponent is < -4 or >= 16)
        {
            var separator = digits.Length > 1 ? "." : "";
            return $"{sign}{digits[0]}{separator}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        return exponent < 0 ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : digits.Length <= exponent + 1 ? $"{sign}{digits}{new string('0', exponent + 1 - digits.Length)}.0"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}
