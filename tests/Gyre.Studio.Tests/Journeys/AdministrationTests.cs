using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>Teams, budgets, limits and what is written of their changes.</summary>
public sealed class AdministrationTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_team_with_a_cost_center_is_made_changed_and_deleted()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("409");
        await visit.OpenAsync("/cost-centers", "Cost centers");
        await visit.Button("New cost center").ClickAsync();
        await visit.Dialog.GetByLabel("Name").FillAsync("research");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Assertions.Expect(visit.Row("research")).ToBeVisibleAsync();

        await visit.OpenAsync("/teams", "Teams");
        await visit.SeesAsync("No teams yet");
        await visit.Button("New team").ClickAsync();
        await visit.Dialog.GetByLabel("Name").FillAsync("search");
        await visit.Dialog.GetByLabel("Cost center").SelectOptionAsync("research");
        await visit.IsAccessibleAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Assertions.Expect(visit.Row("search")).ToContainTextAsync("research");

        await visit.ActAsync("Actions of search", "Change");
        await visit.Dialog.GetByLabel("Description").FillAsync("Finds things");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(visit.Row("search")).ToContainTextAsync("Finds things");

        // What is still used can't be deleted, and the dialog says by whom.
        await visit.OpenAsync("/cost-centers", "Cost centers");
        await visit.ActAsync("Actions of research", "Delete");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(visit.Dialog.GetByText("search").First).ToBeVisibleAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        // It can be taken away from the team, which then pays by itself.
        await visit.OpenAsync("/teams", "Teams");
        await visit.ActAsync("Actions of search", "Change");
        await visit.Dialog.GetByLabel("Description").FillAsync("");
        await visit.Dialog.GetByLabel("Cost center").SelectOptionAsync("");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(visit.Row("search")).Not.ToContainTextAsync("research");
        await Assertions.Expect(visit.Row("search")).Not.ToContainTextAsync("Finds things");
    }

    [Fact]
    public async Task A_project_belongs_to_a_team()
    {
        await using var visit = await browser.VisitAsync();

        await visit.OpenAsync("/projects?find=assist", "Projects");

        await Assertions.Expect(visit.Row("assistant")).ToContainTextAsync("support");
        await Assertions.Expect(visit.Row("answers")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_budget_is_tried_on_the_past_made_and_looked_after()
    {
        await using var site = await Site.StartAsync(Stop);
        await SampleTraffic.WriteAsync(site.Server, TimeProvider.System.GetUtcNow(), Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/budgets/try?amount=0.5&per=day&past=30", "What if there had been this budget?");
        await visit.SeesAsync("It would have been reached in");
        await visit.SeesAsync("of the spending lay beyond it");
        await visit.Field("Amount").FillAsync("100000");
        await visit.SeesAsync("It would never have been reached");
        await visit.IsAccessibleAsync();

        await visit.Button("Make this budget").ClickAsync();
        await visit.Dialog.GetByLabel("Name").FillAsync("all-day");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await visit.SeesAsync("all-day is made and holds from now on.");
        await visit.OpenAsync("/budgets", "Budgets");
        await Assertions.Expect(visit.Row("all-day")).ToContainTextAsync("$100,000.00 per day");

        await visit.ActAsync("Actions of all-day", "Change");
        await visit.Dialog.GetByLabel("Amount").FillAsync("0.25");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(visit.Row("all-day")).ToContainTextAsync("$0.25 per day");
        await visit.ActAsync("Actions of all-day", "Suspend");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Assertions.Expect(visit.Row("all-day")).ToContainTextAsync("Suspended");
        await visit.ActAsync("Actions of all-day", "Delete");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(visit.Row("all-day")).ToHaveCountAsync(0);

        await visit.OpenAsync("/audit", "Audit");
        await Assertions.Expect(visit.Row("budget.deleted")).ToContainTextAsync("all-day");
        await visit.Row("budget.changed").First.ClickAsync();
        await visit.SeesAsync("Before");
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task What_a_form_got_wrong_is_told_in_it_and_what_was_typed_stays()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("400");
        await visit.OpenAsync("/limits", "Limits");
        await visit.SeesAsync("No limits yet");
        await visit.Button("New limit").ClickAsync();
        await visit.Dialog.GetByLabel("Name").FillAsync("app rpm!");
        await visit.Dialog.GetByLabel("Amount").FillAsync("60");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();

        await Assertions.Expect(visit.Dialog.GetByText("app rpm!")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Dialog.GetByLabel("Amount")).ToHaveValueAsync("60");
        await visit.Dialog.GetByLabel("Name").FillAsync("app-rpm");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Assertions.Expect(visit.Row("app-rpm")).ToContainTextAsync("60 requests per minute");
    }
}
