using System.Text.RegularExpressions;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>The first minutes in an empty workspace.</summary>
public sealed partial class TourTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_nothing_not_even_a_workspace_to_a_verdict_in_words_without_a_key_and_left_and_taken_up_again()
    {
        await using var site = await Site.StartOutsideAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/", "Home");
        await visit.SeesAsync("New here?");
        await Pictures.TryAsync(visit, "walk-0");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Take the tour" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "First comparison", Level = 1 })).ToBeVisibleAsync();
        await Pictures.TryAsync(visit, "walk-1");
        await Assertions.Expect(visit.Button("Compare on all lines")).ToHaveAttributeAsync("aria-disabled", "true");
        await Assertions.Expect(visit.Page.GetByText("Add the data first.")).ToHaveCountAsync(2);
        await visit.Button("Add the sample data").ClickAsync();
        await visit.SeesAsync("Dataset product-questions, version 1: 134 lines.");

        await visit.Page.ReloadAsync();
        await visit.SeesAsync("Dataset product-questions, version 1: 134 lines.");
        await visit.Button("Next line").ClickAsync();
        await visit.SeesAsync("Line 2 of 134");
        await visit.Button("Ask both").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Article, new() { Name = "Answer of “manual”" }).GetByText("Orange lamp steady: descaling is due.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Article, new() { Name = "Answer of “facts”" }).GetByText("tokens")).ToBeVisibleAsync();
        await visit.IsAccessibleAsync();
        await Pictures.TryAsync(visit, "walk-2");

        await visit.Button("Compare on all 134 lines").ClickAsync();
        await visit.SeesAsync("manual against facts: better in f1_score; worse in total_tokens.");
        await visit.SeesAsync("with 95 % confidence over 134 lines");
        await Assertions.Expect(visit.Page.GetByText(MoreLines()).First).ToBeVisibleAsync();
        await visit.SeesAsync("It quotes sentences; it is not a model");
        await Assertions.Expect(visit.Grid("What was found").GetByText("better", new() { Exact = true })).ToBeVisibleAsync();
        await visit.IsAccessibleAsync();
        await visit.FitsAsync();
        await Pictures.TryAsync(visit, "walk-3");
        await visit.ResizeAsync(Look.Desktop.Width, 1800);
        await Pictures.TakeAsync(visit.Page.GetByRole(AriaRole.Region, new() { Name = "3. Comparison" }), "tour-verdict");

        await visit.OpenAsync("/tour", "First comparison");
        await visit.SeesAsync("manual against facts: better in f1_score; worse in total_tokens.");
    }

    [Fact]
    public async Task Whoever_does_not_want_the_tour_is_not_asked_again_and_still_finds_it()
    {
        await using var site = await Site.StartEmptyAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/", "Home");
        await visit.Button("Not now").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("New here?")).ToHaveCountAsync(0);
        await visit.Page.ReloadAsync();
        await visit.SeesAsync("Spent today");
        await Assertions.Expect(visit.Page.GetByText("New here?")).ToHaveCountAsync(0);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "First comparison: a tour" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "First comparison", Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_prompt_that_no_model_can_answer_is_told_and_what_was_typed_stays()
    {
        await using var site = await Site.StartEmptyAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("400");
        await visit.OpenAsync("/tour", "First comparison");
        await visit.Button("Add the sample data").ClickAsync();
        await visit.SeesAsync("Dataset product-questions");
        await visit.Field("Prompt “facts”").FillAsync("{% if %}");

        await visit.Button("Compare on all 134 lines").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Field("Prompt “facts”")).ToHaveValueAsync("{% if %}");
        await visit.Button("Take the prompts of the sample").ClickAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Take the prompts of the sample" }).ClickAsync();
        await Assertions.Expect(visit.Field("Prompt “facts”")).ToHaveValueAsync(new Regex("facts"));
    }

    [Fact]
    public async Task A_comparison_that_the_servers_end_interrupted_is_told_and_goes_on_from_where_it_stopped()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("Failed to load resource", "ERR_");
        await visit.OpenAsync("/tour", "First comparison");
        await visit.Button("Add the sample data").ClickAsync();
        await visit.SeesAsync("Dataset product-questions");
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Model" }).FillAsync("slow/any");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Button("Compare on all 134 lines").ClickAsync();
        await visit.SeesAsync("Step 1 of 4");

        var address = await site.StopAsync();
        await visit.SeesAsync("The server does not answer.");
        await site.UpAsync(address, Stop);

        await visit.SeesAsync("The comparison stopped before its end.");
        await visit.Button("Go on").ClickAsync();
        await visit.SeesAsync("Step 1 of 4");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Model" })).ToHaveValueAsync("slow/any");
        await visit.Button("Stop").ClickAsync();
        await visit.SeesAsync("The comparison stopped before its end.");
    }

    [GeneratedRegex("About \\d+ more lines would tell")]
    private static partial Regex MoreLines();
}
