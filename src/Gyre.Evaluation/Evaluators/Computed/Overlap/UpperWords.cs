using System.Text;

namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>Words as Microsoft.Extensions.AI.Evaluation compares them: upper case, articles kept, every mark a word of its own, a number with its marks one word.</summary>
internal static class UpperWords
{
    private static readonly (string Name, string Sign)[] Entities = [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&apos;", "'")];

    /// <summary>The words in order.</summary>
    public static List<string> Of(string text)
    {
        text = text.Replace("-\r\n", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal);
        var words = new List<string>();
        var word = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                End(word, words);
                at++;
            }
            else if (char.IsSymbol(c) || char.IsPunctuation(c))
            {
                End(word, words);
                var (name, sign) = Array.Find(Entities, e => string.CompareOrdinal(text, at, e.Name, 0, e.Name.Length) == 0);
                words.Add(sign ?? c.ToString());
                at += name?.Length ?? 1;
            }
            else if (char.IsNumber(c) && word.Length == 0)
            {
                var start = at;
                while (at < text.Length && (char.IsNumber(text[at]) || char.IsPunctuation(text[at])))
                {
                    at++;
                }

                words.Add(text[start..at]);
            }
            else
            {
                word.Append(char.ToUpperInvariant(c));
                at++;
            }
        }

        End(word, words);
        return words;
    }

    private static void End(StringBuilder word, List<string> words)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
