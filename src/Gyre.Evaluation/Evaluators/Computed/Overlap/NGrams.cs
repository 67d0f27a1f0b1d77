namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>Numbers the n-grams of some sequences, equal ones alike, and counts them.</summary>
/// <typeparam name="T">What the sequences are made of: words, letters.</typeparam>
internal sealed class NGrams<T>
    where T : notnull
{
    private readonly Dictionary<T, int> items = [];
    private readonly Dictionary<(int Start, int Item), int> longer = [];
    private int numbers;

    /// <summary>How often each n-gram occurs in a sequence; place n - 1 is for those of order n.</summary>
    public Dictionary<int, int>[] Count(IReadOnlyList<T> sequence, int orders)
    {
        var words = new int[sequence.Count];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Number(items, sequence[i]);
        }

        var counts = new Dictionary<int, int>[orders];
        var grams = words.AsSpan().ToArray();
        for (var order = 1; order <= orders; order++)
        {
            var count = new Dictionary<int, int>();
            for (var i = 0; i + order <= words.Length; i++)
            {
                grams[i] = order == 1 ? words[i] : Number(longer, (grams[i], words[i + order - 1]));
                count[grams[i]] = count.GetValueOrDefault(grams[i]) + 1;
            }

            counts[order - 1] = count;
        }

        return counts;
    }

    private int Number<TKey>(Dictionary<TKey, int> known, TKey key)
        where TKey : notnull
    {
        if (!known.TryGetValue(key, out var number))
        {
            known[key] = number = numbers++;
        }

        return number;
    }
}

/// <summary>What counts of n-grams share.</summary>
internal static class NGramCounts
{
    /// <summary>How many n-grams two sequences share, each as often as in both.</summary>
    public static int Shared(this Dictionary<int, int> a, Dictionary<int, int> b) => a.Sum(gram => Math.Min(gram.Value, b.GetValueOrDefault(gram.Key)));

    /// <summary>How many n-grams a sequence has.</summary>
    public static int Total(this Dictionary<int, int> counts) => counts.Values.Sum();
}
