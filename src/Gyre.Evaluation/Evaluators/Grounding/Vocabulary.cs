using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>Gives every form of one comparison a number: English words by their stems, other languages' by their first letters, numbers by value.</summary>
/// <param name="english">Whether to read words as English.</param>
internal sealed class Vocabulary(bool english)
{
    private const int OtherStem = 5, ShortWord = 3, MaxWord = 64;

    private readonly Dictionary<string, (int Id, TermRole Role)> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> stems = new(StringComparer.Ordinal);
    private readonly Dictionary<(decimal Value, Measure Measure), int> numbers = [];
    private readonly List<string> forms = [];
    private bool isContextRead;

    /// <summary>Whether words are read as English.</summary>
    public bool IsEnglish => english;

    /// <summary>How many forms there are.</summary>
    public int Count => forms.Count;

    /// <summary>The stem or value with a number.</summary>
    public string this[int id] => forms[id];

    /// <summary>The number of a stem; -1 where no text has it.</summary>
    public int Find(string stem) => stems.GetValueOrDefault(stem, -1);

    /// <summary>From here on a number that says what it counts is the same as one that does not, where the context has only that: "46" and "46 %".</summary>
    public void EndContext() => isContextRead = true;

    /// <summary>The term of a token.</summary>
    public Term Read(string text, Token token) => token.Kind switch
    {
        TokenKind.Number => new Term(Number(token), token.Place, TermRole.Number),
        TokenKind.Sign => new Term(Form(token.Place.Of(text).ToString()), token.Place, TermRole.Content),
        _ => Word(text, token),
    };

    private int Number(Token token)
    {
        var key = (token.Value, token.Measure);
        if (numbers.TryGetValue(key, out var id) || (isContextRead && AsOther(token, out id)))
        {
            return id;
        }

        forms.Add("");
        return numbers[key] = forms.Count - 1;
    }

    private bool AsOther(Token token, out int id) =>
        token.Measure != Measure.Plain ? numbers.TryGetValue((token.Value, Measure.Plain), out id)
        : numbers.TryGetValue((token.Value, Measure.Percent), out id) || numbers.TryGetValue((token.Value, Measure.Money), out id);

    private Term Word(string text, Token token)
    {
        var written = token.Place.Of(text);
        Span<char> lower = written.Length <= MaxWord ? stackalloc char[MaxWord] : new char[written.Length];
        var length = 0;
        foreach (var c in written)
        {
            // Initials are the same with and without points; a version is not.
            if (c != '.' || char.IsAsciiDigit(written[0]))
            {
                lower[length++] = c == '’' ? '\'' : char.ToLowerInvariant(c);
            }
        }

        ReadOnlySpan<char> word = lower[..length];
        word = word.EndsWith("'s") ? word[..^2] : word;

        // "US" is a country, "us" is not.
        if (token.Kind == TokenKind.Code || (word.Length is 2 or 3 && !written.ContainsAnyExceptInRange('A', 'Z')))
        {
            return new Term(Form(FunctionWords.Has(word) ? $"^{word}" : word.ToString()), token.Place, TermRole.Content);
        }

        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(word, out var known))
        {
            var role = english ? FunctionWords.Role(word) : word.Length <= ShortWord ? TermRole.Function : TermRole.Content;
            var stem = role == TermRole.Negation && word.EndsWith("n't") ? "not" : english ? AmericanSpelling(PorterStemmer.Stem(word)) : word[..Math.Min(word.Length, OtherStem)].ToString();
            lookup[word] = known = (Form(stem), role);
        }

        return new Term(known.Id, token.Place, known.Role);
    }

    // "colour" and "color", "organised" and "organized", "analyse" and "analyze" are one word; a stem that changes for another reason changes on both sides.
    private static string AmericanSpelling(string stem) => stem switch
    {
        [_, _, .. var start, 'o', 'u', 'r'] => $"{stem[..2]}{start}or",
        [_, _, _, .., 'i' or 'y', 's'] => $"{stem[..^1]}z",
        _ => stem,
    };

    private int Form(string stem)
    {
        if (!stems.TryGetValue(stem, out var id))
        {
            id = forms.Count;
            forms.Add(stem);
            stems[stem] = id;
        }

        return id;
    }
}
