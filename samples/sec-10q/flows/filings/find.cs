using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

/// <summary>The pages of a folder of PDF reports that share the rarest words with a question.</summary>
public static partial class FindTool
{
    // A question that names a company or a quarter means its reports, whatever else a page says.
    private const double HeadingWeight = 3;

    private static readonly ConcurrentDictionary<string, Lazy<Task<List<Page>>>> Folders = new();

    /// <param name="question">What is asked.</param>
    /// <param name="filings">Folder of PDF files, relative to the flow.</param>
    /// <param name="count">How many pages to give.</param>
    public static async Task<Found> Find(string question, DirectoryInfo filings, int count)
    {
        var pages = await Folders.GetOrAdd(filings.FullName, folder => new(() => ReadAll(folder))).Value;
        var words = Words(question).ToHashSet();
        var rarity = words.ToDictionary(w => w, w => Math.Log((pages.Count + 1.0) / (pages.Count(p => p.Words.Contains(w) || p.Heading.Contains(w)) + 1.0)));
        var best = pages
            .OrderByDescending(p => words.Sum(w => rarity[w] * (p.Heading.Contains(w) ? HeadingWeight : p.Words.Contains(w) ? 1 : 0)) / Math.Log(200 + p.Words.Count))
            .Take(count)
            .ToList();
        return new Found([.. best.Select(p => new FoundPage(p.Source, p.Text))], [.. best.Select(p => p.Source)]);
    }

    private static async Task<List<Page>> ReadAll(string folder)
    {
        var files = Directory.GetFiles(folder, "*.pdf").Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
        {
            throw new FileNotFoundException($"{folder} has no PDF files: give their folder in the input 'filings'.");
        }

        var pages = new ConcurrentBag<Page>();
        await Parallel.ForEachAsync(files, async (file, cancellationToken) =>
        {
            foreach (var page in Split(Path.GetFileName(file), await TextOf(file, cancellationToken)))
            {
                pages.Add(page);
            }
        });
        return [.. pages.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Number)];
    }

    // Company and period stand on the cover only; every page is told them.
    private static IEnumerable<Page> Split(string file, string text)
    {
        var sheets = text.Split('\f');
        var company = Company().Match(sheets[0]).Groups[1].Value.Trim();
        var period = Period().Match(sheets[0]).Groups[1].Value.Trim();
        return sheets
            .Select((sheet, index) => (Text: Blanks().Replace(sheet, " ").Trim(), Number: index + 1))
            .Where(sheet => sheet.Text.Length > 0)
            .Select(sheet => new Page(
                file,
                sheet.Number,
                $"{file}, page {sheet.Number}: {company}, quarter ended {period}",
                sheet.Text,
                [.. Words($"{company} {period} {Path.GetFileNameWithoutExtension(file)}")],
                [.. Words(sheet.Text)]));
    }

    private static async Task<string> TextOf(string file, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("pdftotext", ["-layout", "-enc", "UTF-8", file, "-"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var program = Start(start);
        var fault = program.StandardError.ReadToEndAsync(cancellationToken);
        var text = await program.StandardOutput.ReadToEndAsync(cancellationToken);
        await program.WaitForExitAsync(cancellationToken);
        return program.ExitCode == 0 ? text : throw new InvalidDataException($"pdftotext cannot read {file}: {(await fault).Trim()}");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("pdftotext is not installed. Get it with: apt-get install poppler-utils (Debian, Ubuntu), brew install poppler (macOS), scoop install poppler (Windows).");
        }
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text.ToLowerInvariant()).Select(m => m.Value.TrimEnd('s')).Where(w => w.Length > 1);

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"[ \t]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"quarterly period ended\s+(\w+ \d+, \d{4})", RegexOptions.IgnoreCase)]
    private static partial Regex Period();

    [GeneratedRegex(@"^[ \t]*(\S.*)\r?\n\s*\(Exact name of registrant", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Company();

    private sealed record Page(string File, int Number, string Source, string Text, HashSet<string> Heading, HashSet<string> Words);
}

/// <param name="Pages">Best first.</param>
/// <param name="Sources">Report, page, company and quarter of each.</param>
public sealed record Found(List<FoundPage> Pages, List<string> Sources);

/// <param name="Source">Report, page, company and quarter.</param>
/// <param name="Text">The page, a line of the page a line, runs of blanks as one.</param>
public sealed record FoundPage(string Source, string Text);
