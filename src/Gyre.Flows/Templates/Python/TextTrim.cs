namespace Gyre.Flows.Templates.Python;

/// <summary><c>strip</c> and its halves: white space, or any of the characters given.</summary>
internal static class TextTrim
{
    public static string Both(string text, string? chars) => End(Start(text, chars), chars);

    public static string Start(string text, string? chars)
    {
        var at = 0;
        while (at < text.Length && Matches(text, at, CodePoints.Width(text, at), chars))
        {
            at += CodePoints.Width(text, at);
        }

        return text[at..];
    }

    public static string End(string text, string? chars)
    {
        var end = text.Length;
        while (end > 0)
        {
            var width = end > 1 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? 2 : 1;
            if (!Matches(text, end - width, width, chars))
            {
                break;
            }

            end -= width;
        }

        return text[..end];
    }

    private static bool Matches(string text, int at, int width, string? chars) =>
        chars is null ? PythonSpace.Is(text[at]) : chars.AsSpan().IndexOf(text.AsSpan(at, width)) >= 0;
}
