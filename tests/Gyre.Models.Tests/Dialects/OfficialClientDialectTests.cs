#pragma warning disable OPENAI001 // The client calls its responses experimental; people use them.

using System.ClientModel;
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;
using Dialect = Gyre.Models.Providers.Dialect;

namespace Gyre.Models.Tests.Dialects;

/// <summary>The vendors' own .NET clients read what is written for them, whoever answers behind.</summary>
public sealed class OfficialClientDialectTests
{
    private const string Answer = """{"city":"Paris"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static BinaryData Schema { get; } = BinaryData.FromString(Neutral.Schema.GetRawText());

    [Fact]
    public async Task OpenAIs_client_gets_an_answer_of_Anthropic()
    {
        await using var server = await TranslatedServer.StartAsync(Dialect.Anthropic, 200, Fixtures.AnthropicAnswer);
        var answer = (await Chat(server).CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Stop)).Value;
        Assert.Equal(("Hello.", ChatFinishReason.Stop, 112, 100, 7), (answer.Content[0].Text, answer.FinishReason, answer.Usage.InputTokenCount, answer.Usage.InputTokenDetails.CachedTokenCount, answer.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task OpenAIs_client_gets_a_stream_of_Anthropic_with_parallel_tools()
    {
        await using var server = await TranslatedServer.StartAsync(Dialect.Anthropic, 200, Fixtures.AnthropicTools);
        var (text, calls, roles, finish, usage) = ("", new SortedDictionary<int, string>(), 0, default(ChatFinishReason?), default(ChatTokenUsage));
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather", "Tells it.", Schema) } };
        await foreach (var update in Chat(server).CompleteChatStreamingAsync([new UserChatMessage("Paris and Rome?")], options, Stop))
        {
            text += string.Concat(update.ContentUpdate.Select(c => c.Text));
            roles += update.Role is null ? 0 : 1;
            finish ??= update.FinishReason;
            usage ??= update.Usage;
            foreach (var call in update.ToolCallUpdates)
            {
                calls[call.Index] = calls.GetValueOrDefault(call.Index) + call.ToolCallId + call.FunctionName + call.FunctionArgumentsUpdate;
            }
        }

        Assert.Equal(("Let me look.", 1, ChatFinishReason.ToolCalls, 60, 89), (text, roles, finish, usage!.InputTokenCount, usage.OutputTokenCount));
        Assert.Equal(["toolu_1weather{\"city\": \"Paris\"}", "toolu_2weather{\"city\": \"Rome\"}"], calls.Values);
    }

    [Fact]
    public async Task OpenAIs_client_asks_Anthropic_for_a_schema_and_tells_results_and_images()
    {
        await using var server = await TranslatedServer.StartAsync(Dialect.Anthropic, 200, Fixtures.AnthropicAnswer);
        await Chat(server).CompleteChatAsync(
            [
                new SystemChatMessage("Be brief."),
                new UserChatMessage(ChatMessageContentPart.CreateTextPart("What is it?"), ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Convert.FromBase64String(Neutral.Png)), "image/png")),
                new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("c1", "weather", BinaryData.FromString(Answer))]),
                new ToolChatMessage("c1", "sunny"),
            ],
            new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("answer", Schema, jsonSchemaIsStrict: true), Tools = { ChatTool.CreateFunctionTool("weather", null, Schema) } },
            Stop);
        var asked = JsonElement.Parse(server.Model.Asked);
        Assert.Equal("Be brief.", asked.GetProperty("system")[0].GetProperty("text").GetString());
        Assert.Equal("image/png", asked.GetProperty("messages")[0].GetProperty("content")[1].GetProperty("source").GetProperty("media_type").GetString());
        Assert.Equal("Paris", asked.GetProperty("messages")[1].GetProperty("content")[0].GetProperty("input").GetProperty("city").GetString());
        Assert.Equal("c1", asked.GetProperty("messages")[2].GetProperty("content")[0].GetProperty("tool_use_id").GetString());
        Assert.Equal("json_schema", asked.GetProperty("output_config").GetProperty("format").GetProperty("type").GetString());
    }

    [Fact]
    public async Task OpenAIs_client_meets_the_errors_of_Anthropic()
    {
        await using var busy = await TranslatedServer.StartAsync(Dialect.Anthropic, 529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}""");
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Chat(busy).CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Stop));
        Assert.Equal(503, error.Status);
        Assert.Contains("Overloaded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAIs_responses_client_gets_a_stream_of_Anthropic()
    {
        await using var server = await TranslatedServer.StartAsync(Dialect.Anthropic, 200, Fixtures.AnthropicTools);
        var (text, numbers, done) = ("", new List<int>(), default(ResponseResult));
        var options = new CreateResponseOptions { Model = "m", StreamingEnabled = true, InputItems = { ResponseItem.CreateUserMessageItem("Paris and Rome?") }, Tools = { ResponseTool.CreateFunctionTool("weather", Schema, true) } };
        await foreach (var update in await Responses(server).CreateResponseStreamingAsync(options, Stop))
        {
            numbers.Add(update.SequenceNumber);
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            done = (update as StreamingResponseCompletedUpdate)?.Response ?? done;
        }

        Assert.Equal("Let me look.", text);
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
        Assert.Equal(["toolu_1", "toolu_2"], done!.OutputItems.OfType<FunctionCallResponseItem>().Select(c => c.CallId));
        Assert.Equal((60, 89), (done.Usage.InputTokenCount, done.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task OpenAIs_responses_client_gets_an_answer_and_an_error_of_Anthropic()
    {
        await using var server = await TranslatedServer.StartAsync(Dialect.Anthropic, 200, Fixtures.AnthropicAnswer);
        var answer = (await Responses(server).CreateResponseAsync(new CreateResponseOptions { Model = "m", InputItems = { ResponseItem.CreateUserMessageItem("Hi") } }, Stop)).Value;
        Assert.Equal("Hello.", answer.GetOutputText());
        Assert.Equal("They greet.", answer.OutputItems.OfType<ReasoningResponseItem>().Single().GetSummaryText());

        await using var busy = await TranslatedServer.StartAsync(Dialect.Anthropic, 200, Fixtures.AnthropicBusy);
        var failed = false;
        await foreach (var update in await Responses(busy).CreateResponseStreamingAsync(new CreateResponseOptions { Model = "m", StreamingEnabled = true, InputItems = { ResponseItem.CreateUserMessageItem("Hi") } }, Stop))
        {
            failed |= update is StreamingResponseFailedUpdate { Response.Error.Message: "Overloaded" };
        }

        Assert.True(failed);
    }

    [Fact]
    public async Task Anthropics_client_gets_an_answer_of_OpenAI()
    {
        await using var server = await TranslatedServer.StartAsync(Dialect.OpenAi, 200, Fixtures.OpenAiAnswer);
        var answer = await Claude(server).Messages.Create(Question("Hi"), Stop);
        answer.Validate();
        Assert.True(answer.Content[0].TryPickText(out var text));
        Assert.Equal(("Hello.", StopReason.EndTurn, 12, 100, 27), (text!.Text, answer.StopReason!.Value(), answer.Usage.InputTokens, answer.Usage.CacheReadInputTokens, answer.Usage.OutputTokens));
    }

    [Fact]
    public async Task Anthropics_client_gets_a_stream_of_OpenAI_with_parallel_tools()
    {
        await using var server = await TranslatedServer.StartAsync(Dialect.OpenAi, 200, Fixtures.OpenAiTools);
        var seen = new List<string>();
        await foreach (var next in Claude(server).Messages.CreateStreaming(Question("Paris and Rome?"), Stop))
        {
            next.Validate();
            seen.Add(Told(next));
        }

        Assert.Equal(
            [
                "message_start", "start 0 text", "+Let me look.", "stop 0",
                "start 1 tool_use call_a weather", "+{\"city\":", "+\"Paris\"}", "stop 1",
                "start 2 tool_use call_b weather", "+{\"city\":\"Rome\"}", "stop 2",
                "tool_use 50 89", "message_stop",
            ],
            seen);
    }

    [Fact]
    public async Task Anthropics_client_meets_an_error_inside_a_stream_of_OpenAI()
    {
        await using var server = await TranslatedServer.StartAsync(Dialect.OpenAi, 200, "data: {\"error\":{\"message\":\"Too fast\",\"type\":\"rate_limit_error\",\"code\":\"rate_limit_exceeded\"}}\n\n");
        var error = await Assert.ThrowsAnyAsync<AnthropicException>(async () =>
        {
            await foreach (var next in Claude(server).Messages.CreateStreaming(Question("Hi"), Stop))
            {
                next.Validate();
            }
        });
        Assert.Contains("Too fast", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anthropics_client_is_told_what_OpenAI_refuses()
    {
        await using var server = await TranslatedServer.StartAsync(Dialect.OpenAi, 400, """{"error":{"message":"maximum context length is 8192 tokens","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""");
        var error = await Assert.ThrowsAnyAsync<AnthropicException>(() => Claude(server).Messages.Create(Question("Hi"), Stop));
        Assert.Contains("prompt is too long", error.ToString(), StringComparison.Ordinal);
    }

    private static ChatClient Chat(TranslatedServer server) => Official(server).GetChatClient("m");

    private static ResponsesClient Responses(TranslatedServer server) => Official(server).GetResponsesClient();

    private static OpenAIClient Official(TranslatedServer server) =>
        new(new ApiKeyCredential("k"), new OpenAIClientOptions { Endpoint = new Uri(server.Address + "/v1"), RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0) });

    private static AnthropicClient Claude(TranslatedServer server) => new() { BaseUrl = server.Address, ApiKey = "k", MaxRetries = 0 };

    private static MessageCreateParams Question(string text) => new()
    {
        Model = "m",
        MaxTokens = 100,
        Messages = [new UserMessageParam(text)],
    };

    private static string Told(RawMessageStreamEvent next)
    {
        var json = JsonElement.Parse(JsonSerializer.SerializeToUtf8Bytes(next));
        var block = json.TryGetProperty("content_block", out var begun) ? begun : default;
        return json.GetProperty("type").GetString() switch
        {
            "content_block_start" => string.Join(' ', new[] { "start", json.GetProperty("index").ToString(), block.GetProperty("type").GetString(), Field(block, "id"), Field(block, "name") }.OfType<string>()),
            "content_block_delta" => "+" + (Field(json.GetProperty("delta"), "text") ?? Field(json.GetProperty("delta"), "partial_json")),
            "content_block_stop" => "stop " + json.GetProperty("index"),
            "message_delta" => $"{Field(json.GetProperty("delta"), "stop_reason")} {json.GetProperty("usage").GetProperty("input_tokens")} {json.GetProperty("usage").GetProperty("output_tokens")}",
            var type => type!,
        };
    }

    private static string? Field(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.ToString() : null;
}
