namespace Gyre.Evaluation.Statistics;

/// <summary>What several tries of the same items say.</summary>
internal static class Repeats
{
    /// <summary>pass@k: the chance that at least one of k tries passes, without bias from n tries (Chen et al. 2021), with its interval over the items.</summary>
    /// <param name="items">For each item how many of its tries passed; items with fewer than k tries are left out.</param>
    /// <param name="k">Tries.</param>
    public static Interval PassAtK(IReadOnlyList<(int Passed, int Tries)> items, int k) =>
        OverItems([.. items.Where(i => i.Tries >= k).Select(i => 1 - NoneOf(i.Passed, i.Tries, k))]);

    /// <summary>pass^k: the chance that all of k tries pass, likewise: what a user who comes back k times meets.</summary>
    public static Interval PassHatK(IReadOnlyList<(int Passed, int Tries)> items, int k) =>
        OverItems([.. items.Where(i => i.Tries >= k).Select(i => NoneOf(i.Tries - i.Passed, i.Tries, k))]);

    /// <summary>
    /// How much of the spread lies between items and how much between tries of one item (one-way random effects). More items
    /// lessen both, more tries only the second.
    /// </summary>
    /// <param name="items">The scores of each item's tries; items with a single try help to tell the items apart only.</param>
    /// <returns>Variances; that between tries is NaN where no item has two.</returns>
    public static (double BetweenItems, double BetweenTries) Variances(IReadOnlyList<double[]> items)
    {
        var scored = items.Where(i => i.Length > 0).ToArray();
        var (count, squares) = (scored.Sum(i => (double)i.Length), scored.Sum(i => (double)i.Length * i.Length));
        var grand = scored.Sum(i => i.Sum()) / count;
        var within = scored.Sum(i => i.Sum(v => Math.Pow(v - i.Average(), 2))) / (count - scored.Length);
        if (count <= scored.Length)
        {
            return (double.NaN, double.NaN);
        }

        var between = scored.Sum(i => i.Length * Math.Pow(i.Average() - grand, 2)) / (scored.Length - 1);
        return (scored.Length < 2 ? double.NaN : Math.Max(0, (between - within) / ((count - (squares / count)) / (scored.Length - 1))), within);
    }

    // The chance that k of n drawn without return have none of the c that are marked: C(n - c, k) / C(n, k).
    private static double NoneOf(int marked, int tries, int k)
    {
        var product = 1.0;
        for (var i = 0; i < k; i++)
        {
            product *= Math.Max(0, tries - marked - i) / (double)(tries - i);
        }

        return product;
    }

    private static Interval OverItems(double[] shares)
    {
        if (shares.All(s => s is 0 or 1))
        {
            return Proportion.Wilson(shares.Sum(), shares.Length);
        }

        var mean = AlikeValues.Widen(MeanInterval.Of(shares).Interval, shares.Length, 0, 1);
        return mean with { Low = Math.Max(0, mean.Low), High = Math.Min(1, mean.High) };
    }
}
