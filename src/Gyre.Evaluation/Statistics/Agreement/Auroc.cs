namespace Gyre.Evaluation.Statistics.Agreement;

/// <summary>The chance that a good item scores above a bad one, ties counting half: the area under the ROC curve.</summary>
internal static class Auroc
{
    /// <summary>
    /// The area with DeLong's interval (DeLong, DeLong and Clarke-Pearson 1988), computed by ranks (Sun and Xu 2014), its ends found
    /// on the logit scale so that they stay within 0 and 1.
    /// </summary>
    /// <param name="good">Scores of good items.</param>
    /// <param name="bad">Scores of bad items.</param>
    /// <returns>Without ends where either is fewer than two.</returns>
    public static Interval DeLong(ReadOnlySpan<double> good, ReadOnlySpan<double> bad)
    {
        var (area, variance) = AreaAndVariance(good, bad);
        if (double.IsNaN(variance))
        {
            return Interval.Unbounded(area);
        }

        if (area is <= 0 or >= 1 || variance <= 0)
        {
            // Apart without exception: the ends of a rate of that many comparisons at the least.
            var ends = Proportion.Wilson(area * Math.Min(good.Length, bad.Length), Math.Min(good.Length, bad.Length));
            return ends with { Estimate = area };
        }

        var logit = Math.Log(area / (1 - area));
        var error = Quantiles.Z95 * Math.Sqrt(variance) / (area * (1 - area));
        return new Interval(area, 1 / (1 + Math.Exp(error - logit)), 1 / (1 + Math.Exp(-error - logit)));
    }

    /// <summary>The area and DeLong's variance of it.</summary>
    internal static (double Area, double Variance) AreaAndVariance(ReadOnlySpan<double> good, ReadOnlySpan<double> bad)
    {
        double[] sortedGood = [.. good], sortedBad = [.. bad];
        Array.Sort(sortedGood);
        Array.Sort(sortedBad);
        var above = Array.ConvertAll(good.ToArray(), score => Share(sortedBad, score));
        var below = Array.ConvertAll(bad.ToArray(), score => 1 - Share(sortedGood, score));
        var area = above.Length == 0 || below.Length == 0 ? double.NaN : above.Average();
        return (area, good.Length < 2 || bad.Length < 2 ? double.NaN : (Variance(above) / good.Length) + (Variance(below) / bad.Length));
    }

    /// <summary>The share of sorted values below a score, equal ones counting half.</summary>
    private static double Share(double[] sorted, double score)
    {
        var (below, upTo) = (Place(sorted, score, orEqual: false), Place(sorted, score, orEqual: true));
        return (below + upTo) / 2.0 / sorted.Length;
    }

    private static int Place(double[] sorted, double score, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < score || (orEqual && sorted[middle] == score) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }
}
