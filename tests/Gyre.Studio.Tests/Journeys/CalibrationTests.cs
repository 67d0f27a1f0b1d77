using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>Evaluators, and judges held against people.</summary>
public sealed class CalibrationTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_judge_is_uncalibrated_until_it_was_held_against_people_and_written_down()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/evaluators?kind=judged", "Evaluators");
        await Assertions.Expect(visit.Row("groundedness").First).ToContainTextAsync("uncalibrated");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "groundedness", Exact = true }).ClickAsync();
        await visit.SeesAsync("What the judge is told");
        await visit.Button("Hold against people").ClickAsync();

        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "File" }).CheckAsync();
        await visit.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "labelled.jsonl", MimeType = "application/x-ndjson", Buffer = Encoding.UTF8.GetBytes(SampleDatasets.Labelled(120, 11, isLabelled: true)) });

        // The column that is called as the evaluator is taken for its scores.
        await Assertions.Expect(visit.Field("Judge's scores")).ToHaveValueAsync("groundedness");
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "ann" }).CheckAsync();
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "ben" }).CheckAsync();
        await visit.Button("Compare").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("groundedness against 2 people on 120 lines")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await visit.SeesAsync("kappa, quadratic weights");
        await visit.Page.GetByText("Line ").First.ClickAsync();
        await visit.IsAccessibleAsync();

        await visit.Page.GetByLabel("Model that judged").FillAsync("openai/gpt-4.1-mini");
        await visit.Button("Write it down").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Written to calibrations/groundedness.yaml.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await visit.OpenAsync("/evaluators/groundedness", "groundedness");
        await visit.SeesAsync("with openai/gpt-4.1-mini as the judge");
        await Assertions.Expect(visit.Page.GetByText("uncalibrated")).ToHaveCountAsync(0);
        await visit.OpenAsync("/calibrations", "Calibrations");
        await Assertions.Expect(visit.Row("groundedness")).ToContainTextAsync("2 people on 120 lines");
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task The_page_shows_the_figures_that_the_command_line_gives()
    {
        using var folder = new Testing.TemporaryFolder();
        var file = folder.Write("labelled.jsonl", SampleDatasets.Labelled(120, 11, isLabelled: true));
        var figures = JsonElement.Parse(await GyreAsync(folder.Path, "eval", "calibrate", "--file", file, "--judge", "groundedness", "--human", "ann", "ben", "--passing", "4", "--output", "json"));
        await using var visit = await browser.VisitAsync();

        await visit.OpenAsync("/calibrations/new?dataset=labelled%401&judge=groundedness&people=ann&people=ben&passing=4&compare=1", "Hold a judge against people");

        // Thousands of resamples for each figure, beside all other tests.
        await Assertions.Expect(visit.Page.GetByText("against 2 people on 120 lines")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        foreach (var figure in figures.GetProperty("agreement").EnumerateArray())
        {
            var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { Has = visit.Page.GetByRole(AriaRole.Rowheader, new() { Name = figure.GetProperty("name").GetString()!, Exact = true }) });
            await Assertions.Expect(row).ToContainTextAsync(Words(figure.GetProperty("judge")));
            await Assertions.Expect(row).ToContainTextAsync(Words(figure.GetProperty("people")));
        }

        await visit.SeesAsync($"Best from {figures.GetProperty("threshold").GetProperty("value").GetDouble().ToString("0.###", CultureInfo.InvariantCulture)}");
        await visit.SeesAsync(Words(figures.GetProperty("threshold").GetProperty("auroc")));
        foreach (var line in figures.GetProperty("worst_lines").EnumerateArray())
        {
            await visit.SeesAsync($"Line {line.GetProperty("line").GetString()}");
        }
    }

    private static async Task<string> GyreAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "gyre.exe" : "gyre"), arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["GYRE_HOME"] = Path.Combine(folder, ".gyre");
        using var gyre = Process.Start(start)!;
        var output = await gyre.StandardOutput.ReadToEndAsync(Stop);
        await gyre.WaitForExitAsync(Stop);
        Assert.Equal(0, gyre.ExitCode);
        return output;
    }

    private static string Words(JsonElement figure)
    {
        string Digits(JsonElement number) => number.GetDouble().ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−');
        return $"{Digits(figure.GetProperty("value"))} ({Digits(figure.GetProperty("interval")[0])} to {Digits(figure.GetProperty("interval")[1])})";
    }
}
