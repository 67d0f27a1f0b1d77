using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Comparisons;

/// <summary>The statistics of paired differences; pure and repeatable.</summary>
internal static class PairedStatistics
{
    private const double Confidence = 0.95;

    // Two-sided 95 %, and a four-in-five chance of seeing a difference that is there.
    private const double ZConfidence = 1.959964, ZPower = 0.841621;

    private const int TooFew = 5;

    /// <summary>Mean of the differences with its percentile bootstrap interval; fewer than five lines say nothing, so their interval is without bounds.</summary>
    public static Interval Bootstrap(ReadOnlySpan<double> differences, int resamples, int seed)
    {
        var mean = Mean(differences);
        if (differences.Length < TooFew)
        {
            return new Interval(mean, double.NegativeInfinity, double.PositiveInfinity);
        }

        var random = new Random(seed);
        var means = new double[resamples];
        for (var r = 0; r < resamples; r++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Length; i++)
            {
                sum += differences[random.Next(differences.Length)];
            }

            means[r] = sum / differences.Length;
        }

        Array.Sort(means);
        const double tail = (1 - Confidence) / 2;
        return new Interval(mean, Math.Min(mean, Quantile(means, tail)), Math.Max(mean, Quantile(means, 1 - tail)));
    }

    /// <summary>Two-sided exact sign test: the chance of a split at least as uneven if up and down were equally likely; 1 where nothing differs.</summary>
    public static double SignTest(int up, int down)
    {
        var n = up + down;
        if (n == 0)
        {
            return 1;
        }

        // Summed in logarithms: 2^n has no double from 1,024 on.
        var fewer = Math.Min(up, down);
        var logChoose = 0.0;
        var tail = Math.Exp(-n * Math.Log(2));
        for (var k = 1; k <= fewer; k++)
        {
            logChoose += Math.Log(n - k + 1) - Math.Log(k);
            tail += Math.Exp(logChoose - (n * Math.Log(2)));
        }

        return Math.Min(1, 2 * tail);
    }

    /// <summary>How many lines more would show the difference as it looks now, four times out of five; null where it looks like none.</summary>
    public static int? MoreLines(ReadOnlySpan<double> differences)
    {
        var mean = Mean(differences);
        if (mean == 0 || differences.Length < 2)
        {
            return null;
        }

        var squares = 0.0;
        foreach (var difference in differences)
        {
            squares += (difference - mean) * (difference - mean);
        }

        var deviation = Math.Sqrt(squares / (differences.Length - 1));
        var needed = Math.Pow((ZConfidence + ZPower) * deviation / mean, 2);
        return needed > 1_000_000 ? null : Math.Max(1, (int)Math.Ceiling(needed) - differences.Length);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double Quantile(double[] sorted, double at)
    {
        var place = at * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
