using System.Buffers;
using System.Collections.Frozen;

namespace Gyre.Evaluation.Evaluators.Text;

/// <summary>Cuts a text (plain, Markdown, or tokenised with blanks) into sentences, list items, headings and table rows, with their places.</summary>
internal static class Sentences
{
    private const int SoftWrap = 40, LongestAbbreviation = 8;

    private static readonly FrozenSet<string> Abbreviations = FrozenSet.ToFrozenSet(
        ("mr mrs ms dr prof sr jr st mt ft gen col sgt capt lt rev hon rep sen gov pres e.g i.e eg ie cf vs v etc al approx ca no nr fig figs eq sec vol vols ed eds pp "
        + "inc ltd co corp bros dept est min max avg u.s u.k u.n d.c a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun "
        + "z.b d.h u.a usw bzw dr.h ph.d p.s").Split(' '), StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AbbreviationSpans = Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>();

    // After these a sentence may well end, "at 5 p.m. The shop …", but not before a number: "No. 5".
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AlsoLast =
        FrozenSet.ToFrozenSet(["etc", "al", "inc", "ltd", "co", "corp", "u.s", "u.k", "u.n", "d.c", "a.m", "p.m", "jr", "sr", "usw", "ph.d", "no"], StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> Ends = SearchValues.Create(".!?。！？…\n\r");

    /// <summary>The sentences in order: none overlap, each has a letter or a digit.</summary>
    public static List<TextSpan> Of(string text)
    {
        var sentences = new List<TextSpan>();
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var next = text.AsSpan(at).IndexOfAny(Ends);
            if (next < 0)
            {
                break;
            }

            at += next;
            var end = text[at] is '\n' or '\r' ? EndOfLine(text, start, at) : EndOfSentence(text, start, at);
            if (end >= 0)
            {
                Add(text, start, end, sentences);
                start = end;
                at = Math.Max(at, end - 1);
            }
        }

        Add(text, start, text.Length, sentences);
        return sentences;
    }

    private static void Add(string text, int start, int end, List<TextSpan> sentences)
    {
        var span = TextSpan.Trimmed(text, start, end);
        foreach (var c in span.Of(text))
        {
            if (char.IsLetterOrDigit(c))
            {
                sentences.Add(span);
                return;
            }
        }
    }

    // A line that is broken only to fit a width goes on: it is long, and the next one begins as no sentence does.
    private static int EndOfLine(string text, int start, int at)
    {
        var next = at + 1;
        while (next < text.Length && text[next] is ' ' or '\t' or '\r')
        {
            next++;
        }

        if (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
        {
            return -1;
        }

        var goesOn = next < text.Length && char.IsLower(text[next]) && at - start > SoftWrap && text[Math.Max(start, at - 1)] is not ('.' or '!' or '?' or ':' or '|');
        return goesOn ? -1 : at + 1;
    }

    private static int EndOfSentence(string text, int start, int at)
    {
        var end = at + 1;
        if (text[at] is '。' or '！' or '？')
        {
            return end;
        }

        while (end < text.Length && text[end] is '.' or '!' or '?' or '"' or '\'' or '”' or '’' or ')' or ']' or '*' or '_' or '…')
        {
            end++;
        }

        if (end >= text.Length)
        {
            return end;
        }

        if (!char.IsWhiteSpace(text[end]))
        {
            return -1;
        }

        // A mark that stands alone was set apart by a tokeniser: it ends a sentence whatever comes next.
        if (at > start && text[at - 1] == ' ')
        {
            return end;
        }

        var next = end;
        while (next < text.Length && (char.IsWhiteSpace(text[next]) || text[next] is '"' or '\'' or '“' or '‘' or '(' or '[' or '*' or '_' or '-' or '`'))
        {
            next++;
        }

        if (next < text.Length && char.IsLower(text[next]))
        {
            return -1;
        }

        return text[at] == '.' && IsAbbreviation(text, start, at, next < text.Length && char.IsDigit(text[next])) ? -1 : end;
    }

    private static bool IsAbbreviation(string text, int start, int at, bool beforeNumber)
    {
        var first = at;
        while (first > start && at - first <= LongestAbbreviation && (char.IsLetterOrDigit(text[first - 1]) || text[first - 1] == '.'))
        {
            first--;
        }

        var word = text.AsSpan(first, at - first);
        if (word.Length is 0 or > LongestAbbreviation)
        {
            return false;
        }

        // "1." at the beginning of a list item, "J." in a name.
        var beginsItem = text.AsSpan(start, first - start).Trim().IsEmpty && word.Length <= 3 && word.ContainsAnyInRange('0', '9');
        return beginsItem || (word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I') || (AbbreviationSpans.Contains(word) && (beforeNumber || !AlsoLast.Contains(word)));
    }
}
