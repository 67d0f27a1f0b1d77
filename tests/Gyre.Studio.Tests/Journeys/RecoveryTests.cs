using System.Text.RegularExpressions;
using Gyre.Gateway.Callers;
using Gyre.Studio.Tests.Browsing;
using Microsoft.Playwright;

namespace Gyre.Studio.Tests.Journeys;

/// <summary>
/// Every form of the page through the same misfortunes, one after another: the server is stopped when it is sent, the key ends, the next key has no
/// right. Each is told in words where it happened, what was typed is there through all of it, and at the end it is done.
/// </summary>
public sealed partial class RecoveryTests(Browser browser)
{
    private const string Questions = """{"question": "Where is my parcel?", "topic": "post"}""";

    // Projects and cost centers have the form of teams, limits that of budgets.
    private static readonly Dictionary<string, Form> Forms = new(StringComparer.Ordinal)
    {
        ["team"] = new("/teams", "Teams", OpenAsync("New team", "Name", "search"), InDialog("Name"), "search", SendInDialog("Create"), v => Assertions.Expect(v.Row("search")).ToBeVisibleAsync()),
        ["key"] = new("/keys", "Keys", OpenAsync("New key", "Name", "another"), InDialog("Name"), "another", SendInDialog("Create"), v => Assertions.Expect(v.Button("I have kept it")).ToBeVisibleAsync()),
        ["budget"] = new("/budgets", "Budgets", OpenAsync("New budget", "Name", "month", "Amount", "25"), InDialog("Name"), "month", SendInDialog("Create"), v => Assertions.Expect(v.Row("month")).ToBeVisibleAsync()),
        ["dataset"] = new("/datasets/new", "New dataset", WriteDatasetAsync, v => v.Field("Rows"), Questions, Send("Make version 1"), v => Assertions.Expect(v.Page.GetByRole(AriaRole.Heading, new() { Name = "typed", Level = 1 })).ToBeVisibleAsync()),
        ["row of a dataset"] = new("/datasets/questions", "questions", WriteRowAsync, InDialog("question"), "Do you ship to Norway?", SendInDialog("Add row"), v => Assertions.Expect(v.Row("Do you ship to Norway?")).ToBeVisibleAsync()),
        ["run"] = new("/runs/new?flow=flows/shares&data=data/rows.jsonl", "New run", v => v.Field("Name").FillAsync("typed-run"), v => v.Field("Name"), "typed-run", Send("Start run"), v => Assertions.Expect(v.Page.GetByRole(AriaRole.Heading, new() { Name = "typed-run", Level = 1 })).ToBeVisibleAsync()),
        ["evaluation"] = new("/evaluations/new", "New evaluation", WriteEvaluationAsync, v => v.Page.GetByRole(AriaRole.Textbox, new() { Name = "Prompt" }), SampleRuns.Prompt(3), Send("Start evaluation"), v => Assertions.Expect(v.Page.GetByRole(AriaRole.Heading, new() { Name = "typed", Level = 1 })).ToBeVisibleAsync()),
        ["gate"] = new("/gates?policy=-&run=handbook:whole", "Gates", v => PolicyText(v).FillAsync(Policy), PolicyText, Policy, Send("Judge"), v => v.SeesAsync("The gate opens")),
        ["flow's text"] = new($"/flows/{SampleFlows.Support}?panel=files&file=flows/support/answer.jinja2", "Support", WriteFileAsync, v => v.Page.GetByRole(AriaRole.Textbox, new() { Name = "Text of answer.jinja2" }), "system:\nBe brief.\n", Send("Save"), v => v.SeesAsync("answer.jinja2 saved")),
        ["flow's test"] = new($"/flows/{SampleFlows.Support}", "Support", v => v.Field("question").FillAsync("Is anybody there?"), v => v.Field("question"), "Is anybody there?", v => v.Page.GetByRole(AriaRole.Button, new() { NameRegex = RunWords() }).ClickAsync(), v => Assertions.Expect(v.Page.GetByRole(AriaRole.Region, new() { Name = "Result" })).ToContainTextAsync("Done")),
        ["chat"] = new("/flows/flows/chat/flow.dag.yaml", "Chat with the handbook", v => v.Field("Message").FillAsync("Hello?"), v => v.Field("Message"), "Hello?", Send("Send"), v => Assertions.Expect(v.Page.GetByRole(AriaRole.Log, new() { Name = "Conversation" })).ToContainTextAsync("Hello?")),
        ["playground"] = new("/playground", "Playground", v => v.Field("question").FillAsync("What became of my words?"), v => v.Field("question"), "What became of my words?", v => v.Page.GetByRole(AriaRole.Button, new() { NameRegex = RunWords() }).First.ClickAsync(), v => Assertions.Expect(v.Page.GetByRole(AriaRole.Link, new() { Name = "ledger" })).ToBeVisibleAsync()),
        ["tour"] = new("/tour", "First comparison", WriteTourAsync, v => v.Field("Prompt “facts”"), "Be brief.\n\n{{facts}}", CompareAsync, v => v.SeesAsync("against facts")),
    };

