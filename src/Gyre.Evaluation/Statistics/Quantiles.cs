using MathNet.Numerics.Distributions;

namespace Gyre.Evaluation.Statistics;

/// <summary>Points of the normal and of Student's distribution.</summary>
internal static class Quantiles
{
    /// <summary>The probability outside of every interval, both sides together.</summary>
    public const double Alpha = 0.05;

    /// <summary>Two-sided 95 % of the normal distribution.</summary>
    public const double Z95 = 1.959963984540054;

    /// <summary>The value that a standard normal number stays below with this probability.</summary>
    public static double Normal(double probability) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, probability);

    /// <summary>The probability that a standard normal number stays below a value.</summary>
    public static double NormalBelow(double value) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, value);

    /// <summary>The same for Student's distribution.</summary>
    public static double Student(double probability, double freedom) => StudentT.InvCDF(0, 1, freedom, probability);

    /// <summary>The value at a share of sorted values, between two neighbours in proportion.</summary>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        var place = Math.Clamp(share, 0, 1) * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);

        // A value beyond all bounds has no part where it has no weight.
        return place == below ? sorted[below] : sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
