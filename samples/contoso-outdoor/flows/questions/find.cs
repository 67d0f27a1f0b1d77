using System.Collections.Concurrent;
using System.Text.RegularExpressions;

/// <summary>The sections of a folder of Markdown manuals that share the rarest words with a question.</summary>
public static partial class FindTool
{
    private const int Count = 4;

    private static readonly ConcurrentDictionary<string, Lazy<List<Section>>> Folders = new();

    /// <param name="question">What the customer asks.</param>
    /// <param name="manuals">Folder of Markdown files, relative to the flow.</param>
    public static Found Find(string question, DirectoryInfo manuals)
    {
        var sections = Folders.GetOrAdd(manuals.FullName, folder => new(() => Read(folder))).Value;
        var words = Words(question).ToHashSet();
        var rarity = words.ToDictionary(w => w, w => Math.Log((sections.Count + 1.0) / (sections.Count(s => s.Words.Contains(w)) + 1.0)));
        var best = sections
            .OrderByDescending(s => words.Where(s.Words.Contains).Sum(w => rarity[w]) / Math.Log(20 + s.Words.Count))
            .Take(Count)
            .ToList();
        return new Found([.. best.Select(s => s.Text)], [.. best.Select(s => s.File).Distinct()]);
    }

    // The product's name stands in the first lines only; every section is told it.
    private static List<Section> Read(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal).SelectMany(file =>
        {
            var parts = File.ReadAllText(file).ReplaceLineEndings("\n").Split("\n## ");
            var product = parts[0].Split('\n').ElementAtOrDefault(1)?.Split(',')[0] ?? Path.GetFileName(file);
            return parts.Select(part => new Section(Path.GetFileName(file), $"{product}: {part.Trim()}", [.. Words($"{product} {part}")]));
        }),
    ];

    private static IEnumerable<string> Words(string text) => Word().Matches(text.ToLowerInvariant()).Select(m => m.Value.TrimEnd('s')).Where(w => w.Length > 1);

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    private sealed record Section(string File, string Text, HashSet<string> Words);
}

/// <param name="Sections">Best first, each with the product's name.</param>
/// <param name="Files">The manuals they are from.</param>
public sealed record Found(List<string> Sections, List<string> Files);
