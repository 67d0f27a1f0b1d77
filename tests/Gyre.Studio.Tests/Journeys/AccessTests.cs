using Gyre.Gateway.Callers;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>Keys, and what the page does where one is missing, not enough, or no longer good.</summary>
public sealed class AccessTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_key_is_shown_once_signs_in_and_is_looked_after()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("401");
        await visit.OpenAsync("/keys", "Keys");
        await visit.Button("New key").ClickAsync();
        await visit.SeesAsync("This is the first key.");
        await visit.Dialog.GetByLabel("Name").FillAsync("page");
        await visit.Dialog.GetByLabel("May administer (this page and /api/v1)").CheckAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        var secret = await visit.Field("The key").InputValueAsync();
        Assert.StartsWith("gyre_", secret, StringComparison.Ordinal);
        await visit.IsAccessibleAsync();
        await visit.Button("Sign in with it").ClickAsync();

        await Assertions.Expect(visit.Row("page")).ToContainTextAsync("Active");
        Assert.DoesNotContain(secret, await visit.Page.ContentAsync(), StringComparison.Ordinal);
        await visit.ActAsync("Actions of key page", "Rotate");
        await visit.Dialog.GetByLabel("The old text goes on working for").SelectOptionAsync("3600");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Rotate" }).ClickAsync();
        Assert.NotEqual(secret, await visit.Field("The key").InputValueAsync());
        await visit.Button("I have kept it").ClickAsync();

        await visit.Button("New key").ClickAsync();
        await visit.Dialog.GetByLabel("Name").FillAsync("app");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await visit.Button("I have kept it").ClickAsync();
        await visit.ActAsync("Actions of key app", "Suspend");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Assertions.Expect(visit.Row("app")).ToContainTextAsync("Suspended");
        await visit.ActAsync("Actions of key app", "Resume");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(visit.Row("app")).ToContainTextAsync("Active");
        await visit.ActAsync("Actions of key app", "Revoke");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(visit.Row("app")).ToHaveCountAsync(0);
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Also revoked ones" }).CheckAsync();
        await Assertions.Expect(visit.Row("app")).ToContainTextAsync("Revoked");
    }

    [Fact]
    public async Task Who_comes_without_a_key_is_asked_for_one_and_a_wrong_one_is_told()
    {
        await using var site = await Site.StartAsync(Stop);
        var admin = await KeyAsync(site, "admin", "admin", "*");
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("401");
        await visit.OpenAsync("/usage", "Usage");
        await visit.SeesAsync("Sign in with a key");
        await visit.IsAccessibleAsync();

        await visit.Dialog.GetByLabel("Key", new() { Exact = true }).FillAsync("gyre_wr…ng");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.SeesAsync("There is a letter in it that no key has");
        await visit.Dialog.GetByLabel("Key", new() { Exact = true }).FillAsync("gyre_wrong");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.SeesAsync("characters are missing or mistyped");
        await visit.Dialog.GetByLabel("Key", new() { Exact = true }).FillAsync(admin.Text);
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await visit.SeesAsync("No calls in this time");
        await visit.Page.ReloadAsync();
        await visit.SeesAsync("No calls in this time");
        await Assertions.Expect(visit.Dialog).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("/tour", "First comparison")]
    [InlineData("/flows", "Flows")]
    [InlineData("/runs", "Runs")]
    [InlineData("/evaluations", "Evaluations")]
    [InlineData("/gates", "Gates")]
    [InlineData("/usage", "Usage")]
    [InlineData("/models", "Catalog")]
    [InlineData("/models/openai/gpt-4.1", "openai/gpt-4.1")]
    [InlineData("/models/compare?model=openai/gpt-4.1", "Compare models")]
    [InlineData("/targets", "Targets")]
    [InlineData("/calls", "Calls")]
    [InlineData("/budgets", "Budgets")]
    [InlineData("/budgets/try", "What if there had been this budget?")]
    [InlineData("/limits", "Limits")]
    [InlineData("/keys", "Keys")]
    [InlineData("/teams", "Teams")]
    [InlineData("/projects", "Projects")]
    [InlineData("/cost-centers", "Cost centers")]
    [InlineData("/audit", "Audit")]
    public async Task A_key_that_may_not_administer_hears_so_on_every_screen_of_administration(string address, string heading)
    {
        await using var site = await Site.StartAsync(Stop);
        var caller = await KeyAsync(site, "app");
        await using var visit = await SignedInAsync(site, caller.Text);
        visit.Forgive("403");

        await visit.OpenAsync(address, heading);

        await visit.SeesAsync("Key 'app' may not administer.");
        await Assertions.Expect(visit.Button("Use another key").First).ToBeVisibleAsync();
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task A_key_that_may_chat_has_the_playground_and_the_cost_of_its_own_calls()
    {
        await using var site = await Site.StartAsync(Stop);
        var caller = await KeyAsync(site, "app");
        await using var visit = await SignedInAsync(site, caller.Text);
        visit.Forgive("403");
        await visit.OpenAsync("/", "Home");
        await visit.SeesAsync("Key app may not administer");
        await visit.OpenAsync("/playground", "Playground");

        await visit.Button("Run").First.ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "ledger" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_key_that_ends_while_one_types_is_asked_for_anew_and_nothing_is_lost()
    {
        await using var site = await Site.StartAsync(Stop);
        await KeyAsync(site, "other", "admin", "*");
        var first = await KeyAsync(site, "first", "admin", "*");
        var second = await KeyAsync(site, "second", "admin", "*");
        await using var visit = await SignedInAsync(site, first.Text);
        visit.Forgive("401");
        await visit.OpenAsync("/playground", "Playground");
        await visit.Field("question").FillAsync("What became of my words?");

        await site.Server.Gateway.Accounts.Keys.RevokeAsync("first", "tests", Stop);
        await site.Server.Gateway.Accounts.RefreshAsync(Stop);
        await visit.Button("Run").First.ClickAsync();
        await visit.SeesAsync("Your key is no longer accepted.");
        await visit.Dialog.GetByLabel("Key", new() { Exact = true }).FillAsync(second.Text);
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Assertions.Expect(visit.Dialog).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Field("question")).ToHaveValueAsync("What became of my words?");
        await visit.Button("Run again").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "ledger" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task While_the_server_is_away_the_page_says_so_keeps_what_was_typed_and_goes_on_by_itself()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("Failed to load resource", "ERR_");
        await visit.OpenAsync("/teams", "Teams");
        await visit.SeesAsync("No teams yet");
        await visit.Button("New team").ClickAsync();
        await visit.Dialog.GetByLabel("Name").FillAsync("search");

        var address = await site.StopAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await visit.SeesAsync("The server does not answer.");
        await Assertions.Expect(visit.Dialog.GetByLabel("Name")).ToHaveValueAsync("search");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Audit" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The server does not answer").First).ToBeVisibleAsync();
        await site.UpAsync(address, Stop);

        await visit.SeesAsync("Nothing has been changed yet");
    }

    private static async Task<IssuedKey> KeyAsync(Site site, string name, params string[] endpoints)
    {
        var key = await site.Server.Gateway.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = name, Scopes = new CallerScopes([], endpoints, []) }, "tests", Stop);
        await site.Server.Gateway.Accounts.RefreshAsync(Stop);
        return key;
    }

    private async Task<Visit> SignedInAsync(Site site, string key)
    {
        var visit = await browser.VisitAsync(site);
        await visit.Page.AddInitScriptAsync($"sessionStorage.getItem('gyre.key') ?? sessionStorage.setItem('gyre.key', '{key}')");
        return visit;
    }
}
