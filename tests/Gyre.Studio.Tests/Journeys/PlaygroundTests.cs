using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

public sealed class PlaygroundTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_any_key_the_stand_in_answers_with_its_tokens_time_and_cost()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/playground", "Playground");

        await visit.Button("Run").First.ClickAsync();

        await visit.SeesAsync("It runs on a laptop with SQLite inside");
        await visit.SeesAsync("tokens");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "ledger" }).ClickAsync();
        await visit.SeesAsync("What it used");
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task Two_prompts_times_two_models_are_answered_side_by_side_and_two_answers_compared()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/playground", "Playground");
        await visit.Button("Add model").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Model" }).Last.FillAsync("openai/gpt-4.1-mini");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Button("Add prompt").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Prompt B" }).GetByLabel("User message").FillAsync("{{question}} Be brief about {{topic}}.");
        await visit.Field("topic").FillAsync("databases");

        await visit.Button("Run all 4").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Article, new() { Name = "Prompt A, openai/gpt-4.1-mini" }).GetByText("simulated words")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Compare" })).ToHaveCountAsync(4);
        await visit.Page.GetByRole(AriaRole.Article, new() { Name = "Prompt A, offline/quote" }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await visit.Page.GetByRole(AriaRole.Article, new() { Name = "Prompt A, openai/gpt-4.1-mini" }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Difference" })).ToBeVisibleAsync();
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task A_long_answer_is_stopped_and_keeps_what_had_come()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/playground?model=slow/any", "Playground");
        var slow = visit.Page.GetByRole(AriaRole.Article, new() { Name = "slow/any" });
        await slow.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Assertions.Expect(slow.GetByText("simulated")).ToBeVisibleAsync();

        await slow.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();

        await Assertions.Expect(slow.GetByText("stopped", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(slow.GetByText("simulated")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("cutting/any", "cut before its end")]
    [InlineData("nobody/any", "There is no model 'nobody/any' here.")]
    public async Task An_answer_that_fails_says_why_and_the_prompt_stays(string model, string why)
    {
        await using var visit = await browser.VisitAsync();
        visit.Forgive("Failed to load resource");
        await visit.OpenAsync($"/playground?model={model}", "Playground");
        var cell = visit.Page.GetByRole(AriaRole.Article, new() { Name = model });

        await cell.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();

        await Assertions.Expect(cell.GetByRole(AriaRole.Alert)).ToContainTextAsync(why);
        await Assertions.Expect(visit.Field("question")).ToHaveValueAsync("Where does Gyre run?");
        await Assertions.Expect(cell.GetByRole(AriaRole.Button, new() { Name = "Run again" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_was_typed_outlives_the_page_and_travels_in_a_link()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/playground", "Playground");
        await visit.Field("question").FillAsync("Ein Satz mit Umlauten: äöü?");
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Field("question")).ToHaveValueAsync("Ein Satz mit Umlauten: äöü?");

        await visit.Button("Copy link").ClickAsync();
        await visit.SeesAsync("Copied");
        var link = await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        await using var other = await browser.VisitAsync();
        await other.OpenAsync("/playground", "Playground");
        await other.Field("question").FillAsync("My own?");
        await other.Page.ReloadAsync();
        await Assertions.Expect(other.Field("question")).ToHaveValueAsync("My own?");
        await other.Page.GotoAsync("about:blank");
        await other.OpenAsync(link, "Playground");
        await Assertions.Expect(other.Field("question")).ToHaveValueAsync("Ein Satz mit Umlauten: äöü?");

        // Who has looked at it and goes finds the own draft again; who changes it does so too, when it is asked for.
        await other.Page.ReloadAsync();
        await Assertions.Expect(other.Field("question")).ToHaveValueAsync("My own?");
        await other.Page.GotoAsync("about:blank");
        await other.OpenAsync(link, "Playground");
        await other.Field("question").FillAsync("Theirs, changed");
        await other.Page.ReloadAsync();
        await Assertions.Expect(other.Field("question")).ToHaveValueAsync("Theirs, changed");
        await other.Button("Change to it").ClickAsync();
        await Assertions.Expect(other.Field("question")).ToHaveValueAsync("My own?");

        // What was made of the shared one is not lost by that.
        await other.Button("Change to it").ClickAsync();
        await Assertions.Expect(other.Field("question")).ToHaveValueAsync("Theirs, changed");
        await other.Button("Forget it").ClickAsync();
        await other.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await other.Button("Change to it").ClickAsync();
        await Assertions.Expect(other.Field("question")).ToHaveValueAsync("My own?");
    }

    [Fact]
    public async Task Tools_that_are_no_json_are_told_before_anything_is_sent()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/playground", "Playground");
        await visit.Page.GetByText("Tools", new() { Exact = true }).ClickAsync();

        await visit.Field("Tools as JSON").FillAsync("""{"type": "function"}""");

        await visit.SeesAsync("This is no list of tools");
        await Assertions.Expect(visit.Button("Run").First).ToHaveAttributeAsync("aria-disabled", "true");
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_of_an_answer_is_told_and_the_prompt_stays()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("Failed to load resource", "ERR_");
        await visit.OpenAsync("/playground?model=slow/any", "Playground");
        await visit.Field("question").FillAsync("Is anybody there?");
        var slow = visit.Page.GetByRole(AriaRole.Article, new() { Name = "slow/any" });
        await slow.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Assertions.Expect(slow.GetByText("simulated")).ToBeVisibleAsync();

        await site.StopAsync();

        await Assertions.Expect(slow.GetByRole(AriaRole.Alert)).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Assertions.Expect(visit.Field("question")).ToHaveValueAsync("Is anybody there?");
    }
}
