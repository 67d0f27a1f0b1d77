namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>How much of each of two texts is in the other.</summary>
/// <param name="Precision">Share of the response.</param>
/// <param name="Recall">Share of the reference.</param>
internal readonly record struct Overlaps(double Precision, double Recall)
{
    /// <summary>Their harmonic mean; 0 where both are.</summary>
    public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    /// <summary>From counts: what is shared, and how much there is on each side.</summary>
    public static Overlaps Of(int shared, int response, int reference) =>
        shared == 0 ? default : new((double)shared / response, (double)shared / reference);

    /// <summary>By words, each as often as it occurs on both sides.</summary>
    public static Overlaps OfWords(IReadOnlyList<string> response, IReadOnlyList<string> reference) => OfGrams(response, reference, 1);

    /// <summary>By n-grams of one order: ROUGE-N.</summary>
    public static Overlaps OfGrams(IReadOnlyList<string> response, IReadOnlyList<string> reference, int order)
    {
        var grams = new NGrams<string>();
        var (said, expected) = (grams.Count(response, order)[^1], grams.Count(reference, order)[^1]);
        return Of(said.Shared(expected), said.Total(), expected.Total());
    }

    /// <summary>By the longest common subsequence of words: ROUGE-L.</summary>
    public static Overlaps OfSequence(IReadOnlyList<string> response, IReadOnlyList<string> reference) =>
        Of(Common(response, reference), response.Count, reference.Count);

    private static int Common(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var lengths = new int[b.Count + 1];
        foreach (var word in a)
        {
            var before = 0;
            for (var j = 1; j <= b.Count; j++)
            {
                var above = lengths[j];
                lengths[j] = string.Equals(word, b[j - 1], StringComparison.Ordinal) ? before + 1 : Math.Max(above, lengths[j - 1]);
                before = above;
            }
        }

        return lengths[b.Count];
    }
}
