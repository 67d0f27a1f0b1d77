using System.Text.Json;
using Gyre.Models.Calls;
using Gyre.Models.Chat;
using Gyre.Models.Offline;
using Gyre.Models.Providers;
using Gyre.Models.Tests.Calls;
using Microsoft.Extensions.AI;

namespace Gyre.Models.Tests.Chat;

public sealed class OpenAiChatClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_has_text_model_reason_and_disjoint_tokens()
    {
        var response = await Client("""
            {"id":"r1","created":1700000000,"model":"gpt-x","choices":[{"message":{"role":"assistant","content":"hello","reasoning_content":"hm"},"finish_reason":"length"}],
            "usage":{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":5}}}
            """).GetResponseAsync("hi", cancellationToken: Stop);
        Assert.Equal(("hello", "gpt-x", "r1", ChatFinishReason.Length), (response.Text, response.ModelId, response.ResponseId, response.FinishReason));
        Assert.Equal("hm", Assert.Single(response.Messages[0].Contents.OfType<TextReasoningContent>()).Text);
        var usage = response.Usage!;
        Assert.Equal((10, 7, 17, 4, 5), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount));
        Assert.Equal((6, 4, 2, 5), (usage.AdditionalCounts!["fresh"], usage.AdditionalCounts["cache_read"], usage.AdditionalCounts["output"], usage.AdditionalCounts["reasoning"]));
    }

    [Fact]
    public async Task Parallel_tool_calls_are_read_and_bad_arguments_are_kept_as_an_exception()
    {
        var response = await Client("""
            {"choices":[{"message":{"role":"assistant","content":null,"tool_calls":[
            {"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"}},
            {"id":"c2","type":"function","function":{"name":"weather","arguments":"{\"city\":"}}]},"finish_reason":"tool_calls"}]}
            """).GetResponseAsync("hi", cancellationToken: Stop);
        var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal("Paris", calls[0].Arguments!["city"]!.ToString());
        Assert.NotNull(calls[1].Exception);
    }

    [Fact]
    public async Task A_refusal_is_an_error_content()
    {
        var response = await Client("""{"choices":[{"message":{"role":"assistant","content":null,"refusal":"No."},"finish_reason":"stop"}]}""").GetResponseAsync("hi", cancellationToken: Stop);
        Assert.Equal("No.", Assert.Single(response.Messages[0].Contents.OfType<ErrorContent>()).Message);
    }

    [Fact]
    public async Task A_stream_gives_text_tool_calls_reason_and_usage()
    {
        var response = await Client("""
            data: {"choices":[],"prompt_filter_results":[]}

            data: {"id":"r1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}

            data: {"id":"r1","model":"m","choices":[{"index":0,"delta":{"content":"Let me "}}]}

            data: {"id":"r1","model":"m","choices":[{"index":0,"delta":{"content":"look."}}]}

            data: {"id":"r1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"weather","arguments":""}}]}}]}

            data: {"id":"r1","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c2","type":"function","function":{"name":"time","arguments":"{}"}}]}}]}

            data: {"id":"r1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}}]}

            data: {"id":"r1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Paris\"}"}}]}}]}

            data: {"id":"r1","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

            data: {"id":"r1","choices":[{"index":0,"content_filter_offsets":{}}]}

            data: {"id":"r1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}

            data: [DONE]


            """).GetStreamingResponseAsync("hi", cancellationToken: Stop).ToChatResponseAsync(Stop);
        Assert.Equal(("Let me look.", "m", ChatFinishReason.ToolCalls, 7), (response.Text, response.ModelId, response.FinishReason, response.Usage!.TotalTokenCount));
        var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
        Assert.Equal([("c1", "weather", "Paris"), ("c2", "time", "")], calls.Select(c => (c.CallId, c.Name, c.Arguments!.TryGetValue("city", out var city) ? city!.ToString()! : "")));
    }

    [Fact]
    public async Task A_stream_asks_for_usage_and_does_without_where_the_server_refuses_that()
    {
        var bodies = new List<string>();
        await using var server = await LoopbackServer.StartAsync(async (context, body) =>
        {
            bodies.Add(body);
            await (body.Contains("stream_options") ? LoopbackServer.JsonAsync(context, 400, """{"error":{"message":"Unknown field stream_options"}}""") : LoopbackServer.JsonAsync(context, 200, Requests.Answer));
        });
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address));
        using var client = new OpenAiChatClient(provider, "m");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("hello", (await client.GetStreamingResponseAsync("hi", cancellationToken: Stop).ToChatResponseAsync(Stop)).Text);
        }

        Assert.Equal([true, false, false], bodies.Select(b => b.Contains("stream_options")));
    }

    [Fact]
    public async Task Older_servers_get_max_tokens_and_unknown_fields_pass_through()
    {
        await using var server = await LoopbackServer.StartAsync(200, Requests.Answer);
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address));
        var options = new ChatOptions { MaxOutputTokens = 5, Instructions = "Be brief.", AdditionalProperties = new() { ["top_k"] = 40, ["strict"] = true } };
        await new OpenAiChatClient(provider, "llama3").GetResponseAsync("hi", options, Stop);
        using var sent = JsonDocument.Parse(server.Received.Single().Body);
        Assert.Equal((5, 40, "Be brief."), (sent.RootElement.GetProperty("max_tokens").GetInt32(), sent.RootElement.GetProperty("top_k").GetInt32(), sent.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()));
        Assert.False(sent.RootElement.TryGetProperty("strict", out _));
    }

    [Fact]
    public async Task A_failure_is_a_ModelException()
    {
        using var client = new OpenAiChatClient(new ScriptedProvider(_ => (401, """{"error":{"message":"no"}}""")), "m");
        Assert.Equal("AuthenticationError", (await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync("hi", cancellationToken: Stop))).ProviderClass);
    }

    [Fact]
    public async Task The_model_can_be_chosen_per_call_and_the_client_says_what_it_is()
    {
        using var client = new OpenAiChatClient(new OfflineProvider(), "m");
        Assert.Equal("offline/quote", (await client.GetResponseAsync("hi", new ChatOptions { ModelId = "other" }, Stop)).ModelId);
        Assert.Equal("m", client.GetService<ChatClientMetadata>()!.DefaultModelId);
        Assert.IsType<OfflineProvider>(client.GetService<IModelProvider>());
    }

    [Fact]
    public async Task Vectors_come_in_the_order_of_the_texts_whatever_the_provider_does()
    {
        var floats = Convert.ToBase64String([0, 0, 128, 63]);
        using var generator = new OpenAiEmbeddingGenerator(
            new ScriptedProvider(_ => (200, $$$"""{"model":"e","data":[{"index":1,"embedding":[2]},{"index":0,"embedding":"{{{floats}}}"}],"usage":{"prompt_tokens":4,"total_tokens":4}}""")), "e");
        var vectors = await generator.GenerateAsync(["a", "b"], cancellationToken: Stop);
        Assert.Equal([1f, 2f], vectors.Select(v => v.Vector.Span[0]));
        Assert.Equal((4, "e"), (vectors.Usage!.InputTokenCount, vectors[0].ModelId));
    }

    [Fact]
    public async Task Too_few_vectors_are_an_error_and_no_texts_are_no_call()
    {
        using var generator = new OpenAiEmbeddingGenerator(new ScriptedProvider(_ => (200, """{"data":[]}""")), "e");
        Assert.Contains("0 vectors for 1 texts", (await Assert.ThrowsAsync<ModelException>(() => generator.GenerateAsync(["a"], cancellationToken: Stop))).Message);
        Assert.Empty(await generator.GenerateAsync([], cancellationToken: Stop));
    }

    private static OpenAiChatClient Client(string body) => new(new ScriptedProvider(_ => (200, body)), "m");
}
