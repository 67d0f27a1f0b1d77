using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>Targets and calls.</summary>
public sealed class OperateTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_target_that_fails_is_seen_to_rest_and_its_calls_to_have_failed()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        using var http = new HttpClient { BaseAddress = site.Server.Address };
        for (var i = 0; i < 8; i++)
        {
            using var body = new StringContent("""{"model":"broken/any","messages":[{"role":"user","content":"Hello"}]}""", null, "application/json");
            using var answer = await http.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), body, Stop);
        }

        await visit.OpenAsync("/targets?find=broken", "Targets");
        await Assertions.Expect(visit.Row("broken/any")).ToContainTextAsync("Resting");
        await visit.IsAccessibleAsync();
        await visit.OpenAsync("/calls?outcome=failed", "Calls");
        await Assertions.Expect(visit.Row("broken/any").First).ToContainTextAsync("Failed");
        await visit.Row("broken/any").First.ClickAsync();
        await visit.SeesAsync("provider_error");
        await visit.OpenAsync("/", "Home");
        await visit.SeesAsync("can't be asked as usual");
    }

    [Fact]
    public async Task Older_calls_are_read_when_they_are_asked_for()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/calls?from=90d", "Calls");
        await visit.SeesAsync("500 rows");

        await visit.Button("Older calls").ClickAsync();

        await visit.SeesAsync("1,000 rows");
        await visit.Field("Model, key, team, id …").FillAsync("embedding");
        await Assertions.Expect(visit.Row("gpt-4.1-mini")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Row("text-embedding-3-large").First).ToBeVisibleAsync();
    }
}
