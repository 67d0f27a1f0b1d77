using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>
/// METEOR (Lavie and Agarwal 2007) with NLTK's alignment: equal words first, then equal Porter stems, from the end of the text. NLTK's third step,
/// synonyms of WordNet, is left out.
/// </summary>
internal static class Meteor
{
    private const double Alpha = 0.9, Beta = 3, Gamma = 0.5;

    /// <summary>From 0 to 1, of words in any case.</summary>
    public static double Of(IReadOnlyList<string> response, IReadOnlyList<string> reference)
    {
        string[] said = [.. response.Select(Lower)], expected = [.. reference.Select(Lower)];
        var partner = new int[said.Length];
        Array.Fill(partner, -1);
        var taken = new bool[expected.Length];
        Match(said, expected, partner, taken);
        Match([.. said.Select(w => PorterStemmer.Stem(w))], [.. expected.Select(w => PorterStemmer.Stem(w))], partner, taken);

        var matches = partner.Count(p => p >= 0);
        if (matches == 0)
        {
            return 0;
        }

        var (precision, recall) = ((double)matches / said.Length, (double)matches / expected.Length);
        var mean = precision * recall / ((Alpha * precision) + ((1 - Alpha) * recall));
        return (1 - (Gamma * Math.Pow((double)Chunks(partner) / matches, Beta))) * mean;
    }

    private static string Lower(string word) => word.ToLowerInvariant();

    private static void Match(string[] said, string[] expected, int[] partner, bool[] taken)
    {
        var places = new Dictionary<string, Stack<int>>(StringComparer.Ordinal);
        for (var j = 0; j < expected.Length; j++)
        {
            if (!taken[j])
            {
                if (!places.TryGetValue(expected[j], out var stack))
                {
                    places[expected[j]] = stack = [];
                }

                stack.Push(j);
            }
        }

        for (var i = said.Length - 1; i >= 0; i--)
        {
            if (partner[i] < 0 && places.TryGetValue(said[i], out var stack) && stack.TryPop(out var place))
            {
                partner[i] = place;
                taken[place] = true;
            }
        }
    }

    // Runs of matches that stand side by side on both sides.
    private static int Chunks(int[] partner)
    {
        var chunks = 0;
        for (var i = 0; i < partner.Length; i++)
        {
            chunks += partner[i] >= 0 && (i == 0 || partner[i - 1] < 0 || partner[i] != partner[i - 1] + 1) ? 1 : 0;
        }

        return chunks;
    }
}
