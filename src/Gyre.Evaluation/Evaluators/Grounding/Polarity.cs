namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>Whether two sentences about the same say the opposite: one denies what the other states, or has the opposite word.</summary>
/// <param name="vocabulary">The forms of both.</param>
internal sealed class Polarity(Vocabulary vocabulary)
{
    private const int Scope = 3, LongestSentence = 200;

    /// <summary>Whether one contradicts the other, as far as words show. A denial and an opposite together cancel out.</summary>
    public bool Differs(ReadOnlySpan<Term> one, ReadOnlySpan<Term> other)
    {
        if (one.Length > LongestSentence || other.Length > LongestSentence)
        {
            return false;
        }

        var (opposite, alike) = Directions(one, other);
        if (opposite && alike)
        {
            return false;
        }

        return Denies(one, other) != Denies(other, one) != opposite;
    }

    // An opposite counts only where neither sentence has the other's word too.
    private (bool Opposite, bool Alike) Directions(ReadOnlySpan<Term> one, ReadOnlySpan<Term> other)
    {
        var (opposite, alike) = (false, false);
        foreach (var term in one)
        {
            if (term.Id < 0 || Opposites.Of(vocabulary[term.Id]) is not { Length: > 0 } opposites)
            {
                continue;
            }

            if (Has(other, term.Id))
            {
                alike = true;
                continue;
            }

            foreach (var word in opposites)
            {
                opposite |= vocabulary.Find(word) is >= 0 and var id && Has(other, id) && !Has(one, id);
            }
        }

        return (opposite, alike);
    }

    // A denial of something that the other states, where the other denies nothing at all.
    private static bool Denies(ReadOnlySpan<Term> one, ReadOnlySpan<Term> other)
    {
        foreach (var term in other)
        {
            if (term.Role == TermRole.Negation)
            {
                return false;
            }
        }

        for (var at = 0; at < one.Length; at++)
        {
            if (one[at].Role == TermRole.Negation)
            {
                for (var next = at + 1; next < one.Length && next <= at + Scope; next++)
                {
                    if (one[next].IsContent)
                    {
                        if (Has(other, one[next].Id))
                        {
                            return true;
                        }

                        break;
                    }
                }
            }
        }

        return false;
    }

    private static bool Has(ReadOnlySpan<Term> terms, int id)
    {
        foreach (var term in terms)
        {
            if (term.Id == id)
            {
                return true;
            }
        }

        return false;
    }
}
