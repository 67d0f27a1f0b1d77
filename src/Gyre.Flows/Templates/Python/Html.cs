namespace Gyre.Flows.Templates.Python;

/// <summary>Taking HTML apart again.</summary>
internal static class Html
{
    /// <summary>Without comments and tags, white space collapsed, entities decoded.</summary>
    public static string StripTags(string text)
    {
        text = Remove(text, "<!--", "-->");
        text = Remove(text, "<", ">");
        return HtmlEntities.Decode(string.Join(' ', TextSplit.Split(text, null, -1)));
    }

    private static string Remove(string text, string open, string close)
    {
        while (text.IndexOf(open, StringComparison.Ordinal) is >= 0 and var start && text.IndexOf(close, start, StringComparison.Ordinal) is >= 0 and var end)
        {
            text = string.Concat(text.AsSpan(0, start), text.AsSpan(end + close.Length));
        }

        return text;
    }
}
