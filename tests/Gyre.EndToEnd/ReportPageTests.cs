using System.Diagnostics;
using Gyre.Testing;

namespace Gyre.EndToEnd;

/// <summary>The report in a real browser: its script runs under its own policy and shows every line.</summary>
public sealed class ReportPageTests
{
    private static readonly string? Chromium = ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    [Fact]
    public async Task A_browser_shows_every_line_and_reports_no_error()
    {
        Assert.SkipUnless(Chromium is not null, "There is no Chromium (Debian: apt install chromium).");
        using var folder = new TemporaryFolder();
        folder.Write("flow/flow.dag.yaml", """
            inputs: {q: {type: string}}
            outputs: {a: {type: string, reference: "${p.output}"}}
            nodes:
            - {name: p, type: prompt, source: {type: code, path: p.jinja2}, inputs: {q: "${inputs.q}"}}
            """);
        folder.Write("flow/p.jinja2", "answer to {{q}} <script>alert(1)</script>");
        folder.Write("data.jsonl", string.Concat(Enumerable.Range(1, 30).Select(i => $$"""{"q": "question {{i}}"}""" + "\n")));
        var run = await GyreProcess.RunAsync(folder.Path, "run", "create", "--flow", folder.At("flow"), "--data", folder.At("data.jsonl"), "--name", "seen");
        Assert.True(run.ExitCode == 0, run.Error);
        var written = await GyreProcess.RunAsync(folder.Path, "run", "visualize", "--name", "seen", "--html-path", folder.At("seen.html"));
        Assert.True(written.ExitCode == 0, written.Error);

        var (page, log) = await BrowseAsync(folder);

        Assert.Contains("answer to question 1 ", page, StringComparison.Ordinal);
        Assert.Contains("answer to question 30 ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_shows_the_lines_of_an_evaluation_with_their_scores_and_reports_no_error()
    {
        Assert.SkipUnless(Chromium is not null, "There is no Chromium (Debian: apt install chromium).");
        using var folder = new TemporaryFolder();
        string Lines(int right) => string.Concat(Enumerable.Range(1, 30).Select(i => $$"""{"question": "question {{i}}", "response": "{{(i <= right ? "yes" : "<script>alert(1)</script>")}}", "ground_truth": "yes"}""" + "\n"));
        folder.Write("old.jsonl", Lines(10));
        folder.Write("new.jsonl", Lines(25));
        var run = await GyreProcess.RunAsync(folder.Path, "eval", "run", "--answers", "old.jsonl", "new.jsonl", "--evaluators", "exact_match", "--name", "e", "--report", "seen.html");
        Assert.True(run.ExitCode == 0, run.Error);

        var (page, log) = await BrowseAsync(folder);

        Assert.Contains("new against old: better in exact_match.", page, StringComparison.Ordinal);
        Assert.Contains("question 30", page, StringComparison.Ordinal);
        Assert.Contains("30 lines", page, StringComparison.Ordinal);
        Assert.Equal(35, System.Text.RegularExpressions.Regex.Count(page, "class=\"chip good"));
        Assert.DoesNotContain("<script>alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
    }

    private static async Task<(string Page, string Log)> BrowseAsync(TemporaryFolder folder)
    {
        var start = new ProcessStartInfo(Chromium!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--enable-logging=stderr", "--v=0", $"--user-data-dir={folder.At("profile")}", "--dump-dom", new Uri(folder.At("seen.html")).AbsoluteUri,
            },
        };
        using var process = Process.Start(start)!;
        var page = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var log = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (await page, await log);
    }
}
