using System.Globalization;
using System.Text;

namespace Gyre.Models.Offline;

/// <summary>Text as comparable words: lower case, number words as digits, light stems, no words that every sentence has.</summary>
internal static class Words
{
    private static readonly HashSet<string> Empty = new(
        ("a an the and or but if then than that this these those there here it its is are was were be been being am do does did doing done have has had having "
        + "will would shall should can could may might must to of in on at by for from with without about as into onto over under up down out off so such not no nor "
        + "i me my mine you your yours he him his she her we us our they them their what which who whom whose when where why how much many long often far "
        + "any some all each every both few more most other own same too very just also only even still yet now please tell mean means say says said get gets got "
        + "because while during before after again once need want like using use used make makes made s t don doesn didn isn").Split(' '),
        StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Numbers =
        "zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 twenty 20 thirty 30 once 1 twice 2".Split(' ')
            .Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>The words that carry meaning, in order, repeats kept.</summary>
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormKC))
        {
            if (IsIdeograph(c))
            {
                // No blanks between words there: every character counts for itself.
                Flush(word, words);
                words.Add(c.ToString());
            }
            else if (char.IsLetterOrDigit(c) || (c is '.' or ',' && word.Length > 0 && char.IsDigit(word[^1])))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (c is not ('\'' or '’'))
            {
                Flush(word, words);
            }
            else if (word.Length > 0)
            {
                Flush(word, words);
            }
        }

        Flush(word, words);
        return words;
    }

    private static void Flush(StringBuilder word, List<string> words)
    {
        var text = word.ToString().TrimEnd('.', ',');
        word.Clear();
        if (text.Length == 0)
        {
            return;
        }

        if (Numbers.TryGetValue(text, out var digits))
        {
            words.Add(digits);
        }
        else if (!Empty.Contains(text))
        {
            words.Add(char.IsDigit(text[0]) ? text.Replace(",", "", StringComparison.Ordinal) : Stem(text));
        }
    }

    /// <summary>Cuts English endings, so that "descaling", "descales" and "descaler" meet. Wrong for some words, the same wrong on both sides.</summary>
    private static string Stem(string word)
    {
        if (word.Length <= 3)
        {
            return word;
        }

        var stem = word switch
        {
            _ when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
            _ when word.EndsWith("sses", StringComparison.Ordinal) => word[..^2],
            _ when word.EndsWith("ss", StringComparison.Ordinal) || word.EndsWith("us", StringComparison.Ordinal) => word,
            _ when word.EndsWith('s') => word[..^1],
            _ => word,
        };
        foreach (var ending in new[] { "ing", "ed", "er", "ly" })
        {
            if (stem.Length - ending.Length >= 4 && stem.EndsWith(ending, StringComparison.Ordinal))
            {
                stem = stem[..^ending.Length];
                break;
            }
        }

        stem = stem.Length > 4 && stem[^1] == stem[^2] ? stem[..^1] : stem;
        return stem.Length > 3 && stem[^1] == 'e' ? stem[..^1] : stem;
    }

    private static bool IsIdeograph(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter && c is >= '\u3040' and <= '\u9fff';
}
