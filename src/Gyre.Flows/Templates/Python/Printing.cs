using System.Numerics;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary><c>str()</c> and <c>repr()</c> with the limit Python sets on very long whole numbers.</summary>
internal static class Printing
{
    private static readonly BigInteger Limit = BigInteger.Pow(10, 4300);

    public static string Str(object? value) => value switch
    {
        string text => text,
        BigInteger number => Digits(number),
        _ => PythonText.Str(value),
    };

    public static string Repr(object? value) => value is BigInteger number ? Digits(number) : PythonText.Repr(value);

    private static string Digits(BigInteger number) => BigInteger.Abs(number) < Limit
        ? PythonText.Repr(number)
        : throw PythonError.ValueError("Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit");
}
