namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>The first letters of successive words of the context: "IVF" stands for "in vitro fertilization", "USA" for "United States of America".</summary>
internal sealed class Initials
{
    /// <summary>The fewest and the most letters that are looked for.</summary>
    public const int Fewest = 2, Most = 5;

    private readonly HashSet<long> found = [];

    public Initials(IReadOnlyList<Passage> passages, ContextIndex context)
    {
        var (all, content) = (0L, 0L);
        for (var at = 0; at < context.Sentences; at++)
        {
            (all, content) = (0, 0);
            var sentence = context[at];
            var text = sentence.IsTitle ? passages[sentence.Passage].Title : passages[sentence.Passage].Text;
            foreach (var term in context.Terms(at))
            {
                var letter = char.ToLowerInvariant(text[term.Place.Start]);
                all = Add(all, letter);
                content = term.IsContent ? Add(content, letter) : content;
            }
        }
    }

    /// <summary>Whether successive words begin with the letters of a word in capitals.</summary>
    public bool Has(ReadOnlySpan<char> word)
    {
        var key = 0L;
        var letters = 0;
        foreach (var c in word)
        {
            if (char.IsAsciiLetterUpper(c))
            {
                key = (key << 8) | (uint)char.ToLowerInvariant(c);
                letters++;
            }
            else if (c != '.')
            {
                return false;
            }
        }

        return letters is >= Fewest and <= Most && found.Contains(key);
    }

    // Keeps the last letters, eight bits each, and notes what the last two to five of them spell.
    private long Add(long row, char letter)
    {
        row = ((row << 8) | (char.IsAsciiLetterLower(letter) ? letter : 1u)) & 0xff_ffff_ffff;
        for (var length = Fewest; length <= Most; length++)
        {
            found.Add(row & ((1L << (8 * length)) - 1));
        }

        return row;
    }
}
