using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>How far a context supports a response.</summary>
/// <param name="Score">0 to 1; null where the response has no word.</param>
/// <param name="Sentences">Sentence by sentence, those without a word left out.</param>
/// <param name="Context">The context as it was read.</param>
internal sealed record Groundedness(double? Score, IReadOnlyList<SentenceCheck> Sentences, ContextIndex Context)
{
    private const int LanguageSample = 1_000, LeastSample = 100;

    // What says nothing that the context could support is neither right nor wrong.
    private const double Undecided = 0.5;

    private const double EnglishShare = 0.15;

    /// <summary>Measures it.</summary>
    /// <param name="response">What was answered.</param>
    /// <param name="passages">What it had read.</param>
    /// <param name="query">What was asked; empty where not known.</param>
    public static Groundedness Of(string response, IReadOnlyList<Passage> passages, string query)
    {
        var checker = new SentenceChecker(passages, new Vocabulary(IsEnglish(response, passages)));
        var marks = new ListMarks(response);
        var checks = Text.Sentences.Of(response).Select(place => checker.Check(response, place, marks)).Where(c => c.Words > 0).ToList();
        if (checks.Exists(c => c.Kind != SentenceKind.Claim))
        {
            var open = Undecided * (1 - Asked(query, checker));
            checks = checks.ConvertAll(c => c.Kind switch
            {
                SentenceKind.Refusal => c with { Support = Math.Max(c.Support, open) },
                SentenceKind.Courtesy => c with { Support = Math.Max(c.Support, Undecided) },
                _ => c,
            });
        }

        var counted = checks.FindAll(c => c.Kind != SentenceKind.Courtesy);
        return new Groundedness(Mean(counted.Count > 0 ? counted : checks), checks, checker.Context);
    }

    // Whether the answer was there to be found: how much of the question stands in one place of the context.
    private static double Asked(string query, SentenceChecker checker)
    {
        var marks = new ListMarks(query);
        return Text.Sentences.Of(query).Select(place => checker.Check(query, place, marks).Share).DefaultIfEmpty(0).Max();
    }

    // Long sentences count more, but not in full proportion: one of thirty words is not worth ten headings of three.
    private static double? Mean(List<SentenceCheck> checks) =>
        checks.Count == 0 ? null : checks.Sum(c => c.Support * Math.Sqrt(c.Words)) / checks.Sum(c => Math.Sqrt(c.Words));

    private static bool IsEnglish(string response, IReadOnlyList<Passage> passages)
    {
        var (words, function) = (0, 0);
        Span<char> lower = stackalloc char[16];
        var tokens = new List<Token>();
        var each = Math.Max(LeastSample, LanguageSample / (passages.Count + 1));
        foreach (var text in passages.Select(p => p.Text).Append(response))
        {
            tokens.Clear();
            Tokens.Read(text, new TextSpan(0, Math.Min(text.Length, each)), tokens);
            foreach (var token in tokens)
            {
                words++;
                function += token.Kind == TokenKind.Word && token.Place.Length <= lower.Length && FunctionWords.Has(lower[..token.Place.Of(text).ToLowerInvariant(lower)]) ? 1 : 0;
            }
        }

        return function >= EnglishShare * words;
    }
}
