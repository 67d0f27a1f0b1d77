using System.Text.RegularExpressions;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;

namespace Gyre.Flows.Templates.Filters;

/// <summary>Finds addresses in escaped text and makes links of them.</summary>
internal sealed partial class UrlLinks(int? trimLimit, string? rel, string? target, List<string> extraSchemes)
{
    private static readonly (string Open, string Close)[] Brackets = [("(", ")"), ("<", ">"), ("&lt;", "&gt;")];
    private static readonly string[] Tails = [")", ">", ".", ",", "\n", "&gt;"];

    private readonly string relText = string.IsNullOrEmpty(rel) ? "" : $" rel=\"{Markup.EscapeText(rel)}\"";
    private readonly string targetText = string.IsNullOrEmpty(target) ? "" : $" target=\"{Markup.EscapeText(target)}\"";

    public static bool IsScheme(string scheme) => Scheme().IsMatch(scheme);

    public string Link(string text) => string.Concat(Spaces().Split(text).Select(LinkWord));

    private string LinkWord(string word)
    {
        var head = Head().Match(word).Value;
        var middle = word[head.Length..];
        var tail = "";
        if (Tails.Any(t => middle.EndsWith(t, StringComparison.Ordinal)) && Tail().Match(middle) is { Success: true } found)
        {
            tail = found.Value;
            middle = middle[..found.Index];
        }

        foreach (var (open, close) in Brackets)
        {
            var opened = middle.AsSpan().Count(open);
            if (opened <= middle.AsSpan().Count(close))
            {
                continue;
            }

            for (var left = Math.Min(opened, tail.AsSpan().Count(close)); left > 0; left--)
            {
                var end = tail.IndexOf(close, StringComparison.Ordinal) + close.Length;
                middle += tail[..end];
                tail = tail[end..];
            }
        }

        return head + Anchor(middle) + tail;
    }

    private string Anchor(string word)
    {
        if (Http().IsMatch(word))
        {
            var isWhole = word.StartsWith("https://", StringComparison.Ordinal) || word.StartsWith("http://", StringComparison.Ordinal);
            return $"<a href=\"{(isWhole ? "" : "https://")}{word}\"{relText}{targetText}>{Trim(word)}</a>";
        }

        if (word.StartsWith("mailto:", StringComparison.Ordinal) && Email().IsMatch(word[7..]))
        {
            return $"<a href=\"{word}\">{word[7..]}</a>";
        }

        if (word.Contains('@', StringComparison.Ordinal) && !word.StartsWith("www.", StringComparison.Ordinal) && !word.StartsWith('@')
            && !word.Contains(':', StringComparison.Ordinal) && Email().IsMatch(word))
        {
            return $"<a href=\"mailto:{word}\">{word}</a>";
        }

        foreach (var scheme in extraSchemes)
        {
            if (word != scheme && word.StartsWith(scheme, StringComparison.Ordinal))
            {
                word = $"<a href=\"{word}\"{relText}{targetText}>{word}</a>";
            }
        }

        return word;
    }

    private string Trim(string text) =>
        trimLimit is { } limit && CodePoints.Length(text) > limit ? Slicing.Apply(text, null, (long)limit, null) + "..." : text;

    [GeneratedRegex(@"(?<space>\s+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\A([(<]|&lt;)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Head();

    [GeneratedRegex(@"([)>.,\n]|&gt;)+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tail();

    [GeneratedRegex(@"\A[\w.+-]{2,}:(/){0,2}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\A\S+@\w[\w.-]*\.\w+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Email();

    [GeneratedRegex(
        @"\A((https?://|www\.)(([\w%-]+\.)+)?([a-z]{2,63}|xn--[\w%]{2,59})|([\w%-]{2,63}\.)+(com|net|int|edu|gov|org|info|mil)|(https?://)((([\d]{1,3})(\.[\d]{1,3}){3})|(\[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}])))(?::[\d]{1,5})?(?:[/?#]\S*)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex Http();
}
