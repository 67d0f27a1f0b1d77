using System.Text;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>Datasets from the file to the difference.</summary>
public sealed class DatasetTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_with_a_fault_are_mended_become_version_1_get_a_line_and_the_difference_shows_it()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("400");
        await visit.OpenAsync("/datasets", "Datasets");
        await visit.SeesAsync("No datasets yet");
        await visit.Button("New dataset").ClickAsync();
        await visit.Page.GetByLabel("Name").FillAsync("support");
        await visit.Page.GetByLabel("Key").FillAsync("id");
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "Text" }).CheckAsync();
        await visit.Field("Rows").FillAsync("id,question\n1,Where is my parcel?\n2,Can I pay, by invoice?\n");

        // The comma makes a third field of the third line.
        await visit.Button("Go to line 3").ClickAsync();
        Assert.Equal("2,Can I pay, by invoice?", await visit.Page.EvaluateAsync<string>("() => { const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd); }"));
        await visit.IsAccessibleAsync();
        await visit.Button("Make version 1").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("line 3").First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Field("Rows")).ToHaveValueAsync("id,question\n1,Where is my parcel?\n2,Can I pay, by invoice?\n");

        // It stays when the page is loaded anew, too.
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.GetByLabel("Name")).ToHaveValueAsync("support");
        await visit.Field("Rows").FillAsync("id,question\n1,Where is my parcel?\n2,\"Can I pay, by invoice?\"\n");
        await visit.SeesAsync("Every row can be read.");
        await visit.Button("Make version 1").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "support", Level = 1 })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Row("Can I pay, by invoice?")).ToBeVisibleAsync();
        await visit.Button("Add a row").ClickAsync();
        await visit.Dialog.GetByLabel("id").FillAsync("3");
        await visit.Dialog.GetByLabel("question").FillAsync("Do you ship to Norway?");
        await visit.IsAccessibleAsync();
        var added = 0;
        visit.Page.Request += (_, request) => added += request.Method == "POST" && request.Url.Contains("/rows", StringComparison.Ordinal) ? 1 : 0;
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Add row" }).DblClickAsync();
        await Assertions.Expect(visit.Row("Do you ship to Norway?")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Field("Version")).ToHaveValueAsync("2");
        Assert.Equal(1, added);

        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Differences" }).ClickAsync();
        await visit.SeesAsync("Added: 1");
        var difference = visit.Page.GetByRole(AriaRole.List, new() { Name = "Differences" });
        await Assertions.Expect(difference.GetByText("id 3")).ToBeVisibleAsync();
        await Assertions.Expect(difference.GetByText("Do you ship to Norway?")).ToBeVisibleAsync();
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task A_file_becomes_a_dataset_that_is_cleaned_parted_and_deleted()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/datasets/new", "New dataset");
        await visit.Page.GetByLabel("Name").FillAsync("support");
        await visit.Page.GetByLabel("Key").FillAsync("id");
        await visit.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "v1.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(SampleDatasets.First) });
        await visit.SeesAsync("6 rows, 4 columns");
        await visit.Button("Make version 1").ClickAsync();
        await Assertions.Expect(visit.Row("Which cards do you take?")).ToBeVisibleAsync();

        await visit.ActAsync("More", "Remove repetitions");
        await visit.Dialog.GetByRole(AriaRole.Radio, new() { Name = "Equal but for case" }).CheckAsync();
        await visit.Dialog.GetByRole(AriaRole.Checkbox, new() { Name = "question" }).CheckAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Look" }).ClickAsync();
        await visit.SeesAsync("1 of 6 rows repeat an earlier one.");
        await visit.SeesAsync("Row 5 repeats row 1");
        await visit.IsAccessibleAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Make it without them" }).ClickAsync();
        await Assertions.Expect(visit.Field("Version")).ToHaveValueAsync("2");

        await visit.ActAsync("More", "Split");
        await visit.Dialog.GetByLabel("Share of part 1").FillAsync("50");
        await visit.Dialog.GetByLabel("Share of part 2").FillAsync("50");
        await visit.IsAccessibleAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Split" }).ClickAsync();
        await visit.SeesAsync("Made support-train@1");

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.ActAsync("Download", "CSV"));
        Assert.Equal("support-2.csv", download.SuggestedFilename);
        Assert.StartsWith("id,question,topic,orders\n1,Where is my parcel?", await File.ReadAllTextAsync(await download.PathAsync(), Stop), StringComparison.Ordinal);

        await visit.ActAsync("More", "Delete dataset");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(visit.Row("support-train")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "support", Exact = true })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_hundred_thousand_rows_are_scrolled_to_their_end_and_searched()
    {
        await using var site = await Site.StartAsync(Stop);
        using var http = new HttpClient { BaseAddress = site.Server.Address };
        var rows = new StringBuilder();
        for (var i = 1; i <= 100_000; i++)
        {
            rows.Append("{\"n\":").Append(i).Append(",\"question\":\"Where is parcel ").Append(i * 7919 % 100_003).Append("?\"}\n");
        }

        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(rows.ToString()));
        using var made = await http.PostAsync(new Uri("api/v1/datasets?name=many&file=many.jsonl", UriKind.Relative), body, Stop);
        made.EnsureSuccessStatusCode();
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/datasets/many", "many");
        await visit.SeesAsync("100,000 rows");
        var grid = visit.Grid("Rows");
        await grid.ClickAsync(new() { Position = new() { X = 5, Y = 60 } });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Close row" }).ClickAsync();

        // To the very end by one key, and back up by pages: only rows in sight are in the document.
        await grid.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Control+End");
        await Assertions.Expect(grid.GetByRole(AriaRole.Gridcell, new() { Name = "100,000", Exact = true })).ToBeVisibleAsync();
        Assert.InRange(await grid.GetByRole(AriaRole.Row).CountAsync(), 10, 80);
        var slowest = await grid.EvaluateAsync<double>(
            """
            async grid => {
              let slowest = 0;
              for (let i = 0; i < 40; i++) {
                const before = performance.now();
                grid.scrollTop = (grid.scrollHeight * i) / 40;
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                slowest = Math.max(slowest, performance.now() - before);
              }
              return slowest;
            }
            """);
        TestContext.Current.TestOutputHelper?.WriteLine($"The slowest of 40 jumps through 100,000 rows took {slowest:0} ms.");

        await visit.Field("Rows with this text").FillAsync("parcel 99999?");
        await visit.SeesAsync("1 found in 100,000 of 100,000 rows");
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task Whoever_goes_by_an_older_version_is_told_and_keeps_what_was_typed()
    {
        await using var site = await Site.StartAsync(Stop);
        await SampleDatasets.WriteAsync(site.Server, Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("412");
        await visit.OpenAsync("/datasets/support/add", "Add a version to support");
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "Text" }).CheckAsync();
        await visit.Field("Rows").FillAsync("id,question\n9,Mine?\n");
        await visit.SeesAsync("Every row can be read.");
        using var http = new HttpClient { BaseAddress = site.Server.Address };
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("id,question\n8,Theirs?\n"));
        using var other = await http.PostAsync(new Uri("api/v1/datasets/support/versions?file=v3.csv", UriKind.Relative), body, Stop);

        await visit.Button("Add version 3").ClickAsync();

        await visit.SeesAsync("Somebody added another version meanwhile.");
        await Assertions.Expect(visit.Field("Rows")).ToHaveValueAsync("id,question\n9,Mine?\n");
        await visit.Button("Add version 4").ClickAsync();
        await Assertions.Expect(visit.Field("Version")).ToHaveValueAsync("4");
    }
}
