namespace Gyre.Evaluation.Statistics.Corrections;

/// <summary>
/// The true rate behind what an imperfect judge says (Rogan and Gladen 1978): a judge that passes some bad items and fails some good
/// ones shifts every rate it reports, by an amount that labelled items tell.
/// </summary>
internal static class RoganGladen
{
    /// <summary>The corrected rate with the interval of Lang and Reiczigel (2014), which carries the uncertainty of the judge's own error rates too. Items that come in groups count as many as they are worth.</summary>
    /// <param name="passed">Items the judge passed, of those without labels.</param>
    /// <param name="count">Items without labels.</param>
    /// <param name="hits">Good labelled items the judge passed.</param>
    /// <param name="good">Good labelled items.</param>
    /// <param name="rejections">Bad labelled items the judge failed.</param>
    /// <param name="bad">Bad labelled items.</param>
    /// <returns>Without ends where the judge is no better than a coin.</returns>
    public static Interval Rate(double passed, double count, double hits, double good, double rejections, double bad)
    {
        const double z = Quantiles.Z95;
        var skill = Share(hits, good) + Share(rejections, bad) - 1;
        var estimate = (Share(passed, count) + Share(rejections, bad) - 1) / skill;

        // Each share is shrunk towards a half, which keeps the ends honest near 0 and 1.
        var (n, nGood, nBad) = (count + (z * z), good + 2.0, bad + 2.0);
        var seen = (passed + (z * z / 2)) / n;
        var (sensitivity, specificity) = ((hits + 1) / nGood, (rejections + 1) / nBad);
        var youden = sensitivity + specificity - 1;
        if (!(skill > 0) || youden <= 0)
        {
            return Interval.Unbounded(double.NaN);
        }

        var rate = (seen + specificity - 1) / youden;
        var (ofGood, ofBad) = (sensitivity * (1 - sensitivity) / nGood, specificity * (1 - specificity) / nBad);
        var shift = 2 * z * z * ((rate * ofGood) - ((1 - rate) * ofBad));
        var half = z * Math.Sqrt((seen * (1 - seen) / n) + (rate * rate * ofGood) + ((1 - rate) * (1 - rate) * ofBad)) / youden;
        estimate = Math.Clamp(estimate, 0, 1);
        return new Interval(estimate, Math.Min(estimate, Math.Clamp(rate + shift - half, 0, 1)), Math.Max(estimate, Math.Clamp(rate + shift + half, 0, 1)));
    }

    private static double Share(double part, double whole) => part / whole;
}
