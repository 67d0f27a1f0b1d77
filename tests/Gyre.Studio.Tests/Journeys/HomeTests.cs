using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>What Home says of the loops.</summary>
public sealed class HomeTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_runs_is_seen_running_and_what_was_stopped_awaits_somebody()
    {
        await using var site = await Site.StartAsync(Stop);
        await SiteData.WriteQuestionsAsync(site, "questions", 40, Stop);
        await SiteData.BeginEvaluationAsync(site, "long", "questions", ["slow/any"], Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/", "Home");
        await visit.SeesAsync("One thing runs now:");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Progress of long" })).ToBeVisibleAsync();
        await visit.IsAccessibleAsync();

        using (var http = new HttpClient { BaseAddress = site.Server.Address })
        {
            (await http.PostAsync(new Uri("api/v1/evaluations/long/cancel", UriKind.Relative), null, Stop)).EnsureSuccessStatusCode();
        }

        var awaits = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Awaits you" });
        await Assertions.Expect(awaits.GetByRole(AriaRole.Link, new() { Name = "long" })).ToBeVisibleAsync();
        await Assertions.Expect(awaits).ToContainTextAsync("The evaluation stopped");
        await visit.SeesAsync("Nothing runs at the moment.");
        await awaits.GetByRole(AriaRole.Link, new() { Name = "long" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "long", Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_latest_verdict_stands_there_in_words_and_a_models_page_has_its_scores()
    {
        await using var site = await Site.StartAsync(Stop);
        await SiteData.WriteQuestionsAsync(site, "questions", 12, Stop);
        await SiteData.BeginEvaluationAsync(site, "which", "questions", ["openai/gpt-4.1-mini", "offline/quote"], Stop);
        await SiteData.EndOfAsync(site, "which", Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/", "Home");
        await visit.SeesAsync("Latest verdict");
        await visit.IsAccessibleAsync();

        await visit.OpenAsync("/models/openai/gpt-4.1-mini", "openai/gpt-4.1-mini");
        await Assertions.Expect(visit.Grid("Scores on your data").GetByText("f1_score")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Grid("Scores on your data").GetByRole(AriaRole.Link, new() { Name = "which" })).ToBeVisibleAsync();
        await visit.IsAccessibleAsync();
    }
}
