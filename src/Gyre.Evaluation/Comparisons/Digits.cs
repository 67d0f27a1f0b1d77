using System.Globalization;

namespace Gyre.Evaluation.Comparisons;

/// <summary>How many digits a figure is written with: as many as is usual for its size, more where it, or the difference it is looked at for, would not show two that count.</summary>
internal static class Digits
{
    // Behind the point; what is smaller is the rounding of sums.
    private const int Most = 12;

    /// <summary>Places behind the point that show two digits of the largest of some figures.</summary>
    public static int For(params ReadOnlySpan<double> figures)
    {
        var largest = 0.0;
        foreach (var figure in figures)
        {
            largest = double.IsFinite(figure) ? Math.Max(largest, Math.Abs(figure)) : largest;
        }

        return largest < 1e-12 ? 0 : Math.Clamp(1 - (int)Math.Floor(Math.Log10(largest)), 0, Most);
    }

    /// <summary>A figure: <c>0.512</c>, <c>1,234.5</c>, <c>0.00031</c>.</summary>
    /// <param name="value">NaN is a dash.</param>
    /// <param name="places">At least so many behind the point.</param>
    public static string Of(double value, int places = 0)
    {
        var size = Math.Abs(value);
        var usual = size >= 10_000 ? 0 : size >= 100 ? 1 : 3;
        return double.IsNaN(value) ? "–"
            : size < 1e-12 ? Of0(Math.Max(usual, places))
            : value.ToString("#,0." + new string('0', Math.Max(Math.Max(usual, places), For(value))), CultureInfo.InvariantCulture);
    }

    // Never -0.
    private static string Of0(int places) => 0.0.ToString("0." + new string('0', places), CultureInfo.InvariantCulture);
}
