namespace Gyre.Evaluation.Statistics;

/// <summary>Something computed from some of the items, by their places; an item may come more than once.</summary>
internal delegate double Statistic(ReadOnlySpan<int> items);

/// <summary>The expanded BCa bootstrap interval of any statistic over independent items.</summary>
internal static class StatisticInterval
{
    // Resamples times items: a second or so of the dearest statistic, a rank correlation.
    private const int Work = 8_000_000, MostResamples = 2_000, FewestResamples = 500;

    // Leaving out groups instead of single items tells the acceleration as well.
    private const int JackknifeGroups = 200;

    /// <param name="items">How many there are.</param>
    /// <param name="statistic">What to compute; NaN where it has no value.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    public static Interval Of(int items, Statistic statistic, int seed = MeanInterval.Seed)
    {
        var all = Enumerable.Range(0, items).ToArray();
        var estimate = items == 0 ? double.NaN : statistic(all);
        if (items < 3 || double.IsNaN(estimate))
        {
            return Interval.Unbounded(estimate);
        }

        var resampled = new double[Math.Clamp(Work / items, FewestResamples, MostResamples)];
        var random = new SeededRandom(seed);
        var drawn = new int[items];
        for (var r = 0; r < resampled.Length; r++)
        {
            random.Fill(drawn, items);
            resampled[r] = statistic(drawn);
        }

        var known = resampled.Where(value => !double.IsNaN(value)).ToArray();
        return known.Length == 0 || known.Min() == known.Max()
            ? Interval.Unbounded(estimate)
            : BcaEnds.Of(known, estimate, Acceleration(all, statistic), items);
    }

    /// <summary>The same for items that come in groups: whole groups are drawn, because items of one group say the same thing again.</summary>
    /// <param name="groups">The places of each group's items.</param>
    /// <param name="statistic">What to compute from items; NaN where it has no value.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    public static Interval Of(IReadOnlyList<int[]> groups, Statistic statistic, int seed = MeanInterval.Seed)
    {
        return Of(groups.Count, OfGroups, seed);

        double OfGroups(ReadOnlySpan<int> drawn)
        {
            var count = 0;
            foreach (var group in drawn)
            {
                count += groups[group].Length;
            }

            var (items, at) = (new int[count], 0);
            foreach (var group in drawn)
            {
                groups[group].CopyTo(items, at);
                at += groups[group].Length;
            }

            return statistic(items);
        }
    }

    private static double Acceleration(int[] all, Statistic statistic)
    {
        var groups = Math.Min(all.Length, JackknifeGroups);
        var without = new double[groups];
        for (var g = 0; g < groups; g++)
        {
            without[g] = statistic([.. all.Where(i => i % groups != g)]);
        }

        var known = without.Where(value => !double.IsNaN(value)).ToArray();
        var mean = known.Length == 0 ? 0 : known.Average();
        var squares = known.Sum(value => (mean - value) * (mean - value));
        return squares > 0 ? known.Sum(value => Math.Pow(mean - value, 3)) / (6 * Math.Pow(squares, 1.5)) : 0;
    }
}
