using MathNet.Numerics.Distributions;

namespace Gyre.Evaluation.Statistics;

/// <summary>One rate.</summary>
internal static class Proportion
{
    /// <summary>
    /// Wilson's score interval (Wilson 1927). Unlike the normal one it never leaves 0 to 1, has a width at 0 and at 1, and covers
    /// about 95 % on average even for ten lines (Brown, Cai and DasGupta 2001).
    /// </summary>
    /// <param name="successes">At most <paramref name="count"/>; a fraction is taken as it is.</param>
    /// <param name="count">Lines; none gives 0 to 1 around no number.</param>
    public static Interval Wilson(double successes, double count)
    {
        if (count <= 0)
        {
            return new Interval(double.NaN, 0, 1);
        }

        const double z2 = Quantiles.Z95 * Quantiles.Z95;
        var rate = successes / count;
        var middle = (successes + (z2 / 2)) / (count + z2);
        var half = Quantiles.Z95 / (count + z2) * Math.Sqrt((successes * (1 - rate)) + (z2 / 4));
        return new Interval(rate, successes <= 0 ? 0 : Math.Max(0, middle - half), successes >= count ? 1 : Math.Min(1, middle + half));
    }

    /// <summary>
    /// Clopper and Pearson's exact interval (1934), with fractions for lines that come in groups (Korn and Graubard 1998): each end is wrong at most
    /// one time in forty, for every rate and number of lines. Wilson's is narrower and right on average, but just below a limit of 0.98 its
    /// upper end misses the truth up to three times as often: too often for a decision.
    /// </summary>
    /// <param name="successes">At most <paramref name="count"/>.</param>
    /// <param name="count">Lines; none gives 0 to 1 around no number.</param>
    public static Interval Exact(double successes, double count) => count <= 0
        ? new Interval(double.NaN, 0, 1)
        : new Interval(
            successes / count,
            successes <= 0 ? 0 : Beta.InvCDF(successes, count - successes + 1, Quantiles.Alpha / 2),
            successes >= count ? 1 : Beta.InvCDF(successes + 1, count - successes, 1 - (Quantiles.Alpha / 2)));
}
