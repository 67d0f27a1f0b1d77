namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>
/// Sentence BLEU of orders 1 to 4 as NLTK computes it: counts clipped by the most of any reference, smoothing method 4 of Chen and Cherry (2014),
/// brevity against the closest reference.
/// </summary>
internal static class Bleu
{
    private const int Orders = 4;
    private const double K = 5;

    /// <summary>From 0 to 1; 0 without a common word.</summary>
    public static double Of(IReadOnlyList<string> response, IReadOnlyList<IReadOnlyList<string>> references)
    {
        var grams = new NGrams<string>();
        var said = grams.Count(response, Orders);
        var expected = references.Select(r => grams.Count(r, Orders)).ToList();
        var precisions = new (int Shared, int Of)[Orders];
        for (var n = 0; n < Orders; n++)
        {
            precisions[n] = (said[n].Sum(gram => Math.Min(gram.Value, expected.Max(e => e[n].GetValueOrDefault(gram.Key)))), Math.Max(1, said[n].Total()));
        }

        if (precisions[0].Shared == 0)
        {
            return 0;
        }

        var logarithms = Smoothed(precisions, response.Count).Where(p => p > 0).Sum(p => Math.Log(p) / Orders);
        return Math.Min(1, Brevity(response.Count, references.Select(r => r.Count)) * Math.Exp(logarithms));
    }

    /// <summary>The precisions, with zeros made small by the length of the response.</summary>
    public static double[] Smoothed(IReadOnlyList<(int Shared, int Of)> precisions, int length)
    {
        var zeros = 0;
        return [.. precisions.Select(p => p.Shared == 0 && length > 1 ? Math.Log(length) / (Math.Pow(2, ++zeros) * K) / p.Of : (double)p.Shared / p.Of)];
    }

    /// <summary>What a response shorter than the closest reference (the shorter of two equally close ones) loses.</summary>
    public static double Brevity(int length, IEnumerable<int> references)
    {
        var closest = references.MinBy(r => (Math.Abs(r - length), r));
        return length > closest ? 1 : length == 0 ? 0 : Math.Exp(1 - ((double)closest / length));
    }
}
