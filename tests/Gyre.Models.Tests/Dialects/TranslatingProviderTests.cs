using Gyre.Models.Calls;
using Gyre.Models.Connections;
using Gyre.Models.Providers;
using Gyre.Testing;
using Microsoft.AspNetCore.Http;

namespace Gyre.Models.Tests.Dialects;

/// <summary>What flows do, on a connection of another dialect: real HTTP, the vendor's bytes.</summary>
public sealed class TranslatingProviderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flow_gets_an_answer_of_Anthropic_in_OpenAIs_words()
    {
        await using var server = await LoopbackServer.StartAsync(200, Fixtures.AnthropicAnswer);
        using var providers = new ModelProviders(environment: _ => null);
        using var answer = await new ModelCaller(providers.For(Claude(server.Address)), RetryOptions.None).CallAsync(Requests.Chat("Hi", model: "claude-sonnet-4-5"), Stop);
        Assert.Equal("Hello.", answer.Content());
        Assert.Equal(112, answer.RootElement.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        var received = Assert.Single(server.Received);
        Assert.Equal(("/v1/messages", "sk-ant"), (received.Path, received.Headers["x-api-key"]));
        Assert.Contains("\"model\":\"claude-sonnet-4-5\"", received.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_gets_the_chunks_of_Anthropic_as_they_come()
    {
        await using var server = await LoopbackServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var piece in Fixtures.AnthropicTools.Chunk(7))
            {
                await context.Response.WriteAsync(new string(piece));
                await context.Response.Body.FlushAsync();
            }
        });
        using var providers = new ModelProviders(environment: _ => null);
        var text = "";
        await foreach (var chunk in new ModelCaller(providers.For(Claude(server.Address)), RetryOptions.None).StreamAsync(Requests.Chat("Hi", stream: true), Stop))
        {
            using (chunk)
            {
                text += chunk.RootElement.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var piece) ? piece.GetString() : "";
            }
        }

        Assert.Equal("Let me look.", text);
    }

    [Theory]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "InternalServerError", "Overloaded")]
    [InlineData(401, """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""", "AuthenticationError", "invalid x-api-key")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 3 > 2"}}""", "BadRequestError", "prompt is too long")]
    public async Task A_flow_meets_the_errors_of_Anthropic_as_those_of_OpenAI(int status, string body, string providerClass, string words)
    {
        await using var server = await LoopbackServer.StartAsync(status, body);
        using var providers = new ModelProviders(environment: _ => null);
        var error = await Assert.ThrowsAsync<ModelException>(() => new ModelCaller(providers.For(Claude(server.Address)), RetryOptions.None).CallAsync(Requests.Chat(), Stop));
        Assert.Equal(providerClass, error.ProviderClass);
        Assert.Contains(words, error.ProviderMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_is_cut_is_an_error_to_a_flow()
    {
        await using var server = await LoopbackServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Fixtures.AnthropicTools[..900]);
        });
        using var providers = new ModelProviders(environment: _ => null);
        await Assert.ThrowsAsync<ModelException>(async () =>
        {
            await foreach (var chunk in new ModelCaller(providers.For(Claude(server.Address)), RetryOptions.None).StreamAsync(Requests.Chat(stream: true), Stop))
            {
                chunk.Dispose();
            }
        });
    }

    [Fact]
    public async Task What_was_recorded_of_Anthropic_is_replayed_without_a_key()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await LoopbackServer.StartAsync(200, Fixtures.AnthropicAnswer))
        {
            using var recording = new ModelProviders(environment: name => name == "GYRE_RECORD" ? folder.Path : null);
            (await new ModelCaller(recording.For(Claude(server.Address)), RetryOptions.None).CallAsync(Requests.Chat(), Stop)).Dispose();
        }

        using var replaying = new ModelProviders(environment: name => name == "GYRE_REPLAY" ? folder.Path : null);
        using var answer = await new ModelCaller(replaying.For(Claude("http://127.0.0.1:9", key: "")), RetryOptions.None).CallAsync(Requests.Chat(), Stop);
        Assert.Equal("Hello.", answer.Content());
    }

    private static Connection Claude(string address, string key = "sk-ant") => new()
    {
        Name = "claude",
        Type = "AnthropicConnection",
        Configs = new Dictionary<string, string?> { ["base_url"] = address },
        Secrets = key.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["api_key"] = key },
    };
}
