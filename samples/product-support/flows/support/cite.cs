using System.Text.RegularExpressions;

/// <summary>Names the sections that an answer was taken from: those that share most of a sentence's words with it.</summary>
public static partial class CiteTool
{
    private const double Enough = 0.6;

    public static Cited Cite(string answer, List<CiteSection> sections)
    {
        answer = answer.Trim();
        var words = Words(answer);
        var sources = words.Count == 0
            ? []
            : sections.Where(s => words.Count(Words(s.Text).Contains) >= Enough * words.Count).Select(s => $"{s.Product} / {s.Title}").ToList();
        return new Cited(answer, Refusal().IsMatch(answer) ? [] : sources);
    }

    private static HashSet<string> Words(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(m => m.Value)];

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex("(do not|don't|cannot|can't) (know|say|find|answer)", RegexOptions.IgnoreCase)]
    private static partial Regex Refusal();
}

/// <summary>A section as the find node gives it.</summary>
public sealed record CiteSection(string Product, string Title, string Text);

/// <param name="Answer">Trimmed.</param>
/// <param name="Sources">Manual and section, for instance <c>brewline-one / Descaling</c>; empty for a refusal.</param>
public sealed record Cited(string Answer, List<string> Sources);
