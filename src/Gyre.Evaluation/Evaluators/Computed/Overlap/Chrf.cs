using System.Text;

namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>chrF (Popović 2015) as sacreBLEU computes it: precision and recall of letter n-grams (blanks left out), averaged over the orders that both sides have; chrF++ adds those of words.</summary>
internal static class Chrf
{
    private const int Letters = 6;

    /// <summary>From 0 to 1.</summary>
    /// <param name="response">The text to score.</param>
    /// <param name="reference">What it should be.</param>
    /// <param name="wordOrders">0 for chrF, 2 for chrF++.</param>
    /// <param name="beta">How many times recall counts as much as precision.</param>
    public static double Of(string response, string reference, int wordOrders = 0, double beta = 2)
    {
        List<(int Shared, int Said, int Expected)> orders = [.. Orders(Runes(response), Runes(reference), Letters)];
        if (wordOrders > 0)
        {
            orders.AddRange(Orders(Words(response), Words(reference), wordOrders));
        }

        var filled = orders.Where(o => o.Said > 0 && o.Expected > 0).ToList();
        if (filled.Count == 0)
        {
            return 0;
        }

        var (precision, recall) = (filled.Average(o => (double)o.Shared / o.Said), filled.Average(o => (double)o.Shared / o.Expected));
        var factor = beta * beta;
        return precision + recall > 0 ? (1 + factor) * precision * recall / ((factor * precision) + recall) : 0;
    }

    private static IEnumerable<(int, int, int)> Orders<T>(List<T> response, List<T> reference, int orders)
        where T : notnull
    {
        var grams = new NGrams<T>();
        return grams.Count(response, orders).Zip(grams.Count(reference, orders), (a, b) => (a.Shared(b), a.Total(), b.Total()));
    }

    private static List<Rune> Runes(string text) => [.. text.EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r))];

    // One mark of punctuation at the end of a word, else at its beginning, is a word of its own.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            words.AddRange(word.Length == 1 ? [word]
                : IsMark(word[^1]) ? [word[..^1], word[^1..]]
                : IsMark(word[0]) ? [word[..1], word[1..]]
                : [word]);
        }

        return words;
    }

    private static bool IsMark(char c) => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c));
}
