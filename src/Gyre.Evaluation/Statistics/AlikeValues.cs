namespace Gyre.Evaluation.Statistics;

/// <summary>What can be said of a mean where every value is the same: that another is not usual, not that there is none.</summary>
internal static class AlikeValues
{
    /// <summary>The interval of a mean, widened where it has no width: up to as many other values as may have been missed (Clopper and Pearson) lie at the ends of the scale.</summary>
    /// <param name="mean">As it was found.</param>
    /// <param name="units">Values, or groups of them.</param>
    /// <param name="low">The least a value can be; negative infinity where that is not known.</param>
    /// <param name="high">The most.</param>
    public static Interval Widen(Interval mean, int units, double low, double high)
    {
        if (!mean.IsPoint)
        {
            return mean;
        }

        var other = Proportion.Exact(0, units).High;
        return mean with { Low = mean.Estimate - (other * Math.Max(0, mean.Estimate - low)), High = mean.Estimate + (other * Math.Max(0, high - mean.Estimate)) };
    }
}
