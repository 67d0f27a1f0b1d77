namespace Gyre.Flows.Tools.Prompts;

/// <summary>
/// A line that opens a chat message: <c>^\s*#?\s*(system|user|assistant|function|tool)\s*:\s*\n</c> in any case.
/// Found by hand, because prompts hold text of users: thousands of blank lines must not cost their square, or their cube, and the
/// engine of .NET that promises this takes 40 ms to start.
/// </summary>
/// <param name="WordStart">Where the role's word begins.</param>
/// <param name="WordEnd">Where it ends.</param>
/// <param name="Start">Where the header begins: at a line's start, with the blank lines before it.</param>
/// <param name="End">Behind its last line break.</param>
internal readonly record struct RoleHeader(int WordStart, int WordEnd, int Start, int End)
{
    private static readonly string[] Roles = ["system", "user", "assistant", "function", "tool"];

    /// <summary>The headers of a text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="endIsBreak">Whether the end of the text counts as the header's line break.</param>
    public static IEnumerable<RoleHeader> In(string text, bool endIsBreak = false)
    {
        var start = 0;
        while (start < text.Length)
        {
            var first = PastSpace(text, start);
            if (At(text, start, first, endIsBreak) is { } header)
            {
                yield return header;
                start = header.End;
                continue;
            }

            // Every line that begins in the space passed over leads to the same first character.
            var lineBreak = text.IndexOf('\n', first);
            if (lineBreak < 0)
            {
                yield break;
            }

            start = lineBreak + 1;
        }
    }

    private static RoleHeader? At(string text, int start, int first, bool endIsBreak)
    {
        var word = first < text.Length && text[first] == '#' ? PastSpace(text, first + 1) : first;
        var wordEnd = word + RoleLength(text.AsSpan(word));
        var colon = PastSpace(text, wordEnd);
        if (wordEnd == word || colon == text.Length || text[colon] != ':')
        {
            return null;
        }

        var next = PastSpace(text, colon + 1);
        if (endIsBreak && next == text.Length)
        {
            return new RoleHeader(word, wordEnd, start, next);
        }

        var lineBreak = text.AsSpan(colon, next - colon).LastIndexOf('\n');
        return lineBreak < 0 ? null : new RoleHeader(word, wordEnd, start, colon + lineBreak + 1);
    }

    private static int RoleLength(ReadOnlySpan<char> text)
    {
        foreach (var role in Roles)
        {
            if (text.StartsWith(role, StringComparison.OrdinalIgnoreCase))
            {
                return role.Length;
            }
        }

        return 0;
    }

    private static int PastSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }
}
