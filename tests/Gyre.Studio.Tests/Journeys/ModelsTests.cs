using System.Text.RegularExpressions;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

public sealed partial class ModelsTests(Browser browser)
{
    [Fact]
    public async Task A_model_is_found_by_what_it_can_do_and_its_address_can_be_shared()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/models", "Catalog");

        await visit.Field("Name or alias").FillAsync("claude sonnet");
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "anthropic", Exact = true }).CheckAsync();
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "reasoning", Exact = true }).CheckAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(Shared());
        await visit.Page.ReloadAsync();

        await Assertions.Expect(visit.Row("anthropic/claude-sonnet").First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Row("openai/gpt")).ToHaveCountAsync(0);
        await visit.Row("claude-sonnet-4-5").First.ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Prices" })).ToBeVisibleAsync();
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task Two_models_are_compared_on_ones_own_traffic()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/models?find=gpt-4.1", "Catalog");
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Compare openai/gpt-4.1", Exact = true }).CheckAsync();
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Compare openai/gpt-4.1-mini", Exact = true }).CheckAsync();
        await visit.Button("Compare 2 models").ClickAsync();

        // 1000 calls of 1000 and 500 tokens: 2 + 4 dollars, 0.40 + 0.80.
        await visit.SeesAsync("$6.00");
        await visit.SeesAsync("$1.20");
        var own = visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = Own() });
        var calls = Own().Match(await own.InnerTextAsync()).Groups["calls"].Value;
        await own.ClickAsync();

        await Assertions.Expect(visit.Field("Calls")).ToHaveValueAsync(calls.Replace(",", "", StringComparison.Ordinal));
        await Assertions.Expect(visit.Page.GetByText("$6.00")).ToHaveCountAsync(0);
        await visit.Field("Calls").FillAsync("many");
        await visit.SeesAsync("A whole number, please.");
    }

    [GeneratedRegex("find=claude\\+sonnet&provider=anthropic&can=reasoning$")]
    private static partial Regex Shared();

    [GeneratedRegex("^Take my traffic: (?<calls>[\\d,]+) calls$")]
    private static partial Regex Own();
}
