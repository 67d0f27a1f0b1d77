using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Evaluators.Computed.Retrieval;

/// <summary>Finds what a text cites in square brackets: <c>[1]</c>, <c>[2, 3]</c>, <c>[doc1]</c>, <c>[source.md]</c>; not links of Markdown.</summary>
internal static partial class CitedSources
{
    /// <summary>The names, each once in any case, in order.</summary>
    public static IReadOnlyList<string> Of(string text) =>
        [.. Brackets().Matches(text).SelectMany(m => m.Groups["names"].Value.Split([',', ';'], StringSplitOptions.TrimEntries)).Distinct(StringComparer.OrdinalIgnoreCase)];

    // No blanks but after commas, so that an aside in brackets is no citation; "[x]" is a ticked box.
    [GeneratedRegex(@"(?<![!\\])\[(?!x\])(?<names>[^\s\[\],;]+([,;]\s?[^\s\[\],;]+)*)\](?![(:])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Brackets();
}
