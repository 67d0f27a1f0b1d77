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
