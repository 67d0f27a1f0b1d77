using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

public sealed class RunsTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_begun_and_watched_and_its_failed_lines_are_walked_by_keys()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/runs", "Runs");
        await visit.SeesAsync("No runs yet");
        await visit.Button("New run").First.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Flow or prompt" }).FillAsync("flows/shares");
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Data", Exact = true }).FillAsync("data/rows.jsonl");
        await visit.SeesAsync("120 lines of data");
        await Assertions.Expect(visit.Field("title: Comes from")).ToHaveValueAsync("${data.title}");
        await Assertions.Expect(visit.Row("title string")).ToContainTextAsync("Parcel 0");
        await visit.Field("Name").FillAsync("shares");
        await visit.IsAccessibleAsync();

        await visit.Button("Start run").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "shares", Level = 1 })).ToBeVisibleAsync();
        await visit.SeesAsync("Completed");
        await visit.SeesAsync("120 lines");
        var table = await visit.Grid("Lines").ElementHandleAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Lines", Exact = true }).SelectOptionAsync("failed");
        await visit.SeesAsync("12 of 120 lines");
        Assert.True(await table.EvaluateAsync<bool>("grid => grid.isConnected"), "The table went away while it was filtered, and with it the place in it.");
        await visit.Row("division").First.ClickAsync();
        var line = visit.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(line.GetByRole(AriaRole.Heading, new() { Name = "Line 0" })).ToBeVisibleAsync();
        await Assertions.Expect(line.GetByText("Parcel 0").First).ToBeVisibleAsync();
        await Assertions.Expect(line.GetByRole(AriaRole.Button, new() { Name = "Next line (J)" })).ToBeEnabledAsync();
        await visit.IsAccessibleAsync();
        await visit.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(line.GetByRole(AriaRole.Heading, new() { Name = "Line 10" })).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("k");
        await Assertions.Expect(line.GetByRole(AriaRole.Heading, new() { Name = "Line 0" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_run_that_goes_on_is_stopped_and_resumed_and_says_so_when_the_server_is_away_meanwhile()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("Failed to load resource", "ERR_");
        Directory.CreateDirectory(Path.Combine(site.Folder, "flows/slow"));
        await File.WriteAllTextAsync(Path.Combine(site.Folder, "flows/slow/ask.jinja2"), "user:\n{{question}}", Stop);
        await File.WriteAllTextAsync(Path.Combine(site.Folder, "flows/slow/flow.dag.yaml"), """
            inputs:
              question: {type: string}
            outputs:
              answer: {type: string, reference: '${ask.output}'}
            nodes:
            - name: ask
              type: llm
              source: {type: code, path: ask.jinja2}
              inputs: {model: any, max_tokens: 100, question: '${inputs.question}'}
              connection: slow
              api: chat
            """, Stop);
        await visit.OpenAsync("/runs/new?flow=flows/slow&data=data/questions.jsonl&name=slow", "New run");
        await Assertions.Expect(visit.Field("question: Comes from")).ToHaveValueAsync("${data.question}");
        await visit.Button("Start run").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "slow", Level = 1 })).ToBeVisibleAsync();
        await visit.SeesAsync("Running");
        await Assertions.Expect(visit.Grid("Lines").GetByRole(AriaRole.Columnheader, new() { Name = "answer" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Row("simulated").First).ToBeVisibleAsync();
        await visit.SeesAsync("Running");

        // The last that is heard of the server may still be that it has stopped the run; nothing is asked of it then.
        var address = await site.StopAsync();
        await Assertions.Expect(visit.Page.GetByText("The server does not answer").Or(visit.Button("Resume")).First).ToBeVisibleAsync();
        await site.UpAsync(address, Stop);
        await visit.Button("Resume").ClickAsync();

        await visit.SeesAsync("slow goes on.");
        await visit.Button("Stop").ClickAsync();
        await Assertions.Expect(visit.Button("Resume")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Two_runs_are_chosen_in_the_list_and_held_against_each_other()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/runs?parts=yes&find=handbook", "Runs");
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Select handbook.1", Exact = true }).CheckAsync();
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Select handbook.2", Exact = true }).CheckAsync();
        await visit.IsAccessibleAsync();

        // A filter that hides the older one does not make it the newer.
        await visit.Field("Name, flow, dataset …").FillAsync("handbook.2");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Select handbook.1", Exact = true })).ToHaveCountAsync(0);
        await visit.Button("Compare the two selected").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Compare", Level = 1 })).ToBeVisibleAsync();
        await visit.SeesAsync("handbook.2 against handbook.1: better in f1_score");
    }
}
