using System.ClientModel;
using System.Text.Json.Nodes;
using Gyre.Models.Chat;
using Gyre.Models.Offline;
using Gyre.Models.Providers;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat;

namespace Gyre.Models.Tests.Chat;

/// <summary>Our requests are those of OpenAI's own .NET client, and it reads our answers.</summary>
public sealed class OfficialClientTests
{
    private const string Model = "gpt-5-mini";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_and_options_are_written_alike() => await AlikeAsync(
        [new SystemChatMessage("Be brief."), new UserChatMessage("Hi é \"q\"")],
        new ChatCompletionOptions { Temperature = 0.7f, TopP = 0.9f, MaxOutputTokenCount = 50, FrequencyPenalty = 0.1f, PresencePenalty = 0.2f, StopSequences = { "END" } },
        [new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.User, "Hi é \"q\"")],
        new ChatOptions { Temperature = 0.7f, TopP = 0.9f, MaxOutputTokens = 50, FrequencyPenalty = 0.1f, PresencePenalty = 0.2f, StopSequences = ["END"] });

    [Fact]
    public async Task Images_are_written_alike()
    {
        var png = new byte[] { 1, 2, 3 };
        await AlikeAsync(
            [new UserChatMessage(ChatMessageContentPart.CreateTextPart("What is it?"), ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(png), "image/png"), ChatMessageContentPart.CreateImagePart(new Uri("https://x.example/a.png")))],
            null,
            [new ChatMessage(ChatRole.User, [new TextContent("What is it?"), new DataContent(png, "image/png"), new UriContent("https://x.example/a.png", "image/png")])],
            null);
    }

    [Fact]
    public async Task Tools_and_parallel_calls_are_written_alike()
    {
        var weather = AIFunctionFactory.Create((string city) => "sunny", "weather", "Tells the weather.");
        await AlikeAsync(
            [
                new UserChatMessage("Paris and Rome?"),
                new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("c1", "weather", BinaryData.FromString("""{"city":"Paris"}""")), ChatToolCall.CreateFunctionToolCall("c2", "weather", BinaryData.FromString("""{"city":"Rome"}"""))]),
                new ToolChatMessage("c1", "sunny"),
                new ToolChatMessage("c2", "rain"),
            ],
            new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather", "Tells the weather.", BinaryData.FromString(weather.JsonSchema.GetRawText())) }, ToolChoice = ChatToolChoice.CreateFunctionChoice("weather"), AllowParallelToolCalls = true },
            [
                new ChatMessage(ChatRole.User, "Paris and Rome?"),
                new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Paris" }), new FunctionCallContent("c2", "weather", new Dictionary<string, object?> { ["city"] = "Rome" })]),
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "sunny"), new FunctionResultContent("c2", "rain")]),
            ],
            new ChatOptions { Tools = [weather], ToolMode = ChatToolMode.RequireSpecific("weather"), AllowMultipleToolCalls = true });
    }

    [Fact]
    public async Task A_schema_is_written_alike()
    {
        const string Schema = """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""";
        await AlikeAsync(
            [new UserChatMessage("x")],
            new ChatCompletionOptions { ResponseFormat = OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat("answer", BinaryData.FromString(Schema), "What to give.") },
            [new ChatMessage(ChatRole.User, "x")],
            new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonElement.Parse(Schema), "answer", "What to give.") });
    }

    [Fact]
    public async Task Json_mode_is_written_alike() => await AlikeAsync(
        [new UserChatMessage("x")],
        new ChatCompletionOptions { ResponseFormat = OpenAI.Chat.ChatResponseFormat.CreateJsonObjectFormat() },
        [new ChatMessage(ChatRole.User, "x")],
        new ChatOptions { ResponseFormat = ChatResponseFormat.Json });

    [Fact]
    public async Task It_reads_the_stand_ins_answers_streams_and_vectors()
    {
        await using var server = await LoopbackServer.StartAsync(async (context, body) =>
        {
            var operation = context.Request.Path.Value!.EndsWith("embeddings", StringComparison.Ordinal) ? ModelOperation.Embedding : ModelOperation.Chat;
            using var answer = await new OfflineProvider().SendAsync(new ModelRequest(operation, Model, System.Text.Encoding.UTF8.GetBytes(body), body.Contains("\"stream\":true")), default);
            context.Response.ContentType = answer.Headers["content-type"];
            await answer.Body.CopyToAsync(context.Response.Body);
        });
        var client = Official(server);
        const string Prompt = "Context:\nThe tank holds 1.25 litres.\nQuestion: How much does the tank hold?";
        var whole = await client.GetChatClient(Model).CompleteChatAsync([new UserChatMessage(Prompt)], cancellationToken: Stop);
        Assert.Equal("The tank holds 1.25 litres.", whole.Value.Content[0].Text);
        Assert.Equal("offline/quote", whole.Value.Model);
        var text = "";
        await foreach (var update in client.GetChatClient(Model).CompleteChatStreamingAsync([new UserChatMessage(Prompt)], cancellationToken: Stop))
        {
            text += string.Concat(update.ContentUpdate.Select(c => c.Text));
        }

        Assert.Equal("The tank holds 1.25 litres.", text);
        var vectors = await client.GetEmbeddingClient(Model).GenerateEmbeddingsAsync(["a tank", "a cord"], cancellationToken: Stop);
        Assert.Equal(384, vectors.Value[1].ToFloats().Length);
    }

    private static async Task AlikeAsync(OpenAI.Chat.ChatMessage[] theirs, ChatCompletionOptions? theirOptions, ChatMessage[] ours, ChatOptions? ourOptions)
    {
        await using var server = await LoopbackServer.StartAsync(200, Requests.Answer);
        await Official(server).GetChatClient(Model).CompleteChatAsync(theirs, theirOptions, Stop);
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address + "/v1"));
        await new OpenAiChatClient(provider, Model).GetResponseAsync(ours, ourOptions, Stop);
        var bodies = server.Received.Select(r => JsonNode.Parse(r.Body)).ToList();
        Assert.Equal("/v1/chat/completions", server.Received.Last().Path);
        Assert.True(JsonNode.DeepEquals(bodies[0], bodies[1]), $"theirs: {bodies[0]}\nours: {bodies[1]}");
    }

    private static OpenAIClient Official(LoopbackServer server) => new(new ApiKeyCredential("k"), new OpenAIClientOptions { Endpoint = new Uri(server.Address + "/v1") });
}
