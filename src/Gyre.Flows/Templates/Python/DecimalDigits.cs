using System.Numerics;

namespace Gyre.Flows.Templates.Python;

/// <summary>The exact decimal digits of a float, rounded half to even as Python prints them; .NET rounds ties away from zero.</summary>
internal static class DecimalDigits
{
    /// <summary>All digits of |value| with this many after the point, without the point.</summary>
    public static string Fixed(double value, int decimals)
    {
        var (mantissa, exponent) = Parts(value);
        var scaled = decimals >= 0 ? mantissa * BigInteger.Pow(10, decimals) : mantissa;
        var divisor = decimals >= 0 ? BigInteger.One : BigInteger.Pow(10, -decimals);
        if (exponent >= 0)
        {
            scaled <<= exponent;
        }
        else
        {
            divisor <<= -exponent;
        }

        return DivideHalfEven(scaled, divisor).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>So many significant digits and the decimal exponent of the first.</summary>
    public static (string Digits, int Exponent) Significant(double value, int count)
    {
        if (value == 0)
        {
            return (new string('0', count), 0);
        }

        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        while (true)
        {
            var digits = Fixed(value, count - 1 - exponent);
            if (digits.Length == count && digits[0] != '0')
            {
                return (digits, exponent);
            }

            exponent += digits.Length > count ? 1 : -1;
        }
    }

    private static BigInteger DivideHalfEven(BigInteger a, BigInteger b)
    {
        var quotient = BigInteger.DivRem(a, b, out var rest);
        var twice = rest * 2;
        return twice > b || (twice == b && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static (BigInteger Mantissa, int Exponent) Parts(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFFL;
        return exponent == 0 ? (fraction, -1074) : (fraction | (1L << 52), exponent - 1075);
    }
}
