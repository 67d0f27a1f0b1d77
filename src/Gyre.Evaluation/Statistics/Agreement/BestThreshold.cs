namespace Gyre.Evaluation.Statistics.Agreement;

/// <summary>The score from which an item should count as good, and how well that works on items it was not chosen by.</summary>
/// <param name="Value">Items at or above it count as good.</param>
/// <param name="Youden">Sensitivity plus specificity less one (Youden 1950), estimated by cross-validation: the value on the items that it was chosen by is too rosy.</param>
/// <param name="Accuracy">Share of items put right, cross-validated, with Wilson's interval.</param>
internal sealed record BestThreshold(double Value, double Youden, Interval Accuracy)
{
    private const int Folds = 10;

    /// <summary>For each item whether it passes the threshold that was chosen without it.</summary>
    public required IReadOnlyList<bool> Passes { get; init; }

    private IReadOnlyList<double> Chosen { get; init; } = [];

    /// <summary>The share of other items that pass the thresholds by which <see cref="Passes"/> tells: the one rate that its errors are the errors of.</summary>
    /// <param name="scores">One per item.</param>
    public double Share(IReadOnlyList<double> scores) => Chosen.Average(threshold => scores.Count(score => score >= threshold)) / scores.Count;

    /// <summary>The best threshold; null where all items are good, or all are bad.</summary>
    /// <param name="scores">One per item.</param>
    /// <param name="isGood">What people say.</param>
    /// <param name="clusters">For each item what it belongs to: items that belong together are never in two parts. Null where each stands alone.</param>
    /// <param name="seed">Of the split into ten parts.</param>
    public static BestThreshold? Find(IReadOnlyList<double> scores, IReadOnlyList<bool> isGood, IReadOnlyList<int>? clusters = null, int seed = MeanInterval.Seed)
    {
        var items = Enumerable.Range(0, scores.Count).ToArray();
        if (Best(items, scores, isGood) is not { } value)
        {
            return null;
        }

        clusters ??= items;
        var parts = Deal(items, isGood, clusters, new SeededRandom(seed));
        var (right, passing, thresholds) = (new bool[items.Length], new bool[items.Length], new double[Folds]);
        var (hits, falseAlarms, good, bad) = (0, 0, 0, 0);
        for (var fold = 0; fold < Folds; fold++)
        {
            var chosen = Best([.. items.Where(i => parts[i] != fold)], scores, isGood) ?? value;
            thresholds[fold] = chosen;
            foreach (var item in items.Where(i => parts[i] == fold))
            {
                var passes = scores[item] >= chosen;
                good += isGood[item] ? 1 : 0;
                bad += isGood[item] ? 0 : 1;
                hits += isGood[item] && passes ? 1 : 0;
                falseAlarms += !isGood[item] && passes ? 1 : 0;
                passing[item] = passes;
                right[item] = passes == isGood[item];
            }
        }

        var lines = clusters.Distinct().Count() == items.Length ? items.Length : EffectiveLines.Of(right, [.. clusters]);
        return new BestThreshold(value, ((double)hits / good) - ((double)falseAlarms / bad), Proportion.Wilson(lines * (hits + bad - falseAlarms) / items.Length, lines)) { Passes = passing, Chosen = thresholds };
    }

    // Good and bad items are dealt out apart, so that every part has its share of both; a cluster goes where its first item goes.
    private static int[] Deal(int[] items, IReadOnlyList<bool> isGood, IReadOnlyList<int> clusters, SeededRandom random)
    {
        var parts = new int[items.Length];
        var places = new Dictionary<int, int>();
        foreach (var item in items.OrderBy(i => isGood[i]).ThenBy(_ => random.Next()).ToArray())
        {
            places.TryAdd(clusters[item], places.Count % Folds);
            parts[item] = places[clusters[item]];
        }

        return parts;
    }

    // Between two scores that occur, any threshold does the same: the middle is the least sensitive to new ones.
    private static double? Best(IReadOnlyList<int> items, IReadOnlyList<double> scores, IReadOnlyList<bool> isGood)
    {
        var sorted = items.OrderByDescending(i => scores[i]).ToArray();
        var good = sorted.Count(i => isGood[i]);
        var bad = sorted.Length - good;
        if (good == 0 || bad == 0)
        {
            return null;
        }

        var (hits, falseAlarms, best, value) = (0, 0, double.NegativeInfinity, double.NaN);
        for (var i = 0; i < sorted.Length; i++)
        {
            hits += isGood[sorted[i]] ? 1 : 0;
            falseAlarms += isGood[sorted[i]] ? 0 : 1;
            var next = i + 1 < sorted.Length ? scores[sorted[i + 1]] : scores[sorted[i]];
            var youden = ((double)hits / good) - ((double)falseAlarms / bad);
            if ((i + 1 == sorted.Length || next < scores[sorted[i]]) && youden > best)
            {
                (best, value) = (youden, (scores[sorted[i]] + next) / 2);
            }
        }

        return value;
    }
}
