using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>What stands around every screen.</summary>
public sealed class FrameTests(Browser browser)
{
    [Fact]
    public async Task The_palette_goes_to_screens_and_things_by_keys_alone()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/", "Home");

        await visit.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Go to" })).ToBeFocusedAsync();
        await visit.IsAccessibleAsync();
        await visit.Page.Keyboard.TypeAsync("search month");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Option, new() { Name = "search-month Budget" })).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Budgets", Level = 1 })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Row("search-month")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_keyboard_reaches_the_content_past_the_navigation()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/audit", "Audit");

        await visit.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Colours_and_the_height_of_rows_are_kept()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/audit", "Audit");
        await visit.Button("Account").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = "Dark" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = "Compact" }).ClickAsync();
        await visit.IsAccessibleAsync();
        await visit.Page.ReloadAsync();

        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Equal(32, (await visit.Row("budget.created").First.BoundingBoxAsync())!.Height, 0.6);
    }

    [Fact]
    public async Task On_a_phone_the_navigation_opens_over_the_screen_and_closes_behind_a_choice()
    {
        await using var visit = await browser.VisitAsync(look: Look.Phone);
        await visit.OpenAsync("/", "Home");
        await visit.Button("Open navigation").ClickAsync();
        await visit.IsAccessibleAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Limits" }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Limits", Level = 1 })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Limits" })).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(2560)]
    public async Task From_the_smallest_phone_to_a_wall_nothing_is_wider_than_the_window(int width)
    {
        await using var visit = await browser.VisitAsync(look: new Look(width, 800, Dark: false));
        foreach (var (address, heading) in ((string, string)[])[("/", "Home"), ("/models", "Catalog"), ("/playground", "Playground"), ("/usage?from=90d", "Usage"), ("/projects", "Projects")])
        {
            await visit.OpenAsync(address, heading);
            await visit.FitsAsync();
        }
    }
}
