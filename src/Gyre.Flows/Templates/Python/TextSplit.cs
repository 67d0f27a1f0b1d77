namespace Gyre.Flows.Templates.Python;

/// <summary><c>split</c>, <c>rsplit</c> and <c>splitlines</c>.</summary>
internal static class TextSplit
{
    public static List<string> Split(string text, string? separator, int limit)
    {
        List<string> parts = [];
        var at = 0;
        if (separator is null)
        {
            while (true)
            {
                at = SkipSpace(text, at);
                if (at >= text.Length)
                {
                    return parts;
                }

                if (limit >= 0 && parts.Count >= limit)
                {
                    parts.Add(text[at..]);
                    return parts;
                }

                var end = at;
                while (end < text.Length && !PythonSpace.Is(text[end]))
                {
                    end++;
                }

                parts.Add(text[at..end]);
                at = end;
            }
        }

        while ((limit < 0 || parts.Count < limit) && text.IndexOf(separator, at, StringComparison.Ordinal) is >= 0 and var found)
        {
            parts.Add(text[at..found]);
            at = found + separator.Length;
        }

        parts.Add(text[at..]);
        return parts;
    }

    public static List<string> SplitFromEnd(string text, string? separator, int limit)
    {
        if (limit < 0 && separator is null)
        {
            return Split(text, null, -1);
        }

        List<string> parts = [];
        var end = text.Length;
        if (separator is null)
        {
            while (true)
            {
                while (end > 0 && PythonSpace.Is(text[end - 1]))
                {
                    end--;
                }

                if (end == 0)
                {
                    break;
                }

                if (parts.Count >= limit)
                {
                    parts.Add(text[..end]);
                    break;
                }

                var start = end;
                while (start > 0 && !PythonSpace.Is(text[start - 1]))
                {
                    start--;
                }

                parts.Add(text[start..end]);
                end = start;
            }
        }
        else
        {
            while ((limit < 0 || parts.Count < limit) && text.AsSpan(0, end).LastIndexOf(separator) is >= 0 and var found)
            {
                parts.Add(text[(found + separator.Length)..end]);
                end = found;
            }

            parts.Add(text[..end]);
        }

        parts.Reverse();
        return parts;
    }

    public static List<string> Lines(string text, bool keepEnds)
    {
        List<string> lines = [];
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !IsBreak(text[end]))
            {
                end++;
            }

            var next = end >= text.Length ? end : text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
            lines.Add(text[start..(keepEnds ? next : end)]);
            start = next;
        }

        return lines;
    }

    private static bool IsBreak(char c) => c is '\n' or '\r' or '\v' or '\f' or '\u001c' or '\u001d' or '\u001e' or '\u0085' or '\u2028' or '\u2029';

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && PythonSpace.Is(text[at]))
        {
            at++;
        }

        return at;
    }
}
