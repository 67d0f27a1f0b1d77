using System.Numerics;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Filters;

/// <summary>Filters that make numbers, or text from numbers.</summary>
internal static class NumberFilters
{
    public static Builtin[] All { get; } =
    [
        new("abs", "x, /", (_, a) => Abs(a[0])),
        new("filesizeformat", "value, binary=False", (_, a) => FileSize(ToFloat(a[0]), PythonText.Truth(a[1]))),
        new("float", "value, default=0.0", (_, a) => TryFloat(a[0]) ?? a[1]),
        new("int", "value, default=0, base=10", (_, a) => Int(a[0], a[1], a[2])),
        new("round", "value, precision=0, method='common'", (_, a) => Round(a[0], a[1], a[2])),
    ];

    private static object? Abs(object? value) => value switch
    {
        double number => Math.Abs(number),
        Undefined => throw PythonError.TypeError("bad operand type for abs(): 'Undefined'"),
        _ when Types.IsInt(value) => Numbers.Shrink(BigInteger.Abs(Numbers.ToBig(value))),
        _ => throw PythonError.TypeError($"bad operand type for abs(): '{Types.Name(value)}'"),
    };

    private static double? TryFloat(object? value) => value switch
    {
        Undefined undefined => throw undefined.Error(),
        _ when Types.IsText(value, out var text) => Numbers.ParseFloat(text),
        _ when Types.IsNumber(value) => Numbers.ToDouble(value),
        _ => null,
    };

    private static double ToFloat(object? value) =>
        TryFloat(value) is double number ? number
        : Types.IsText(value) ? throw PythonError.ValueError($"could not convert string to float: {Printing.Repr(value)}")
        : throw PythonError.TypeError($"float() argument must be a string or a real number, not '{Types.Name(value)}'");

    private static object? Int(object? value, object? otherwise, object? radix)
    {
        if (value is Undefined undefined)
        {
            throw undefined.Error();
        }

        if (Types.IsText(value, out var text))
        {
            // An odd base raises inside Python's try as well, and the text is then read as a float.
            var number = radix is long or bool && Numbers.ToIndex(radix) is var b && (b == 0 || b is >= 2 and <= 36) ? TryParse(text, b) : null;
            return number ?? (Numbers.ParseFloat(text) is { } real && double.IsFinite(real) ? Numbers.Truncate(real) : otherwise);
        }

        return value switch
        {
            double real when double.IsNaN(real) => otherwise,
            double real when double.IsInfinity(real) => throw new PythonError("OverflowError", "cannot convert float infinity to integer"),
            double real => Numbers.Truncate(real),
            _ when Types.IsInt(value) => Numbers.Shrink(Numbers.ToBig(value)),
            _ => otherwise,
        };
    }

    private static object? TryParse(string text, int radix)
    {
        try
        {
            return Numbers.ParseInt(text, radix);
        }
        catch (PythonError)
        {
            // Too many digits: Python then tries the float.
            return null;
        }
    }

    private static string FileSize(double bytes, bool binary)
    {
        var size = binary ? 1024.0 : 1000.0;
        if (bytes == 1)
        {
            return "1 Byte";
        }

        if (bytes < size)
        {
            return Printing.Str(Numbers.Truncate(bytes)) + " Bytes";
        }

        string[] prefixes = binary ? ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"] : ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
        for (var i = 0; ; i++)
        {
            // Whole powers, exact as Python's integers are before they meet the float.
            var unit = Numbers.ToDouble(BigInteger.Pow(binary ? 1024 : 1000, i + 2));
            if (bytes < unit || i == prefixes.Length - 1)
            {
                return FormatSpec.Format(size * bytes / unit, ".1f") + " " + prefixes[i];
            }
        }
    }

    private static object? Round(object? value, object? precision, object? method)
    {
        if (!Types.IsText(method, out var way) || way is not ("common" or "ceil" or "floor"))
        {
            Hashing.Require(method);
            throw PythonError.FilterArgument("method must be common, ceil or floor");
        }

        if (way == "common")
        {
            return Rounding.Round(value, precision);
        }

        var scale = Operators.Power(10L, precision);
        var scaled = Operators.Multiply(value, scale);
        if (!Types.IsNumber(scaled))
        {
            throw PythonError.TypeError($"must be real number, not {Types.Name(scaled)}");
        }

        var whole = scaled is double number ? Numbers.Truncate(way == "ceil" ? Math.Ceiling(number) : Math.Floor(number)) : Operators.Plus(scaled);
        return Operators.Divide(whole, scale);
    }
}
