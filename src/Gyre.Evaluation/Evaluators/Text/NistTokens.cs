using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Evaluators.Text;

/// <summary>
/// Cuts a text as the NIST scripts for BLEU do, and with them NLTK's NISTTokenizer, which azure-ai-evaluation uses: case is kept, punctuation is a token.
/// Text beyond Latin-1 is cut by the scripts' international rules.
/// </summary>
internal static partial class NistTokens
{
    /// <summary>The tokens in order.</summary>
    public static string[] Of(string text)
    {
        text = text.Replace("<skipped>", "", StringComparison.Ordinal).Replace('\u2028', ' ');
        text = Unescaped(text);
        text = text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff') ? International(text) : Western($" {text} ");
        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Western(string text)
    {
        text = Punctuation().Replace(text, " $1 ");
        text = MarkAfterOther().Replace(text, "$1 $2 ");
        text = MarkBeforeOther().Replace(text, " $1 $2");
        return DashAfterDigit().Replace(text, "$1 $2 ");
    }

    private static string International(string text)
    {
        text = Ascii().Replace(text, " $1 ");
        text = PunctuationAfterOther().Replace(text, "$1 $2 ");
        text = PunctuationBeforeOther().Replace(text, " $1 $2");
        return Symbol().Replace(text, " $1 ");
    }

    // The ampersand comes last, so that "&amp;lt;" is read as "&lt;".
    private static string Unescaped(string text) => !text.Contains('&', StringComparison.Ordinal)
        ? text
        : text.Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&apos;", "'", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    [GeneratedRegex(@"([{-~\[-` -&(-+:-@/])")]
    private static partial Regex Punctuation();

    [GeneratedRegex("([^0-9])([.,])")]
    private static partial Regex MarkAfterOther();

    [GeneratedRegex("([.,])([^0-9])")]
    private static partial Regex MarkBeforeOther();

    [GeneratedRegex("([0-9])(-)")]
    private static partial Regex DashAfterDigit();

    [GeneratedRegex(@"([\x00-\x7f]+)")]
    private static partial Regex Ascii();

    [GeneratedRegex(@"(\P{N})(\p{P})")]
    private static partial Regex PunctuationAfterOther();

    [GeneratedRegex(@"(\p{P})(\P{N})")]
    private static partial Regex PunctuationBeforeOther();

    [GeneratedRegex(@"(\p{S})")]
    private static partial Regex Symbol();
}
