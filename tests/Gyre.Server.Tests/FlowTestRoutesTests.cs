using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>A flow run once over <c>/api/v1/flows/test</c>: what happens is told as it happens.</summary>
public sealed class FlowTestRoutesTests : IAsyncLifetime
{
    private readonly TemporaryFolder workspace = new();
    private GyreServer? server;
    private HttpClient? http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workspace.Write("gyre.yaml", """
            connections:
              openai: { type: simulated, answer_tokens: 5, seed: 1 }
              other: { type: simulated, answer_tokens: 7, seed: 2 }
              endless: { type: simulated, tokens_per_second: 1, answer_tokens: 4000, seed: 1 }
            """);
        workspace.Write("flow/flow.dag.yaml", """
            inputs:
              question: {type: string, default: Why?}
            outputs:
              answer: {reference: "${answer.output}"}
            nodes:
            - name: context
              type: prompt
              source: {type: code, path: context.jinja2}
            - name: answer
              type: llm
              source: {type: code, path: answer.jinja2}
              inputs: {model: gpt-4.1-mini, question: "${inputs.question}", context: "${context.output}"}
              connection: openai
              api: chat
            - name: never
              type: prompt
              source: {type: code, path: context.jinja2}
              activate: {when: "${inputs.question}", is: nothing}
            """);
        workspace.Write("flow/context.jinja2", "All of it.");
        workspace.Write("chain/flow.dag.yaml", """
            inputs:
              question: {type: string, default: Why?}
            outputs:
              answer: {reference: "${last.output}"}
            nodes:
            - name: read
              type: prompt
              source: {type: code, path: read.jinja2}
              inputs: {question: "${inputs.question}"}
            - name: ask
              type: llm
              source: {type: code, path: ask.jinja2}
              inputs: {model: gpt-4.1-mini, question: "${inputs.question}"}
              connection: openai
              api: chat
            - name: fixed
              use_variants: true
            - name: last
              type: prompt
              source: {type: code, path: last.jinja2}
              inputs: {question: "${read.output}", answer: "${ask.output}", fixed: "${fixed.output}"}
            node_variants:
              fixed:
                default_variant_id: quiet
                variants:
                  quiet:
                    node: {type: prompt, source: {type: code, path: quiet.jinja2}}
                  loud:
                    node: {type: prompt, source: {type: code, path: loud.jinja2}}
            """);
        workspace.Write("chain/read.jinja2", "{{question}}");
        workspace.Write("chain/ask.jinja2", "# user:\n{{question}}");
        workspace.Write("chain/quiet.jinja2", "quiet");
        workspace.Write("chain/loud.jinja2", "LOUD");
        workspace.Write("chain/last.jinja2", "{{question}} {{answer}} {{fixed}}");
        workspace.Write("flow/answer.jinja2", "# user:\n{{context}} {{question}}");
        workspace.Write("greet.prompty", "---\nname: Greet\nmodel:\n  api: chat\n  configuration: {connection: openai, model: m}\ninputs:\n  name: {type: string, default: Ada}\n---\nuser:\nI am {{name}}.\n");
        server = await Door.StartAsync(workspace);
        http = new HttpClient { BaseAddress = server.Address };
    }

    [Fact]
    public async Task Nodes_are_told_as_they_begin_and_end_with_their_tokens_and_what_was_bypassed()
    {
        var events = await TestAsync(new { flow = "flow", inputs = new { question = "How?" } });

        Assert.True(events[0].TryGetProperty("test", out _));
        Assert.Equal(["answer:completed", "answer:running", "context:completed", "context:running", "never:bypassed"], Nodes(events).Select(n => $"{n.GetProperty("node")}:{n.GetProperty("status")}").Order(StringComparer.Ordinal));
        var answer = Nodes(events).Single(n => n.GetProperty("node").GetString() == "answer" && n.GetProperty("status").GetString() == "completed");
        Assert.True(answer.GetProperty("total_tokens").GetInt64() > 0);
        Assert.True(answer.GetProperty("cost").GetDecimal() > 0);
        Assert.Contains("All of it. How?", answer.GetProperty("calls").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("completed", events[^1].GetProperty("end").GetProperty("status").GetString());
        Assert.StartsWith("simulated", events[^1].GetProperty("end").GetProperty("outputs").GetProperty("answer").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_is_taken_up_again_from_a_node_with_what_an_earlier_one_gave()
    {
        var first = await TestAsync(new { flow = "flow" });
        workspace.Write("flow/context.jinja2", "Something else.");

        var again = await TestAsync(new { flow = "flow", from = "answer", test = first[0].GetProperty("test").GetString() });

        var context = Nodes(again).Single(n => n.GetProperty("node").GetString() == "context");
        Assert.Equal((true, "All of it."), (context.GetProperty("replayed").GetBoolean(), context.GetProperty("output").GetString()));
        Assert.Contains(Nodes(again), n => n.GetProperty("node").GetString() == "answer" && n.GetProperty("status").GetString() == "completed" && !n.GetProperty("replayed").GetBoolean());
    }

    [Fact]
    public async Task A_line_of_a_run_is_run_again_from_a_node_with_what_the_run_recorded()
    {
        workspace.Write("rows.jsonl", """
            {"question": "First?"}
            {"question": "Second?"}
            """);
        (await http!.PostAsJsonAsync("api/v1/runs", new { name = "batch", flow = "flow", data = "rows.jsonl" }, Stop)).EnsureSuccessStatusCode();
        await http!.GetStringAsync(new Uri("api/v1/runs/batch/events", UriKind.Relative), Stop);
        workspace.Write("flow/context.jinja2", "Something else.");

        var events = await TestAsync(new { flow = "flow", inputs = new { question = "Second?" }, from = "answer", run = "batch", line = 1 });

        Assert.Equal("All of it.", Nodes(events).Single(n => n.GetProperty("node").GetString() == "context").GetProperty("output").GetString());
        Assert.Contains("All of it. Second?", Nodes(events).Last(n => n.GetProperty("node").GetString() == "answer").GetProperty("calls").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_another_question_variant_or_connection_the_nodes_that_it_changes_are_asked_again()
    {
        var test = (await TestAsync(new { flow = "chain", inputs = new { question = "A?" } }))[0].GetProperty("test").GetString();

        var same = await TestAsync(new { flow = "chain", inputs = new { question = "A?" }, from = "last", test });
        var other = await TestAsync(new { flow = "chain", inputs = new { question = "B?" }, from = "last", test });
        var variant = await TestAsync(new { flow = "chain", inputs = new { question = "A?" }, variant = "${fixed.loud}", from = "last", test });
        var connection = await TestAsync(new { flow = "chain", inputs = new { question = "A?" }, connection = "other", from = "last", test });

        Assert.Equal(["ask", "fixed", "read"], Replayed(same));
        Assert.Equal(["fixed"], Replayed(other));
        Assert.Contains("B?", Nodes(other).Last(n => n.GetProperty("node").GetString() == "last").GetProperty("output").GetString(), StringComparison.Ordinal);
        Assert.Equal(["ask", "read"], Replayed(variant));
        Assert.Contains("LOUD", Nodes(variant).Last(n => n.GetProperty("node").GetString() == "last").GetProperty("output").GetString(), StringComparison.Ordinal);
        Assert.Equal(["fixed", "read"], Replayed(connection));

        static IEnumerable<string?> Replayed(List<JsonElement> events) => Nodes(events).Where(n => n.GetProperty("replayed").GetBoolean()).Select(n => n.GetProperty("node").GetString()).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_another_flow_gave_is_nothing_to_go_on_from()
    {
        var test = (await TestAsync(new { flow = "flow" }))[0].GetProperty("test").GetString();
        workspace.Write("rows.jsonl", "{\"question\": \"First?\"}\n");
        (await http!.PostAsJsonAsync("api/v1/runs", new { name = "batch", flow = "flow", data = "rows.jsonl" }, Stop)).EnsureSuccessStatusCode();
        await http!.GetStringAsync(new Uri("api/v1/runs/batch/events", UriKind.Relative), Stop);

        var ofTest = await Raw.PostAsync(server!.Address, "api/v1/flows/test", JsonSerializer.Serialize(new { flow = "chain", from = "last", test }), "", Stop);
        var ofLine = await Raw.PostAsync(server!.Address, "api/v1/flows/test", JsonSerializer.Serialize(new { flow = "chain", from = "last", run = "batch", line = 0 }), "", Stop);

        Assert.Equal((404, 404), (ofTest.Status, ofLine.Status));
        Assert.Contains("test-not-found", ofTest.Text, StringComparison.Ordinal);
        Assert.Contains("is not of this flow", ofLine.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_with_an_image_is_run_again_with_the_image_that_the_run_kept()
    {
        workspace.Write("see/flow.dag.yaml", """
            inputs:
              picture: {type: image}
            outputs:
              said: {reference: "${say.output}"}
            nodes:
            - name: look
              type: prompt
              source: {type: code, path: look.jinja2}
              inputs: {picture: "${inputs.picture}"}
            - name: say
              type: prompt
              source: {type: code, path: say.jinja2}
              inputs: {seen: "${look.output}", picture: "${inputs.picture}"}
            """);
        workspace.Write("see/look.jinja2", "I see {{picture}}");
        workspace.Write("see/say.jinja2", "{{seen}}, {{picture}}");
        workspace.Write("pictures.jsonl", "{\"picture\": {\"data:image/png;base64\": \"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\"}}\n");
        (await http!.PostAsJsonAsync("api/v1/runs", new { name = "seen", flow = "see", data = "pictures.jsonl" }, Stop)).EnsureSuccessStatusCode();
        await http!.GetStringAsync(new Uri("api/v1/runs/seen/events", UriKind.Relative), Stop);
        var line = await http!.GetFromJsonAsync<JsonElement>("api/v1/runs/seen/lines/0", Stop);
        Assert.Contains("base64", line.GetProperty("inputs").GetRawText(), StringComparison.Ordinal);

        var events = await TestAsync(new { flow = "see", inputs = line.GetProperty("inputs"), from = "say", run = "seen", line = 0 });

        Assert.Equal("completed", events[^1].GetProperty("end").GetProperty("status").GetString());
        Assert.True(Nodes(events).Single(n => n.GetProperty("node").GetString() == "look").GetProperty("replayed").GetBoolean());
        Assert.Equal(
            line.GetProperty("outputs").GetProperty("said").GetRawText().Count(c => c == ','),
            events[^1].GetProperty("end").GetProperty("outputs").GetProperty("said").GetRawText().Count(c => c == ','));
    }

    [Fact]
    public async Task An_answer_comes_in_pieces_where_that_is_asked_for()
    {
        var events = await TestAsync(new { flow = "flow", stream = true });

        var pieces = events.Where(e => e.TryGetProperty("chunk", out _)).Select(e => e.GetProperty("chunk")).ToList();
        Assert.True(pieces.Count > 1);
        Assert.Equal(string.Concat(pieces.Select(p => p.GetProperty("text").GetString())), events[^1].GetProperty("end").GetProperty("outputs").GetProperty("answer").GetString());
    }

    [Fact]
    public async Task A_failure_names_the_node_the_file_and_the_line()
    {
        workspace.Write("flow/answer.jinja2", "# user:\n{{ question.nothing.at_all }}");

        var error = (await TestAsync(new { flow = "flow" }))[^1].GetProperty("end").GetProperty("error");

        Assert.Equal(("answer", "flow/answer.jinja2"), (error.GetProperty("node").GetString(), error.GetProperty("file").GetString()));
        Assert.True(error.GetProperty("line").GetInt32() > 0);
    }

    [Fact]
    public async Task A_prompty_is_one_node_with_its_messages()
    {
        var events = await TestAsync(new { flow = "greet.prompty", inputs = new { name = "Grace" } });

        Assert.Equal(["Greet:running", "Greet:completed"], Nodes(events).Select(n => $"{n.GetProperty("node")}:{n.GetProperty("status")}"));
        Assert.Contains("I am Grace.", Nodes(events).Last().GetProperty("calls").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"flow\": \"nowhere\"}", "flow-not-found", 404)]
    [InlineData("{\"flow\": \"../flow\"}", "path-outside", 400)]
    [InlineData("{\"flow\": \"flow\", \"from\": \"answer\"}", "test-invalid", 400)]
    [InlineData("{\"flow\": \"flow\", \"from\": \"answer\", \"test\": \"forgotten\"}", "test-not-found", 404)]
    [InlineData("{\"flow\": \"flow\", \"from\": \"answer\", \"run\": \"nobody\", \"line\": 3}", "line-not-found", 404)]
    public async Task What_can_not_begin_is_refused_before_anything_runs(string body, string code, int status)
    {
        var (answered, text) = await Raw.PostAsync(server!.Address, "api/v1/flows/test", body, "", Stop);

        Assert.Equal((status, code), (answered, JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Who_closes_the_stream_ends_the_test()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/flows/test") { Content = JsonContent.Create(new { flow = "flow", connection = "endless" }) };
        using var reply = await http!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var stream = await reply.Content.ReadAsStreamAsync(Stop);
        await foreach (var happened in SseParser.Create(stream).EnumerateAsync(Stop))
        {
            if (happened.Data.Contains("\"answer\",\"status\":\"running\"", StringComparison.Ordinal))
            {
                break;
            }
        }

        reply.Dispose();

        // A server that still ran the flow would wait for it here, an hour long.
        await server!.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop);
        server = null;
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

    private static IEnumerable<JsonElement> Nodes(IEnumerable<JsonElement> events) => events.Where(e => e.TryGetProperty("node", out _)).Select(e => e.GetProperty("node"));

    private async Task<List<JsonElement>> TestAsync(object request)
    {
        using var reply = await http!.PostAsJsonAsync("api/v1/flows/test", request, Stop);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        await using var stream = await reply.Content.ReadAsStreamAsync(Stop);
        var events = new List<JsonElement>();
        await foreach (var happened in SseParser.Create(stream).EnumerateAsync(Stop))
        {
            events.Add(JsonDocument.Parse(happened.Data).RootElement.Clone());
        }

        return events;
    }
}
