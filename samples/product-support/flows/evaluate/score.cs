using System.Text.RegularExpressions;

/// <summary>Scores one answer against its reference, its context and what may be answered at all.</summary>
public static partial class ScoreTool
{
    public static Scores Score(string answer, string reference_answer, bool answerable, string context, string product, string found_product)
    {
        var refused = Refusal().IsMatch(answer);
        return new Scores(
            F1: answerable ? (refused ? 0 : TokenF1(answer, reference_answer)) : (refused ? 1 : 0),
            Refused: refused,
            RefusalRight: refused == !answerable,
            Grounded: refused ? null : Overlap(Tokens(answer), [.. Tokens(context)]),
            Numbers: answerable ? NumbersFound(answer, reference_answer) : null,
            RightManual: product.Length == 0 ? null : product == found_product ? 1 : 0);
    }

    /// <summary>The SQuAD measure: harmonic mean of the shares of words in common.</summary>
    private static double TokenF1(string answer, string reference)
    {
        var (got, wanted) = (Tokens(answer), Tokens(reference));
        var left = wanted.GroupBy(t => t).ToDictionary(g => g.Key, g => g.Count());
        var common = 0;
        foreach (var token in got.Where(t => left.GetValueOrDefault(t) > 0))
        {
            left[token]--;
            common++;
        }

        return common == 0 ? 0 : 2.0 * common / (got.Count + wanted.Count);
    }

    /// <summary>Share of the reference's numbers that the answer has; null where it has none.</summary>
    private static double? NumbersFound(string answer, string reference)
    {
        var wanted = Number().Matches(reference).Select(m => m.Value).Distinct().ToList();
        var got = Number().Matches(answer).Select(m => m.Value).ToHashSet();
        return wanted.Count == 0 ? null : wanted.Count(got.Contains) / (double)wanted.Count;
    }

    private static double Overlap(List<string> tokens, HashSet<string> there) =>
        tokens.Count == 0 ? 0 : tokens.Count(there.Contains) / (double)tokens.Count;

    private static List<string> Tokens(string text) =>
        [.. Word().Matches(text.ToLowerInvariant()).Select(m => m.Value).Where(t => t is not ("a" or "an" or "the"))];

    [GeneratedRegex(@"\d+(?:[.,]\d+)*|[\p{L}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\d+(?:[.,]\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex("(do not|don't|cannot|can't) (know|say|find|answer)", RegexOptions.IgnoreCase)]
    private static partial Regex Refusal();
}

/// <param name="F1">0 to 1; for a question without an answer 1 if refused.</param>
/// <param name="Refused">Whether the answer says that it does not know.</param>
/// <param name="RefusalRight">Whether it refused exactly where it should.</param>
/// <param name="Grounded">Share of the answer's words that stand in the context; null for a refusal.</param>
/// <param name="Numbers">Share of the reference's numbers in the answer; null where there are none.</param>
/// <param name="RightManual">1 where the right manual was found; null where no product is known.</param>
public sealed record Scores(double F1, bool Refused, bool RefusalRight, double? Grounded, double? Numbers, double? RightManual);
