using System.Text.RegularExpressions;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Computed.Retrieval;

/// <summary>Finds what a text cites in square brackets: <c>[1]</c>, <c>[2, 3]</c>, <c>[doc1]</c>, <c>[source.md]</c>; not links of Markdown.</summary>
internal static partial class CitedSources
{
    private static readonly string[] Fields = ["document_id", "id", "source", "url", "filepath", "title"];

    /// <summary>The names, each once in any case, in order.</summary>
    public static IReadOnlyList<string> Of(string text) =>
        [.. Brackets().Matches(text).SelectMany(m => m.Groups["names"].Value.Split([',', ';'], StringSplitOptions.TrimEntries)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The names of a list, or of its JSON text: texts with or without brackets, numbers, or objects with <c>document_id</c>, <c>id</c>, <c>source</c>, <c>url</c>, <c>filepath</c> or <c>title</c>; a text that is no list names what it cites.</summary>
    public static IReadOnlyList<string> Listed(object? value)
    {
        if (value is string text)
        {
            using var json = text.AsSpan().TrimStart().StartsWith('[') ? JsonValues.Read(text) : null;
            value = json is null ? Of(text) is { Count: > 0 } cited ? cited : new List<object?> { text } : PythonJson.Parse(text);
        }

        return [.. (value as IReadOnlyList<object?> ?? [value]).Select(Name).Where(n => n.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static string Name(object? item)
    {
        var name = item is PythonDict source ? Fields.Select(f => source.GetValueOrDefault(f)).FirstOrDefault(v => v is not null) : item;
        return name is null ? "" : PythonText.Str(name).Trim().TrimStart('[').TrimEnd(']');
    }

    // No blanks but after commas, so that an aside in brackets is no citation; "[x]" is a ticked box.
    [GeneratedRegex(@"(?<![!\\])\[(?!x\])(?<names>[^\s\[\],;]+([,;]\s?[^\s\[\],;]+)*)\](?![(:])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Brackets();
}
