using Gyre.Evaluation.Evaluators.Grounding;
using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Bench.Evaluation.Grounding;

/// <summary>What one would try first: shares of the answer's words that the context has.</summary>
internal static class WordOverlap
{
    /// <summary>Each occurrence of a word is found once.</summary>
    public static double Unigrams(JudgedAnswer answer)
    {
        var left = Words(answer.Context).CountBy(w => w).ToDictionary(StringComparer.Ordinal);
        return Share(Words(answer.Response), w => left.GetValueOrDefault(w) > 0 && left[w]-- > 0);
    }

    /// <summary>Stems of words that carry meaning.</summary>
    public static double ContentWords(JudgedAnswer answer)
    {
        var stems = Words(answer.Context).Select(w => PorterStemmer.Stem(w)).ToHashSet(StringComparer.Ordinal);
        return Share([.. Words(answer.Response).Where(w => FunctionWords.Role(w) == TermRole.Content)], w => stems.Contains(PorterStemmer.Stem(w)));
    }

    /// <summary>The longest row of words in the order of the context, gaps allowed, as a share of the answer.</summary>
    public static double RougeL(JudgedAnswer answer)
    {
        var (response, context) = (Words(answer.Response), Words(answer.Context));
        var row = new int[response.Count + 1];
        foreach (var word in context)
        {
            var corner = 0;
            for (var at = 1; at < row.Length; at++)
            {
                (corner, row[at]) = (row[at], word == response[at - 1] ? corner + 1 : Math.Max(row[at], row[at - 1]));
            }
        }

        return response.Count == 0 ? 0 : (double)row[^1] / response.Count;
    }

    /// <summary>The longest unbroken row of words, as a share of the answer.</summary>
    public static double LongestQuotation(JudgedAnswer answer)
    {
        var (response, context) = (Words(answer.Response), Words(answer.Context));
        var (row, longest) = (new int[response.Count + 1], 0);
        foreach (var word in context)
        {
            for (var at = row.Length - 1; at > 0; at--)
            {
                row[at] = word == response[at - 1] ? row[at - 1] + 1 : 0;
                longest = Math.Max(longest, row[at]);
            }
        }

        return response.Count == 0 ? 0 : (double)longest / response.Count;
    }

    private static double Share(List<string> words, Func<string, bool> found) => words.Count == 0 ? 0 : (double)words.Count(found) / words.Count;

    private static List<string> Words(List<Passage> context) => [.. context.SelectMany(p => Words($"{p.Title}\n{p.Text}"))];

    private static List<string> Words(string text)
    {
        var tokens = new List<Token>();
        Tokens.Read(text, new TextSpan(0, text.Length), tokens);
        return tokens.ConvertAll(t => t.Place.Of(text).ToString().ToLowerInvariant());
    }
}