    private const string Policy = "kind: gate\nrules:\n  - failed_lines: { at_most: 0 }\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_form_outlives_a_stopped_server_a_key_that_ends_and_one_without_the_right()
    {
        await using var site = await Site.StartAsync(Stop);
        await SiteData.WriteQuestionsAsync(site, "questions", 3, Stop);
        await SampleRuns.EvaluateAsync(site.Server, "handbook", Stop);
        var first = await KeyAsync(site, "first", "admin", "*");
        var second = await KeyAsync(site, "second", "admin", "*");
        var narrow = await KeyAsync(site, "narrow", "embedding");

        // One visitor for each, and the server is stopped once for all of them. Who is hindered takes no part in what follows, and is told at the end.
        var hindered = new List<string>();
        var visits = new List<Visiting>();
        try
        {
            foreach (var (name, form) in Forms)
            {
                var visit = await browser.VisitAsync(site);
                visits.Add(new Visiting(name, form, visit));
                visit.Forgive("Failed to load resource", "ERR_");
                visit.Page.SetDefaultTimeout(15_000);
                await visit.Page.AddInitScriptAsync($"sessionStorage.getItem('gyre.key') ?? sessionStorage.setItem('gyre.key', '{first}')");
            }

            await EachAsync("typing", async (form, visit) =>
            {
                await visit.OpenAsync(form.Address, form.Heading);
                await form.TypeAsync(visit);
            });
            var address = await site.StopAsync();
            await EachAsync("while the server is stopped", async (form, visit) =>
            {
                await form.SendAsync(visit);
                await visit.SeesAsync("The server does not answer");
                await IsTypedAsync(visit, form);
            });
            await site.UpAsync(address, Stop);
            await site.Server.Gateway.Accounts.Keys.RevokeAsync("first", "tests", Stop);
            await site.Server.Gateway.Accounts.RefreshAsync(Stop);
            await EachAsync("when the key has ended", async (form, visit) =>
            {
                await SendUnlessAskedAsync(visit, form);
                await visit.SeesAsync("Your key is no longer accepted.");
                await SignInAsync(visit, narrow);
                await IsTypedAsync(visit, form);
            });
            await EachAsync("without the right", async (form, visit) =>
            {
                await form.SendAsync(visit);
                await Assertions.Expect(visit.Page.GetByText("Key 'narrow' may not").First).ToBeVisibleAsync();
                await IsTypedAsync(visit, form);
                await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Use another key" }).First.ClickAsync();
                await SignInAsync(visit, second);
                await IsTypedAsync(visit, form);
            });
            await EachAsync("at the end", async (form, visit) =>
            {
                await form.SendAsync(visit);
                await form.DoneAsync(visit);
            });
        }
        finally
        {
            foreach (var (_, _, visit) in visits)
            {
                await visit.DisposeAsync();
            }
        }

        Assert.True(hindered.Count == 0, string.Join("\n\n", hindered));

        async Task EachAsync(string when, Func<Form, Visit, Task> act)
        {
            foreach (var (name, form, visit) in visits.Where(v => !hindered.Exists(h => h.StartsWith($"{v.Name}, ", StringComparison.Ordinal))))
            {
                try
                {
                    await act(form, visit);
                }
                catch (Exception e) when (!Stop.IsCancellationRequested)
                {
                    hindered.Add($"{name}, {when}: {e.Message}");
                }
            }
        }
    }

    // What a screen reads by itself may have met the ended key first; then its dialog stands before the form.
    private static async Task SendUnlessAskedAsync(Visit visit, Form form)
    {
        try
        {
            await form.SendAsync(visit);
        }
        catch (Exception) when (!Stop.IsCancellationRequested)
        {
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Sign in with a key" })).ToBeVisibleAsync();
        }
    }

