namespace Gyre.Evaluation.Statistics;

/// <summary>Reads the ends of an interval off a bootstrap.</summary>
internal static class BcaEnds
{
    /// <summary>
    /// Bias-corrected and accelerated percentiles (Efron 1987), expanded by Student's t so that a bootstrap of few values is not too
    /// sure of itself (Hesterberg 2015, section 4.3).
    /// </summary>
    /// <param name="resampled">The estimate from each resample; sorted in place. What is no number is left out.</param>
    /// <param name="estimate">From the data as they are.</param>
    /// <param name="acceleration">From the jackknife.</param>
    /// <param name="units">How many values or groups were resampled.</param>
    public static Interval Of(Span<double> resampled, double estimate, double acceleration, int units)
    {
        resampled.Sort();
        ReadOnlySpan<double> numbers = resampled[(resampled.LastIndexOf(double.NaN) + 1)..];
        if (numbers.IsEmpty || units < 2)
        {
            return Interval.Unbounded(estimate);
        }

        // Estimates of few values come in steps; those equal to the estimate count half, sums differ in their last digits.
        var slack = 1e-12 * Math.Max(1, Math.Abs(estimate));
        var below = (Below(numbers, estimate - slack) + Below(numbers, estimate + slack)) / 2.0 / numbers.Length;
        if (below is <= 0 or >= 1)
        {
            return new Interval(estimate, Math.Min(estimate, numbers[0]), Math.Max(estimate, numbers[^1]));
        }

        var bias = Quantiles.Normal(below);
        var z = Math.Sqrt(units / (units - 1.0)) * Quantiles.Student(1 - (Quantiles.Alpha / 2), units - 1);
        return new Interval(
            estimate,
            Math.Min(estimate, Quantiles.Of(numbers, Level(bias, acceleration, -z))),
            Math.Max(estimate, Quantiles.Of(numbers, Level(bias, acceleration, z))));
    }

    private static double Level(double bias, double acceleration, double z)
    {
        var shifted = bias + z;
        var scale = 1 - (acceleration * shifted);
        return scale <= 0 ? (shifted > 0 ? 1 : 0) : Quantiles.NormalBelow(bias + (shifted / scale));
    }

    private static int Below(ReadOnlySpan<double> sorted, double value)
    {
        var place = sorted.BinarySearch(value);
        return place < 0 ? ~place : place;
    }
}
