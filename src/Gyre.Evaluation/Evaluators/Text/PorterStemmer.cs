namespace Gyre.Evaluation.Evaluators.Text;

/// <summary>
/// Porter's stemmer (1980) with the later departures and the irregular words that NLTK's has by default, so that METEOR and ROUGE agree with the reference programs.
/// </summary>
internal static class PorterStemmer
{
    private static readonly Dictionary<string, string> Irregular =
        ("skies sky sky sky dying die lying lie tying tie news news innings inning inning inning outings outing outing outing cannings canning canning canning "
        + "howe howe proceed proceed exceed exceed succeed succeed").Split(' ').Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> IrregularSpans = Irregular.GetAlternateLookup<ReadOnlySpan<char>>();

    // The first suffix that fits decides, whether or not its condition holds.
    private static readonly (string Suffix, string Becomes)[] Doubled =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"),
        ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"),
        ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
    ];

    private static readonly (string Suffix, string Becomes)[] Adjectives =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Bare =
        ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"];

    /// <summary>The stem of a word in lower case; words of one or two letters are their own.</summary>
    public static string Stem(ReadOnlySpan<char> word)
    {
        if (IrregularSpans.TryGetValue(word, out var irregular))
        {
            return irregular;
        }

        if (word.Length <= 2)
        {
            return word.ToString();
        }

        // No step makes a word longer than it was, but for an "e" put back.
        Span<char> letters = word.Length < 64 ? stackalloc char[64] : new char[word.Length + 1];
        word.CopyTo(letters);
        var stem = new Letters(letters, word.Length);
        Plural(ref stem);
        PastAndProgressive(ref stem);
        if (stem.EndsWith("y") && stem.Length > 2 && stem.IsConsonant(stem.Length - 2))
        {
            stem.Replace(1, "i");
        }

        Double(ref stem);
        Apply(Adjectives, ref stem);
        Strip(ref stem);
        FinalE(ref stem);
        return stem.Word.ToString();
    }

    private static void Plural(ref Letters word)
    {
        if (word.EndsWith("ies"))
        {
            word.Replace(3, word.Length == 4 ? "ie" : "i");
        }
        else if (word.EndsWith("sses"))
        {
            word.Replace(2, "");
        }
        else if (word.EndsWith("s") && !word.EndsWith("ss"))
        {
            word.Replace(1, "");
        }
    }

    private static void PastAndProgressive(ref Letters word)
    {
        if (word.EndsWith("ied"))
        {
            word.Replace(3, word.Length == 4 ? "ie" : "i");
            return;
        }

        if (word.EndsWith("eed"))
        {
            word.Replace(1, word.Measure(word.Length - 3) > 0 ? "" : "d");
            return;
        }

        var ending = word.EndsWith("ed") ? 2 : word.EndsWith("ing") ? 3 : 0;
        if (ending == 0 || !word.HasVowel(word.Length - ending))
        {
            return;
        }

        word.Replace(ending, "");
        if (word.EndsWith("at") || word.EndsWith("bl") || word.EndsWith("iz"))
        {
            word.Replace(0, "e");
        }
        else if (word.EndsDoubled())
        {
            word.Replace(1, word[^1] is 'l' or 's' or 'z' ? word[^1].ToString() : "");
        }
        else if (word.Measure(word.Length) == 1 && word.IsShort(word.Length))
        {
            word.Replace(0, "e");
        }
    }

    private static void Double(ref Letters word)
    {
        while (word.EndsWith("alli") && word.Measure(word.Length - 4) > 0)
        {
            word.Replace(2, "");
        }

        if (word.EndsWith("logi"))
        {
            // The l counts for the stem, so that "geology" is treated as "archaeology".
            word.Replace(1, word.Measure(word.Length - 3) > 0 ? "" : "i");
            return;
        }

        Apply(Doubled, ref word);
    }

    private static void Apply((string Suffix, string Becomes)[] rules, ref Letters word)
    {
        foreach (var (suffix, becomes) in rules)
        {
            if (word.EndsWith(suffix))
            {
                if (word.Measure(word.Length - suffix.Length) > 0)
                {
                    word.Replace(suffix.Length, becomes);
                }

                return;
            }
        }
    }

    private static void Strip(ref Letters word)
    {
        foreach (var suffix in Bare)
        {
            if (word.EndsWith(suffix))
            {
                var rest = word.Length - suffix.Length;
                if (word.Measure(rest) > 1 && (suffix != "ion" || word[rest - 1] is 's' or 't'))
                {
                    word.Replace(suffix.Length, "");
                }

                return;
            }
        }
    }

    private static void FinalE(ref Letters word)
    {
        if (word.EndsWith("e"))
        {
            var measure = word.Measure(word.Length - 1);
            if (measure > 1 || (measure == 1 && !word.IsShort(word.Length - 1)))
            {
                word.Replace(1, "");
            }
        }

        if (word.EndsWith("ll") && word.Measure(word.Length - 1) > 1)
        {
            word.Replace(1, "");
        }
    }

    /// <summary>A word that is being cut, and what Porter asks of it.</summary>
    private ref struct Letters(Span<char> letters, int length)
    {
        private readonly Span<char> letters = letters;

        public int Length { get; private set; } = length;

        public readonly ReadOnlySpan<char> Word => letters[..Length];

        public readonly char this[Index index] => letters[index.GetOffset(Length)];

        public readonly bool EndsWith(string suffix) => letters[..Length].EndsWith(suffix);

        public void Replace(int ending, string becomes)
        {
            becomes.CopyTo(letters[(Length - ending)..]);
            Length += becomes.Length - ending;
        }

        public readonly bool IsConsonant(int at)
        {
            // An y is one after a vowel and at the beginning: of several in a row every second.
            var run = 0;
            while (letters[at - run] == 'y' && at > run)
            {
                run++;
            }

            var first = letters[at - run] is not ('a' or 'e' or 'i' or 'o' or 'u');
            return first == (run % 2 == 0);
        }

        public readonly bool HasVowel(int end)
        {
            for (var at = 0; at < end; at++)
            {
                if (!IsConsonant(at))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>How many times consonants follow vowels among the first letters.</summary>
        public readonly int Measure(int end)
        {
            var measure = 0;
            var afterVowel = false;
            for (var at = 0; at < end; at++)
            {
                var consonant = letters[at] == 'y' ? at == 0 || afterVowel : IsConsonant(at);
                measure += consonant && afterVowel ? 1 : 0;
                afterVowel = !consonant;
            }

            return measure;
        }

        public readonly bool EndsDoubled() => Length >= 2 && letters[Length - 1] == letters[Length - 2] && IsConsonant(Length - 1);

        /// <summary>Whether the first letters end as "hop" does (consonant, vowel, consonant), or are a vowel and a consonant.</summary>
        public readonly bool IsShort(int end) => end switch
        {
            2 => !IsConsonant(0) && IsConsonant(1),
            > 2 => IsConsonant(end - 3) && !IsConsonant(end - 2) && IsConsonant(end - 1) && letters[end - 1] is not ('w' or 'x' or 'y'),
            _ => false,
        };
    }
}
