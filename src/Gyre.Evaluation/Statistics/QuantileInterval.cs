using MathNet.Numerics.Distributions;

namespace Gyre.Evaluation.Statistics;

/// <summary>
/// The value that a share of lines stays below, with a 95 % interval between two of the values themselves (order statistics, exact
/// for any distribution; David and Nagaraja 2003, section 7.1). For lines in groups the ranks are those of as many lines as they are worth
/// (Woodruff 1952).
/// </summary>
internal static class QuantileInterval
{
    /// <param name="sorted">Ascending; not empty.</param>
    /// <param name="share">0 to 1, without the ends.</param>
    /// <param name="effective">How many lines these are worth, at most as many as there are.</param>
    /// <returns>Without an end where there are too few lines for one: the 95th percentile has an upper end from 72 lines on.</returns>
    public static Interval Of(ReadOnlySpan<double> sorted, double share, double effective)
    {
        var lines = (int)Math.Floor(effective);
        var (low, high) = Ranks(lines, share);
        var scale = lines == 0 ? 0 : sorted.Length / (double)lines;
        return new Interval(
            Quantiles.Of(sorted, share),
            low == 0 ? double.NegativeInfinity : sorted[Math.Max(1, (int)Math.Floor(low * scale)) - 1],
            high > lines ? double.PositiveInfinity : sorted[Math.Min(sorted.Length, (int)Math.Ceiling(high * scale)) - 1]);
    }

    /// <summary>The 1-based ranks of the ends: 0 and <paramref name="lines"/> + 1 where there is none.</summary>
    internal static (int Low, int High) Ranks(int lines, double share)
    {
        // P(at most k of the lines are below the true value): the rank k + 1 is above it that often.
        double AtMost(int k) => k < 0 ? 0 : Binomial.CDF(share, lines, k);

        var low = First(lines, rank => AtMost(rank) > Quantiles.Alpha / 2);
        var high = First(lines, rank => 1 - AtMost(rank - 1) <= Quantiles.Alpha / 2);
        return (low, high);
    }

    // The first rank from 0 on for which something is true that stays true; one past the last where it never is.
    private static int First(int lines, Func<int, bool> isTrue)
    {
        var (from, to) = (0, lines + 1);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = isTrue(middle) ? (from, middle) : (middle + 1, to);
        }

        return from;
    }
}
