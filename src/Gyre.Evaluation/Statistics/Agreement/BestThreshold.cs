namespace Gyre.Evaluation.Statistics.Agreement;

/// <summary>The score from which an item should count as good, and how well that works on items it was not chosen by.</summary>
/// <param name="Value">Items at or above it count as good.</param>
/// <param name="Youden">Sensitivity plus specificity less one (Youden 1950), estimated by cross-validation: the value on the items that it was chosen by is too rosy.</param>
/// <param name="Accuracy">Share of items put right, cross-validated, with Wilson's interval.</param>
internal sealed record BestThreshold(double Value, double Youden, Interval Accuracy)
{
    private const int Folds = 10;

    /// <summary>The best threshold; null where all items are good, or all are bad.</summary>
    /// <param name="scores">One per item.</param>
    /// <param name="isGood">What people say.</param>
    /// <param name="seed">Of the split into ten parts.</param>
    public static BestThreshold? Find(IReadOnlyList<double> scores, IReadOnlyList<bool> isGood, int seed = MeanInterval.Seed)
    {
        var items = Enumerable.Range(0, scores.Count).ToArray();
        if (Best(items, scores, isGood) is not { } value)
        {
            return null;
        }

        // Good and bad items are dealt out apart, so that every part has its share of both.
        var random = new SeededRandom(seed);
        int[] dealt = [.. items.OrderBy(i => isGood[i]).ThenBy(_ => random.Next())];
        var (hits, falseAlarms, good, bad) = (0, 0, 0, 0);
        for (var fold = 0; fold < Folds; fold++)
        {
            var chosen = Best([.. dealt.Where((_, place) => place % Folds != fold)], scores, isGood) ?? value;
            foreach (var item in dealt.Where((_, place) => place % Folds == fold))
            {
                var passes = scores[item] >= chosen;
                good += isGood[item] ? 1 : 0;
                bad += isGood[item] ? 0 : 1;
                hits += isGood[item] && passes ? 1 : 0;
                falseAlarms += !isGood[item] && passes ? 1 : 0;
            }
        }

        return new BestThreshold(value, ((double)hits / good) - ((double)falseAlarms / bad), Proportion.Wilson(hits + bad - falseAlarms, items.Length));
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
