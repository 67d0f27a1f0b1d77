namespace Gyre.Evaluation.Statistics;

/// <summary>How many lines it takes to tell, four times out of five.</summary>
internal static class SampleSize
{
    /// <summary>The chance of telling that the sizes here are for.</summary>
    public const double Power = 0.8;

    /// <summary>Lines that show a mean difference of numbers (normal theory with Guenther's small-sample term).</summary>
    /// <param name="difference">The difference to see; not zero.</param>
    /// <param name="deviation">Spread of one line's difference.</param>
    /// <param name="alpha">Two-sided level of the test.</param>
    public static double ForMean(double difference, double deviation, double alpha = Quantiles.Alpha)
    {
        var z = Quantiles.Normal(1 - (alpha / 2));
        return Math.Pow((z + Quantiles.Normal(Power)) * deviation / difference, 2) + (z * z / 2);
    }

    /// <summary>Lines that show a difference of paired rates by McNemar's test (Miettinen 1968, Connor 1987).</summary>
    /// <param name="difference">The difference to see; not zero.</param>
    /// <param name="changing">The share of lines where the two differ.</param>
    /// <param name="alpha">Two-sided level of the test.</param>
    public static double ForRates(double difference, double changing, double alpha = Quantiles.Alpha)
    {
        var z = Quantiles.Normal(1 - (alpha / 2));
        return Math.Pow(((z * Math.Sqrt(changing)) + (Quantiles.Normal(Power) * Math.Sqrt(Math.Max(0, changing - (difference * difference))))) / difference, 2);
    }

    /// <summary>Lines whose interval lies within ±<paramref name="margin"/>; null where the difference is as large as that.</summary>
    /// <param name="difference">As it is.</param>
    /// <param name="deviation">Spread of one line's difference.</param>
    /// <param name="margin">The largest difference that does not matter.</param>
    public static double? ForEquivalence(double difference, double deviation, double margin)
    {
        var room = margin - Math.Abs(difference);
        if (room <= 0)
        {
            return null;
        }

        // Both sides can fail where the difference is near zero; the far side hardly ever where it is near the margin.
        var (low, high) = (0.0, Math.Pow((Quantiles.Z95 + Quantiles.Normal((1 + Power) / 2)) * deviation / room, 2));
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            var root = Math.Sqrt(middle) / deviation;
            var power = Quantiles.NormalBelow((room * root) - Quantiles.Z95) + Quantiles.NormalBelow(((margin + Math.Abs(difference)) * root) - Quantiles.Z95) - 1;
            (low, high) = power < Power ? (middle, high) : (low, middle);
        }

        return high;
    }
}
