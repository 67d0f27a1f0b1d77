using System.Diagnostics;
using System.Text.Json;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>Evaluations, comparisons and gates.</summary>
public sealed class VerdictsTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_evaluation_is_put_together_and_ends_with_a_verdict_in_words()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/evaluations/new", "New evaluation");
        await visit.Field("What answers").SelectOptionAsync("prompt");
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Prompt" }).FillAsync(SampleRuns.Prompt(3));
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Models" }).FillAsync("offline/quote");
        await visit.Button("Add a target").ClickAsync();
        var second = visit.Page.GetByRole(AriaRole.Group, new() { Name = "Target 2" });
        await second.GetByLabel("What answers").SelectOptionAsync("prompt");
        await second.GetByRole(AriaRole.Textbox, new() { Name = "Prompt" }).FillAsync(SampleRuns.Prompt(6));
        await second.GetByRole(AriaRole.Textbox, new() { Name = "Models" }).FillAsync("offline/quote");
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Data", Exact = true }).FillAsync("data/questions.jsonl");
        await visit.Field("Find an evaluator").FillAsync("f1");
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "f1_score", Exact = true }).CheckAsync();

        // Who looks for one more has not begun what costs money.
        await visit.Field("Find an evaluator").PressAsync("Enter");
        await visit.Field("Name").FillAsync("two");

        // Prompts of any length are there again when the page is loaded anew.
        var prompt = second.GetByRole(AriaRole.Textbox, new() { Name = "Prompt" });
        var longer = string.Join(' ', Enumerable.Repeat("Answer in one sentence.", 500));
        await prompt.FillAsync(longer);
        await visit.Page.ReloadAsync();
        await visit.SeesAsync("1 chosen");
        await Assertions.Expect(prompt).ToHaveValueAsync(longer);
        await prompt.FillAsync(SampleRuns.Prompt(6));
        await visit.IsAccessibleAsync();

        // Two clicks begin one evaluation.
        var begun = 0;
        visit.Page.Request += (_, request) => begun += request.Method == "POST" && request.Url.EndsWith("/api/v1/evaluations", StringComparison.Ordinal) ? 1 : 0;
        await visit.Button("Start evaluation").DblClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "two", Level = 1 })).ToBeVisibleAsync();
        Assert.Equal(1, begun);
        await Assertions.Expect(visit.Page.GetByText("better in f1_score").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await visit.SeesAsync("with 95 % confidence over 48 lines");
        await visit.SeesAsync("It quotes sentences; it is not a model");
        await visit.IsAccessibleAsync();
        await visit.FitsAsync();

        // On the way to a margin stand numbers that are none; the field takes the letters that follow.
        visit.Forgive("400");
        var margin = visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Margin" });
        await margin.PressSequentiallyAsync("0");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await margin.PressSequentiallyAsync(".02");
        await Assertions.Expect(margin).ToHaveValueAsync("0.02");
        await visit.SeesAsync("better in f1_score");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_the_page_says_of_a_comparison_is_what_the_command_line_says()
    {
        var told = await CompareAsync(browser.Sample.Folder, "handbook:half", "handbook:whole");
        var f1 = told.GetProperty("f1_score");
        await using var visit = await browser.VisitAsync();
        JsonElement? shown = null;
        visit.Page.Response += async (_, response) =>
        {
            if (response.Url.Contains("/api/v1/comparisons?", StringComparison.Ordinal))
            {
                shown = await response.JsonAsync();
            }
        };
        await visit.OpenAsync("/comparisons?baseline=handbook:half&candidate=handbook:whole", "Compare");

        var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { Has = visit.Page.GetByRole(AriaRole.Rowheader, new() { Name = "f1_score" }) });
        await Assertions.Expect(row).ToContainTextAsync(f1.GetProperty("verdict").GetString()!);
        await visit.SeesAsync($"f1_score: handbook:whole is {f1.GetProperty("verdict").GetString()} than handbook:half");
        await Assertions.Expect(row.GetByRole(AriaRole.Img)).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex(@"^f1_score: \+"));
        var metric = shown!.Value.GetProperty("metrics").EnumerateArray().First(m => m.GetProperty("metric").GetString() == "f1_score");
        Assert.Equal(f1.GetProperty("difference").GetDouble(), metric.GetProperty("difference").GetProperty("estimate").GetDouble());
        Assert.Equal(f1.GetProperty("interval")[0].GetDouble(), metric.GetProperty("difference").GetProperty("low").GetDouble());
        Assert.Equal(f1.GetProperty("interval")[1].GetDouble(), metric.GetProperty("difference").GetProperty("high").GetDouble());
        Assert.Equal(f1.GetProperty("p_adjusted").GetDouble(), metric.GetProperty("p_adjusted").GetDouble());
        Assert.Equal(f1.GetProperty("flips").GetProperty("won").GetInt32(), metric.GetProperty("won").GetInt32());
    }

    [Fact]
    public async Task Flips_are_read_by_slice_with_both_answers_and_lead_to_their_line()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/comparisons?baseline=handbook:half&candidate=handbook:whole&slice=topic", "Compare");
        await visit.SeesAsync("24 lines");

        await visit.Field("Slice").SelectOptionAsync("topic=size");
        await visit.SeesAsync("8 lines");
        await visit.Field("Which").SelectOptionAsync("lost");
        await visit.SeesAsync("No line matches.");
        await visit.Field("Which").SelectOptionAsync("won");
        await visit.Page.GetByLabel("Show where the answers differ").CheckAsync();
        await visit.SeesAsync("The doorbell battery lasts for eight months.");
        await visit.IsAccessibleAsync();
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Report").ClickAsync());
        Assert.EndsWith(".html", download.SuggestedFilename, StringComparison.Ordinal);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "handbook:whole" }).First.ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog).GetByText("The doorbell battery lasts for eight months.").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_gate_that_stays_closed_says_which_check_and_the_same_in_ci_refuses()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/gates", "Gates");
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "What is judged" }).FillAsync("handbook:whole");
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Against" }).FillAsync("handbook:half");

        await visit.SeesAsync("The gate stays closed");
        var failed = visit.Page.GetByRole(AriaRole.Row).Filter(new() { Has = visit.Page.GetByRole(AriaRole.Rowheader, new() { Name = "total_tokens mean" }) });
        await Assertions.Expect(failed).ToContainTextAsync("fail");
        await Assertions.Expect(failed).ToContainTextAsync("stands in the way");
        await visit.SeesAsync("wanted is at most 40");
        await visit.SeesAsync("gyre eval gate --run handbook:whole --against handbook:half --policy gates/release.yaml");
        await visit.IsAccessibleAsync();
        Assert.Equal(3, await Gyre(browser.Sample.Folder, "eval", "gate", "--run", "handbook:whole", "--against", "handbook:half", "--policy", "gates/release.yaml").Code);

        // Who looks at an earlier verdict does not make it the last word; who keeps one does.
        var last = visit.Page.GetByRole(AriaRole.Region, new() { Name = "What each gate said last" });
        await visit.OpenAsync("/gates?policy=gates/release.yaml&run=handbook:half&against=handbook:whole", "Gates");
        await visit.SeesAsync("gyre eval gate --run handbook:half");
        await visit.Page.ReloadAsync();
        await Assertions.Expect(last).ToContainTextAsync("handbook:whole against handbook:half");
        await visit.Button("Keep verdict").ClickAsync();
        await Assertions.Expect(last).ToContainTextAsync("handbook:half against handbook:whole");

        // What was judged once says nothing of another run.
        await visit.Field("Policy").SelectOptionAsync("Written here");
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Policy, YAML" }).FillAsync("kind: gate\nrules:\n  - metric: f1_score\n    mean: { at_least: 0.01 }\n");
        await visit.Button("Judge").ClickAsync();
        await visit.SeesAsync("The gate opens");
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "What is judged" }).FillAsync("handbook:whole");
        await Assertions.Expect(visit.Page.GetByText("The gate opens")).ToHaveCountAsync(0);
        await visit.SeesAsync("Press Judge");
        await visit.Page.ReloadAsync();
        await visit.Button("Judge").ClickAsync();
        await visit.SeesAsync("f1_score mean");
    }

    private static async Task<JsonElement> CompareAsync(string folder, string baseline, string candidate)
    {
        var (code, output) = Gyre(folder, "eval", "compare", baseline, candidate, "--output", "json");
        Assert.Equal(0, await code);
        return JsonDocument.Parse(await output).RootElement;
    }

    private static (Task<int> Code, Task<string> Output) Gyre(string folder, params string[] words)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "gyre.exe" : "gyre");
        var process = Process.Start(new ProcessStartInfo(program, words) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        _ = process.StandardError.ReadToEndAsync(Stop);
        return (EndAsync(), output);

        async Task<int> EndAsync()
        {
            using (process)
            {
                await process.WaitForExitAsync(Stop);
                return process.ExitCode;
            }
        }
    }
}
