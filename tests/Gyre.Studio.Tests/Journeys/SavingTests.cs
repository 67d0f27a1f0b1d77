using Gyre.Gateway.Callers;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>From the playground into the workspace and back.</summary>
public sealed class SavingTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_prompt_is_saved_as_a_file_and_one_that_somebody_changed_meanwhile_is_told_with_nothing_lost()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("412");
        await visit.OpenAsync("/playground", "Playground");
        await visit.ActAsync("Save prompt A", "As a prompt of the workspace …");
        await visit.IsAccessibleAsync();
        await visit.Dialog.GetByLabel("Name").FillAsync("brief");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await visit.SeesAsync("Saved as prompts/brief.prompty.");
        var file = Path.Combine(site.Folder, "prompts", "brief.prompty");
        Assert.Contains("connection: offline", await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Stop)).Replace("Answer in one sentence", "Say it shortly", StringComparison.Ordinal), Stop);
        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Prompt A", Exact = true }).GetByLabel("User message").FillAsync("{{question}} Mine.");
        await visit.ActAsync("Save prompt A", "As a prompt of the workspace …");
        await visit.SeesAsync("Replaces prompts/brief.prompty");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await visit.SeesAsync("was changed meanwhile");
        await visit.Button("Read it anew as another prompt").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Prompt brief" }).GetByLabel("System message")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^Say it shortly"));
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Prompt A", Exact = true }).GetByLabel("User message")).ToHaveValueAsync("{{question}} Mine.");
        await visit.ActAsync("Save prompt brief", "As a prompt of the workspace …");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(visit.Dialog).ToHaveCountAsync(0);

        await visit.Button("Open prompt").ClickAsync();
        await visit.IsAccessibleAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "brief" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Prompt brief" })).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_prompt_becomes_a_variant_of_a_flows_node()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/playground", "Playground");
        await visit.ActAsync("Save prompt A", "As a variant of a flow's node …");
        await visit.Dialog.GetByLabel("Flow").SelectOptionAsync(SampleFlows.Support);
        await visit.Dialog.GetByLabel("Node").SelectOptionAsync("answer");
        await visit.Dialog.GetByLabel("Name of the variant").FillAsync("mine");
        await visit.IsAccessibleAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await visit.SeesAsync("Node answer has the variant mine.");
        var flow = await File.ReadAllTextAsync(Path.Combine(site.Folder, SampleFlows.Support), Stop);
        Assert.Contains("answer__mine.jinja2", flow, StringComparison.Ordinal);
        Assert.Contains("# The assistant of the support team.", flow, StringComparison.Ordinal);
        Assert.Contains("{{text}}", await File.ReadAllTextAsync(Path.Combine(site.Folder, "flows", "support", "answer__mine.jinja2"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exchange_becomes_a_line_and_a_line_fills_the_variables()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        await visit.OpenAsync("/playground", "Playground");
        await visit.Field("question").FillAsync("Where does it run on a laptop?");
        await visit.Button("Run").First.ClickAsync();
        await visit.Button("Save as line").ClickAsync();
        await visit.Dialog.GetByLabel("Name of the new dataset").FillAsync("asked");
        await visit.IsAccessibleAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await visit.SeesAsync("Added to asked, version 1.");

        await visit.Field("question").FillAsync("Another");
        await visit.Button("Save as line").ClickAsync();
        await visit.Dialog.GetByLabel("Dataset", new() { Exact = true }).SelectOptionAsync("asked");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await visit.SeesAsync("Added to asked, version 2.");

        await visit.Field("Line of a dataset").SelectOptionAsync("asked");
        await Assertions.Expect(visit.Field("question")).ToHaveValueAsync("Where does it run on a laptop?");
        await visit.Button("Next line").ClickAsync();
        await Assertions.Expect(visit.Field("question")).ToHaveValueAsync("Another");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("dataset=asked&line=2"));
        await visit.IsAccessibleAsync();
    }

    [Fact]
    public async Task A_form_outlives_a_stopped_server_and_a_key_that_ends()
    {
        await using var site = await Site.StartAsync(Stop);
        await using var visit = await browser.VisitAsync(site);
        visit.Forgive("Failed to load resource", "ERR_");
        await visit.OpenAsync("/playground", "Playground");
        await visit.ActAsync("Save prompt A", "As a prompt of the workspace …");
        await visit.Dialog.GetByLabel("Name").FillAsync("kept");
        await visit.Dialog.GetByLabel("Description").FillAsync("Typed before the server stopped");

        var address = await site.StopAsync();
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await visit.SeesAsync("The server does not answer.");
        await Assertions.Expect(visit.Dialog.GetByLabel("Description")).ToHaveValueAsync("Typed before the server stopped");
        await site.UpAsync(address, Stop);

        // From now on every caller needs a key, this page too.
        var key = await site.Server.Gateway.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = "admin", Scopes = new CallerScopes([], ["admin", "*"], []) }, "tests", Stop);
        await site.Server.Gateway.Accounts.RefreshAsync(Stop);
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var signIn = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Sign in with a key" });
        await signIn.GetByLabel("Key", new() { Exact = true }).FillAsync(key.Text);
        await signIn.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(signIn).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Dialog.GetByLabel("Description")).ToHaveValueAsync("Typed before the server stopped");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await visit.SeesAsync("Saved as prompts/kept.prompty.");
        Assert.True(File.Exists(Path.Combine(site.Folder, "prompts", "kept.prompty")));
    }
}