    private static async Task<string> KeyAsync(Site site, string name, params string[] endpoints)
    {
        var key = await site.Server.Gateway.Accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = name, Scopes = new CallerScopes([], endpoints, []) }, "tests", Stop);
        await site.Server.Gateway.Accounts.RefreshAsync(Stop);
        return key.Text;
    }

    private static async Task SignInAsync(Visit visit, string key)
    {
        var signIn = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Sign in with a key" });
        await signIn.GetByLabel("Key", new() { Exact = true }).FillAsync(key);
        await signIn.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(signIn).ToHaveCountAsync(0);
    }

    // An editor of code has its text as content.
    private static async Task IsTypedAsync(Visit visit, Form form)
    {
        var field = form.Field(visit);
        await Assertions.Expect(field).ToBeVisibleAsync();
        if (await field.EvaluateAsync<bool>("e => e.isContentEditable"))
        {
            await Assertions.Expect(field).ToContainTextAsync(form.Typed.Split('\n')[1]);
        }
        else
        {
            await Assertions.Expect(field).ToHaveValueAsync(form.Typed);
        }
    }

    private static Func<Visit, Task> OpenAsync(string button, params string[] labelsAndTexts) => async visit =>
    {
        await visit.Button(button).First.ClickAsync();
        foreach (var (label, text) in labelsAndTexts.Chunk(2).Select(p => (p[0], p[1])))
        {
            await visit.Dialog.GetByLabel(label).First.FillAsync(text);
        }
    };

    private static Func<Visit, ILocator> InDialog(string label) => visit => visit.Dialog.GetByLabel(label).First;

    private static Func<Visit, Task> Send(string button) => visit => visit.Button(button).First.ClickAsync();

    private static Func<Visit, Task> SendInDialog(string button) => visit => visit.Dialog.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static ILocator PolicyText(Visit visit) => visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Policy, YAML" });

    private static async Task WriteDatasetAsync(Visit visit)
    {
        await visit.Page.GetByLabel("Name").FillAsync("typed");
        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "Text" }).CheckAsync();
        await visit.Field("Rows").FillAsync(Questions);
        await visit.SeesAsync("Every row can be read.");
    }

    private static async Task WriteRowAsync(Visit visit)
    {
        await visit.Button("Add a row").ClickAsync();
        await visit.Dialog.GetByLabel("question").FillAsync("Do you ship to Norway?");
    }

    private static async Task WriteEvaluationAsync(Visit visit)
    {
        await visit.Field("What answers").SelectOptionAsync("prompt");
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Prompt" }).FillAsync(SampleRuns.Prompt(3));
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Models" }).FillAsync("offline/quote");
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Data", Exact = true }).FillAsync("data/questions.jsonl");
        await visit.Field("Find an evaluator").FillAsync("f1");
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "f1_score", Exact = true }).CheckAsync();
        await visit.Field("Name").FillAsync("typed");
    }

    private static async Task WriteFileAsync(Visit visit)
    {
        var editor = visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Text of answer.jinja2" });
        await editor.ClickAsync();
        await editor.PressAsync("Control+a");
        await visit.Page.Keyboard.InsertTextAsync("system:\nBe brief.\n");
        await Assertions.Expect(visit.Button("Save").First).ToBeVisibleAsync();
    }

    private static async Task WriteTourAsync(Visit visit)
    {
        await visit.Button("Add the sample data").ClickAsync();
        await visit.SeesAsync("Dataset product-questions");
        await visit.Field("Prompt “facts”").FillAsync("Be brief.\n\n{{facts}}");
    }

    // Who may not read the workspace is told so before anything can be sent.
    private static async Task CompareAsync(Visit visit)
    {
        var compare = visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = CompareWords() });
        if (await compare.IsEnabledAsync())
        {
            await compare.ClickAsync();
        }
    }

    [GeneratedRegex("^Run( again)?$")]
    private static partial Regex RunWords();

    [GeneratedRegex("^Compare (on all|again)")]
    private static partial Regex CompareWords();

    private sealed record Visiting(string Name, Form Form, Visit Visit);

    /// <summary>A form, what is typed into it, how it is sent, and how one sees that it was done.</summary>
    private sealed record Form(string Address, string Heading, Func<Visit, Task> TypeAsync, Func<Visit, ILocator> Field, string Typed, Func<Visit, Task> SendAsync, Func<Visit, Task> DoneAsync);
}
