using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>The prompts of the workspace over <c>/api/v1/prompts</c>.</summary>
public sealed class PromptRoutesTests : IAsyncLifetime
{
    private readonly TemporaryFolder workspace = new();
    private GyreServer? server;
    private HttpClient? http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workspace.Write("gyre.yaml", "connections: { offline: { type: offline } }");
        server = await Door.StartAsync(workspace);
        http = new HttpClient { BaseAddress = server.Address };
    }

    [Fact]
    public async Task A_saved_prompt_is_a_prompty_of_the_workspace_that_comes_back_as_it_was_written()
    {
        var saved = await SaveAsync("short", new { model = "offline/quote", system = "Be brief: {{tone}}", user = "{{question}}", description = "Yes", parameters = new { temperature = 0.2 }, sample = new { question = "Why?\nBecause: \"x\"", tone = "no" } });

        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        var shown = await ShowAsync("short");
        Assert.Equal(
            ("offline/quote", "Be brief: {{tone}}", "{{question}}", "Yes", "prompts/short.prompty"),
            (Text(shown, "model"), Text(shown, "system"), Text(shown, "user"), Text(shown, "description"), Text(shown, "path")));
        Assert.Equal(0.2, shown.GetProperty("parameters").GetProperty("temperature").GetDouble());
        Assert.Equal("Why?\nBecause: \"x\"", Text(shown.GetProperty("sample"), "question"));
        Assert.Equal("no", Text(shown.GetProperty("sample"), "tone"));
        Assert.Equal(saved.Headers.ETag!.Tag, Text(shown, "etag"));
        var listed = Assert.Single((await http!.GetFromJsonAsync<JsonElement>("api/v1/prompts", Stop)).EnumerateArray());
        Assert.Equal("short", Text(listed, "name"));
        Assert.Equal(["question", "tone"], listed.GetProperty("inputs").EnumerateArray().Select(i => i.GetString()!).Order());
        Assert.Equal(File.ReadAllText(workspace.At("prompts/short.prompty")), Text(shown, "text"));
    }

    [Fact]
    public async Task What_the_file_says_besides_stays_with_its_comments()
    {
        workspace.Write("prompts/kept.prompty", """
            ---
            # Of the support team.
            name: Kept
            authors: [ann]  # and others
            model:
              api: chat
              configuration:
                type: azure_openai
                azure_deployment: gpt
                azure_endpoint: ${env:ENDPOINT}
              parameters: { temperature: 0.9, response_format: { type: text } }
            inputs:
              question: { type: string, default: Why? }
            ---
            system:
            Old

            user:
            {{question}}
            """);
        var before = await ShowAsync("kept");
        Assert.Equal("gpt", Text(before, "model"));

        var saved = await SaveAsync("kept", new { model = "gpt", system = "New about {{topic}}", user = "{{question}}", parameters = before.GetProperty("parameters") }, Text(before, "etag"));

        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        var text = File.ReadAllText(workspace.At("prompts/kept.prompty"));
        Assert.Contains("# Of the support team.\nname: Kept\nauthors: [ann]  # and others\nmodel:\n  api: chat\n", text, StringComparison.Ordinal);
        Assert.Contains("azure_endpoint: ${env:ENDPOINT}\n  parameters: { temperature: 0.9, response_format: { type: text } }\n", text, StringComparison.Ordinal);
        Assert.Contains("system:\nNew about {{topic}}", text, StringComparison.Ordinal);
        Assert.Equal(["question", "topic"], (await ListedAsync("kept")).GetProperty("inputs").EnumerateArray().Select(i => i.GetString()));
    }

    [Fact]
    public async Task A_prompt_that_somebody_changed_meanwhile_is_not_overwritten()
    {
        var first = await SaveAsync("p", new { model = "offline/quote", system = "", user = "1" });
        var etag = first.Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.Conflict, (await SaveAsync("p", new { model = "offline/quote", system = "", user = "2" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync("p", new { model = "offline/quote", system = "", user = "2" }, etag)).StatusCode);

        var late = await SaveAsync("p", new { model = "offline/quote", system = "", user = "3" }, etag);

        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        Assert.Equal("file-changed", Text(await late.Content.ReadFromJsonAsync<JsonElement>(Stop), "code"));
        Assert.Equal("2", Text(await ShowAsync("p"), "user"));
        Assert.Equal(["p.prompty"], Directory.GetFiles(workspace.At("prompts")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Of_many_who_save_the_same_new_prompt_at_once_one_does()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => SaveAsync("race", new { model = "offline/quote", system = "", user = $"{n}" })));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(11, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
    }

    [Theory]
    [InlineData("text\nuser:\nmore", "user", "would begin another message")]
    [InlineData("above\n---\nbelow", "user", "Three dashes")]
    [InlineData("{% if x %}", "user", "no Jinja template")]
    public async Task A_message_that_would_be_read_otherwise_is_refused_and_nothing_is_written(string user, string field, string why)
    {
        var answer = await SaveAsync("odd", new { model = "offline/quote", system = "", user });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(field, Text(problem, "field"));
        Assert.Contains(why, Text(problem, "detail"), StringComparison.Ordinal);
        Assert.False(File.Exists(workspace.At("prompts/odd.prompty")));
    }

    [Theory]
    [InlineData("..%2Fgyre")]
    [InlineData(".hidden")]
    [InlineData("a%5Cb")]
    [InlineData("a%00b")]
    public async Task A_name_that_is_none_for_a_file_is_refused(string name)
    {
        var answer = await SaveAsync(name, new { model = "offline/quote", system = "", user = "x" });

        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, answer.StatusCode.ToString());
        Assert.Equal("connections: { offline: { type: offline } }", File.ReadAllText(workspace.At("gyre.yaml")));
        Assert.Empty(Directory.EnumerateFiles(workspace.Path, "*.prompty", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_link_out_of_the_workspace_is_neither_read_nor_written()
    {
        using var outside = new TemporaryFolder();
        outside.Write("secret.prompty", "---\nmodel: {api: chat}\n---\nuser:\nsecret");
        Directory.CreateDirectory(workspace.At("prompts"));
        File.CreateSymbolicLink(workspace.At("prompts/secret.prompty"), outside.At("secret.prompty"));

        var read = await http!.GetAsync(new Uri("api/v1/prompts/secret", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.BadRequest, read.StatusCode);
        Assert.Equal("path-outside", Text(await read.Content.ReadFromJsonAsync<JsonElement>(Stop), "code"));

        Directory.Delete(workspace.At("prompts"), recursive: true);
        Directory.CreateSymbolicLink(workspace.At("prompts"), outside.Path);
        Assert.Equal(HttpStatusCode.BadRequest, (await SaveAsync("new", new { model = "offline/quote", system = "", user = "x" })).StatusCode);
        Assert.False(File.Exists(outside.At("new.prompty")));
    }

    [Fact]
    public async Task A_prompt_with_other_messages_says_that_it_can_only_be_changed_as_a_file()
    {
        workspace.Write("prompts/shots.prompty", "---\nmodel: {api: chat, configuration: {connection: offline, model: quote}}\n---\nuser:\n1\n\nassistant:\n2\n\nuser:\n3\n");
        workspace.Write("prompts/broken.prompty", "no front matter");

        Assert.Contains("other messages", Text(await ShowAsync("shots"), "closed"), StringComparison.Ordinal);
        Assert.Contains("Illegal formatting", Text(await ListedAsync("broken"), "fault"), StringComparison.Ordinal);

        var before = File.ReadAllText(workspace.At("prompts/shots.prompty"));
        var refused = await SaveAsync("shots", new { model = "offline/quote", system = "", user = "3" }, Text(await ShowAsync("shots"), "etag"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(before, File.ReadAllText(workspace.At("prompts/shots.prompty")));
    }

    [Fact]
    public async Task A_sample_keeps_what_the_page_does_not_show_and_what_it_shows_as_text()
    {
        workspace.Write("answer.txt", "42");
        workspace.Write("prompts/typed.prompty", """
            ---
            model: { api: chat, configuration: { connection: offline, model: quote } }
            sample:
              documents: [one, two]
              count: 3
              tags: [a, b]
              answer: ${file:../answer.txt}
              question: Why?
            ---
            user:
            {% for d in documents %}{{d}}{% endfor %} {{count}} {{tags}} {{answer}} {{question}} {{never_filled}}
            """);
        workspace.Write("prompts/elsewhere.prompty", "---\nmodel: { api: chat, configuration: { connection: offline, model: quote } }\nsample: sample.json\n---\nuser:\n{{q}}\n");
        workspace.Write("prompts/sample.json", "{\"q\": \"Why?\"}");
        var user = Text(await ShowAsync("typed"), "user");

        var sample = new Dictionary<string, string> { ["count"] = "3", ["tags"] = "[\"a\",\"c\"]", ["answer"] = "42", ["question"] = "How?", ["never_filled"] = "" };
        var typed = await SaveAsync("typed", new { model = "offline/quote", system = "", user, parameters = new { temperature = 0.1 }, sample }, Text(await ShowAsync("typed"), "etag"));
        var elsewhere = await SaveAsync("elsewhere", new { model = "offline/quote", system = "", user = "{{q}}!", sample = new { q = "Why?" } }, Text(await ShowAsync("elsewhere"), "etag"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (typed.StatusCode, elsewhere.StatusCode));
        var text = File.ReadAllText(workspace.At("prompts/typed.prompty"));
        Assert.Contains("  documents: [one, two]\n  count: 3\n  tags: [\"a\",\"c\"]\n  answer: ${file:../answer.txt}\n  question: How?\n", text.Replace("\"How?\"", "How?", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("never_filled:", text, StringComparison.Ordinal);
        Assert.Contains("\nsample: sample.json\n", File.ReadAllText(workspace.At("prompts/elsewhere.prompty")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_changes_leaves_every_remark_around_it()
    {
        workspace.Write("prompts/said.prompty", """
            ---
            name: Said
            # Above the model.
            model:
              # Why this one.
              api: chat
              configuration:
                connection: offline # ours
                model: quote

              # Measured in May.
              parameters:
                # Low, for tests.
                temperature: 0.9 # degrees
                seed: 1
                # Below the seed.

            # Above the inputs.
            inputs:
              question: { type: string }
            ---
            user:
            {{question}}
            """);
        var before = File.ReadAllText(workspace.At("prompts/said.prompty"));
        var shown = await ShowAsync("said");

        var saved = await SaveAsync("said", new { model = "offline/quote", system = "", user = "{{question}}", parameters = new { temperature = 0.2, seed = 1 } }, Text(shown, "etag"));

        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal(before.Replace("0.9", "0.2", StringComparison.Ordinal).TrimEnd(), File.ReadAllText(workspace.At("prompts/said.prompty")).TrimEnd());
    }

    [Fact]
    public async Task Lists_at_the_indent_of_their_key_stay_whatever_changes_beside_them()
    {
        workspace.Write("prompts/lists.prompty", """
            ---
            model:
              api: chat
              configuration:
                connection: offline
                model: quote
              parameters:
                temperature: 0.9
                stop:
                - "User:"
                tools:
                - type: function
                  function: { name: f }
            sample:
              chat_history:
              - role: user
                content: Hi
              question: Why?
            ---
            user:
            {{question}}
            """);
        var before = File.ReadAllText(workspace.At("prompts/lists.prompty"));
        var shown = await ShowAsync("lists");
        var parameters = System.Text.Json.Nodes.JsonNode.Parse(shown.GetProperty("parameters").GetRawText())!;
        parameters["temperature"] = 0.2;

        var saved = await SaveAsync("lists", new { model = "offline/quote", system = "", user = "{{question}}", parameters, sample = new { question = "How" } }, Text(shown, "etag"));

        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal(before.Replace("0.9", "0.2", StringComparison.Ordinal).Replace("Why?", "How", StringComparison.Ordinal).TrimEnd(), File.ReadAllText(workspace.At("prompts/lists.prompty")).TrimEnd());
    }

    [Theory]
    [InlineData("{\n    temperature: 0.9,\n    stop: [a] }", "[\"a\"]")]
    [InlineData("\n    ? temperature\n    : 0.9\n    ? stop\n    : - a", "[\"a\"]")]
    [InlineData("\n    temperature: 0.9\n    stop: &s\n    - a\n    - b: c", "[\"a\",{\"b\":\"c\"}]")]
    public async Task However_parameters_are_written_what_is_saved_is_what_was_meant(string written, string stop)
    {
        workspace.Write("prompts/odd.prompty", $"---\nmodel:\n  api: chat\n  configuration: {{ connection: offline, model: quote }}\n  parameters: {written}\n---\nuser:\nx\n");
        var shown = await ShowAsync("odd");
        var parameters = System.Text.Json.Nodes.JsonNode.Parse(shown.GetProperty("parameters").GetRawText())!;
        parameters["temperature"] = 0.2;

        var saved = await SaveAsync("odd", new { model = "offline/quote", system = "", user = "x", parameters }, Text(shown, "etag"));

        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        var after = (await ShowAsync("odd")).GetProperty("parameters");
        Assert.Equal((0.2, stop), (after.GetProperty("temperature").GetDouble(), after.GetProperty("stop").GetRawText()));
    }

    [Theory]
    [InlineData("|\n    See\n\n    # Sources", "See\n\n# Sources")]
    [InlineData("Why?\n    # asked often", "Why?")]
    public async Task A_text_of_several_lines_is_saved_as_it_was_typed_whatever_stood_there(string written, string was)
    {
        workspace.Write("prompts/heading.prompty", $"---\nmodel: {{ api: chat, configuration: {{ connection: offline, model: quote }} }}\nsample:\n  question: {written}\n  # of the tone\n  tone: calm\n---\nuser:\n{{{{question}}}} {{{{tone}}}}\n");
        var shown = await ShowAsync("heading");
        Assert.Equal(was, Text(shown.GetProperty("sample"), "question")!.TrimEnd());

        var saved = await SaveAsync("heading", new { model = "offline/quote", system = "", user = "{{question}} {{tone}}", sample = new { question = "One\nTwo", tone = "calm" } }, Text(shown, "etag"));

        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal("One\nTwo", Text((await ShowAsync("heading")).GetProperty("sample"), "question"));
    }

    [Fact]
    public async Task A_reference_stays_one_where_what_was_sent_is_what_it_stands_for()
    {
        workspace.Write("prompts/params.json", """{"temperature": 0.5, "stop": ["a"]}""");
        workspace.Write("prompts/tools.json", """[{"type": "function", "function": {"name": "f"}}]""");
        workspace.Write("prompts/model.json", """{"api": "chat", "configuration": {"connection": "offline", "model": "quote"}, "parameters": {"seed": 1}}""");
        workspace.Write("prompts/whole.prompty", "---\nmodel:\n  api: chat\n  configuration: { connection: offline, model: quote }\n  parameters: ${file:params.json}\n---\nuser:\nx\n");
        workspace.Write("prompts/part.prompty", "---\nmodel:\n  api: chat\n  configuration: { connection: offline, model: quote }\n  parameters:\n    temperature: ${env:TEMP}\n    tools: ${file:tools.json}\n    seed: 1\n---\nuser:\nx\n");
        workspace.Write("prompts/model.prompty", "---\nmodel: ${file:model.json}\n---\nuser:\nx\n");

        foreach (var name in new[] { "whole", "part", "model" })
        {
            var shown = await ShowAsync(name);
            var saved = await SaveAsync(name, new { model = Text(shown, "model"), system = "", user = "y", parameters = shown.GetProperty("parameters") }, Text(shown, "etag"));

            Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
            Assert.Equal(Text(shown, "text")!.Replace("\nx\n", "\ny\n", StringComparison.Ordinal), File.ReadAllText(workspace.At($"prompts/{name}.prompty")));
        }

        var part = await ShowAsync("part");
        await SaveAsync("part", new { model = "offline/quote", system = "", user = "y", parameters = new { temperature = "${env:TEMP}", tools = part.GetProperty("parameters").GetProperty("tools"), seed = 2 } }, Text(part, "etag"));
        Assert.Contains("    temperature: ${env:TEMP}\n    tools: ${file:tools.json}\n    seed: 2\n", File.ReadAllText(workspace.At("prompts/part.prompty")), StringComparison.Ordinal);
        var model = await ShowAsync("model");
        await SaveAsync("model", new { model = "offline/quote", system = "", user = "y", parameters = new { seed = 2 } }, Text(model, "etag"));
        Assert.Equal(("offline/quote", 2), (Text(await ShowAsync("model"), "model"), (await ShowAsync("model")).GetProperty("parameters").GetProperty("seed").GetInt32()));
    }

    [Fact]
    public async Task What_is_null_in_a_sample_stays_null_and_a_number_a_number()
    {
        workspace.Write("prompts/typed.prompty", "---\nmodel: { api: chat, configuration: { connection: offline, model: quote } }\nsample:\n  question:\n  note:\n  count: 1\n  share: 0.5\n---\nuser:\n{{question}} {{note}} {{count}} {{share}}\n");
        var shown = await ShowAsync("typed");

        var saved = await SaveAsync("typed", new { model = "offline/quote", system = "", user = "{{question}} {{note}} {{count}} {{share}}", sample = new { question = "null", note = "", count = "1.5", share = "2" } }, Text(shown, "etag"));

        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Contains("sample:\n  question:\n  note:\n  count: 1.5\n  share: 2\n", File.ReadAllText(workspace.At("prompts/typed.prompty")), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        workspace.Dispose();
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private async Task<JsonElement> ShowAsync(string name) => await http!.GetFromJsonAsync<JsonElement>($"api/v1/prompts/{name}", Stop);

    private async Task<JsonElement> ListedAsync(string name) => (await http!.GetFromJsonAsync<JsonElement>("api/v1/prompts", Stop)).EnumerateArray().Single(p => Text(p, "name") == name);

    private async Task<HttpResponseMessage> SaveAsync(string name, object prompt, string? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/v1/prompts/{name}") { Content = JsonContent.Create(prompt) };
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        return await http!.SendAsync(request, Stop);
    }
}
