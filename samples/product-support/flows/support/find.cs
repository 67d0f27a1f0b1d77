using System.Collections.Concurrent;
using System.Text.RegularExpressions;

/// <summary>Finds the manual that a question is about, and the sections of it that fit best. No index: fourteen manuals are read once and kept.</summary>
public static partial class FindTool
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const double TitleWeight = 6;

    private static readonly ConcurrentDictionary<string, Lazy<Library>> Libraries = new();

    private static readonly HashSet<string> Common = [.. "a an and are as at be by can do does for from has have how i if in is it its me my of on or our should that the this to up was what when where which who why will with would you your".Split(' ')];

    /// <param name="question">What the customer asks.</param>
    /// <param name="manuals">Folder of Markdown manuals, relative to the flow.</param>
    /// <param name="count">How many sections.</param>
    public static Found Find(string question, DirectoryInfo manuals, int count = 3)
    {
        var library = Libraries.GetOrAdd(manuals.FullName, folder => new(() => Library.Read(folder))).Value;
        var words = Words(question).Distinct().ToList();
        var best = library.Manuals.MaxBy(manual => Score(library, manual, words))!;
        var sections = best.Sections
            .OrderByDescending(section => Score(library, section, words))
            .Take(count)
            .Select(section => new FoundSection(best.Product, section.Title, section.Text))
            .ToList();
        return new Found(best.Product, sections, best.Text);
    }

    // The name of the product decides, its best section breaks the tie: most questions name the product, some only describe it.
    private static double Score(Library library, Manual manual, List<string> words) =>
        words.Where(manual.Name.Contains).Sum(word => TitleWeight * library.Rarity(word))
        + manual.Sections.Max(section => Score(library, section, words));

    // BM25, with the words of the heading counted three times.
    private static double Score(Library library, Section section, List<string> words) => words.Sum(word =>
        section.Counts.TryGetValue(word, out var count)
            ? library.Rarity(word) * count * (K1 + 1) / (count + (K1 * (1 - B + (B * section.Length / library.MeanLength))))
            : 0);

    private static IEnumerable<string> Words(string text) =>
        Word().Matches(text.ToLowerInvariant()).Select(m => Stem(m.Value)).Where(w => !Common.Contains(w));

    // Enough of English to let "descaling" meet "descale" and "bolts" meet "bolt".
    private static string Stem(string word) =>
        word.Length > 5 && word.EndsWith("ing") ? word[..^3]
        : word.Length > 4 && word.EndsWith("ed") ? word[..^2]
        : word.Length > 4 && word.EndsWith('e') ? word[..^1]
        : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss") ? Stem(word[..^1])
        : word;

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    private sealed record Section(string Title, string Text, Dictionary<string, int> Counts, int Length);

    private sealed record Manual(string Product, string Text, HashSet<string> Name, List<Section> Sections);

    private sealed class Library(List<Manual> manuals)
    {
        private readonly Dictionary<string, int> sectionsWith = manuals
            .SelectMany(m => m.Sections).SelectMany(s => s.Counts.Keys).GroupBy(w => w).ToDictionary(g => g.Key, g => g.Count());

        private readonly int sectionCount = manuals.Sum(m => m.Sections.Count);

        public List<Manual> Manuals => manuals;

        public double MeanLength { get; } = manuals.SelectMany(m => m.Sections).Average(s => s.Length);

        public double Rarity(string word)
        {
            var with = sectionsWith.GetValueOrDefault(word);
            return Math.Log(1 + ((sectionCount - with + 0.5) / (with + 0.5)));
        }

        public static Library Read(string folder) =>
            new([.. Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal).Select(Parse)]);

        private static Manual Parse(string file)
        {
            var text = File.ReadAllText(file).ReplaceLineEndings("\n");
            var parts = text.Split("\n## ");
            var product = Path.GetFileNameWithoutExtension(file);
            return new Manual(product, text, [.. Words(product + " " + parts[0])], [.. parts.Select((part, i) => MakeSection(i == 0 ? "# " + part.TrimStart('#', ' ') : part))]);
        }

        private static Section MakeSection(string part)
        {
            var (title, text) = part.Split('\n', 2) is [var head, var rest] ? (head.TrimStart('#', ' '), rest.Trim()) : (part, "");
            var words = Words($"{title} {title} {title} {text}").ToList();
            return new Section(title, text, words.GroupBy(w => w).ToDictionary(g => g.Key, g => g.Count()), words.Count);
        }
    }
}

/// <param name="Product">Name of the manual.</param>
/// <param name="Sections">The best, best first.</param>
/// <param name="Manual">The whole manual.</param>
public sealed record Found(string Product, List<FoundSection> Sections, string Manual);

/// <summary>One section of a manual.</summary>
public sealed record FoundSection(string Product, string Title, string Text);
