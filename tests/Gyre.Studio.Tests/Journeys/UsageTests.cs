using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

public sealed partial class UsageTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cost_by_team_is_that_of_the_api_to_the_last_digit_and_leads_to_its_models()
    {
        await using var visit = await browser.VisitAsync();
        using var http = new HttpClient { BaseAddress = browser.Sample.Server.Address };
        var report = await http.GetFromJsonAsync<JsonElement>("api/v1/usage?by=team&from=90d&team=support", Stop);
        var cost = "$" + report.GetProperty("total").GetProperty("cost_usd").GetDecimal().ToString("0.00#######", System.Globalization.CultureInfo.InvariantCulture);
        await visit.OpenAsync("/usage?from=90d", "Usage");
        await Assertions.Expect(visit.Row("gpt-4.1-mini").First).ToBeVisibleAsync();

        var held = new TaskCompletionSource();
        await visit.Page.RouteAsync(Team(), async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await visit.Field("By").SelectOptionAsync("team");

        // While the other report is read the one of before is marked, and still says what it is by.
        await Assertions.Expect(visit.Page.Locator("[aria-busy=true]").First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Grid("Lines").GetByRole(AriaRole.Columnheader, new() { Name = "Model" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Row("gpt-4.1-mini").First).ToBeVisibleAsync();
        held.SetResult();
        await visit.SeesAsync("Cost over time by team");
        await Assertions.Expect(visit.Row("support")).ToContainTextAsync(cost);
        await visit.Row("support").ClickAsync();

        await Assertions.Expect(visit.Page).ToHaveURLAsync(Drilled());
        await Assertions.Expect(visit.Row("finance")).ToHaveCountAsync(0);
        await visit.Field("By").SelectOptionAsync("");
        await Assertions.Expect(visit.Row("gpt-4.1-mini")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = Removing() }).ClickAsync();
        await Assertions.Expect(visit.Page).Not.ToHaveURLAsync(Drilled());
    }

    [Fact]
    public async Task The_export_has_what_the_screen_shows()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/usage?from=90d&by=cost_center", "Usage");
        await Assertions.Expect(visit.Row("research")).ToBeVisibleAsync();

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Export CSV").ClickAsync());
        await using var file = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(file);
        var lines = (await reader.ReadToEndAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("cost_center,", lines[0], StringComparison.Ordinal);
        Assert.Equal(["finance", "research", "service"], lines.Skip(1).Select(l => l.Split(',')[0]).Where(c => c.Length > 0).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_period_without_calls_says_so()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);

        await visit.OpenAsync("/usage?from=today", "Usage");

        await visit.SeesAsync("No calls in this time");
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task A_hundred_thousand_lines_scroll_and_are_walked_by_keys()
    {
        const int Users = 100_000;
        await using var site = await Site.StartAsync(Stop);
        await SampleTraffic.WriteUsersAsync(site.Server, Users, TimeProvider.System.GetUtcNow(), Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Page.SetDefaultTimeout(60_000);
        await visit.OpenAsync("/usage?from=24h&by=user&sort=user", "Usage");
        var grid = visit.Grid("Lines");
        await Assertions.Expect(visit.Row("user-000000")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(grid).ToHaveAttributeAsync("aria-rowcount", "100002");

        await grid.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Control+End");
        await Assertions.Expect(visit.Row("user-099999")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Row("user-099999")).ToHaveAttributeAsync("aria-rowindex", "100001");
        await visit.Page.Keyboard.PressAsync("Control+Home");
        await Assertions.Expect(visit.Row("user-000000")).ToBeVisibleAsync();

        // Sixty screens in as many frames: how long the slowest took is told, and judged by nobody but who reads it.
        var slowest = await visit.Page.EvaluateAsync<double>(
            """
            async () => {
              const grid = document.querySelector('[role=grid]');
              let worst = 0, last = performance.now();
              for (let i = 0; i < 60; i++) {
                grid.scrollTop += grid.clientHeight;
                await new Promise(requestAnimationFrame);
                const now = performance.now();
                worst = Math.max(worst, now - last);
                last = now;
              }
              return worst;
            }
            """);
        TestContext.Current.TestOutputHelper?.WriteLine($"slowest frame {slowest:0} ms");
        Assert.InRange(await visit.Page.GetByRole(AriaRole.Row).CountAsync(), 10, 120);
    }

    [GeneratedRegex("/api/v1/usage.*team")]
    private static partial Regex Team();

    [GeneratedRegex("Remove filter Team support$")]
    private static partial Regex Removing();

    [GeneratedRegex("team=support")]
    private static partial Regex Drilled();
}
