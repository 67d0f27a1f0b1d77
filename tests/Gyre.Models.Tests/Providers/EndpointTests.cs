using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Models.Tests.Providers;

/// <summary>Which address and headers each kind of connection makes of an operation.</summary>
public sealed class EndpointTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", ModelOperation.Messages, "/v1/messages")]
    [InlineData("/v1/", ModelOperation.Messages, "/v1/messages")]
    [InlineData("/proxy/v1/messages", ModelOperation.CountTokens, "/proxy/v1/messages/count_tokens")]
    public async Task Anthropic_has_its_key_and_version_in_headers(string tail, ModelOperation operation, string path)
    {
        var received = await SentAsync("AnthropicConnection", tail, operation);
        Assert.Equal(path, received.Path);
        Assert.Equal(("secret", "2023-06-01"), (received.Headers["x-api-key"], received.Headers["anthropic-version"]));
        Assert.False(received.Headers.ContainsKey("authorization"));
    }

    [Fact]
    public async Task A_clients_version_and_beta_pass_but_never_its_keys_and_cookies()
    {
        var received = await SentAsync("AnthropicConnection", "", ModelOperation.Messages, change: r => r with
        {
            Headers = new Dictionary<string, string> { ["anthropic-version"] = "2024-10-22", ["anthropic-beta"] = "a,b", ["x-api-key"] = "client", ["Cookie"] = "c", ["Connection"] = "close", ["Authorization"] = "Bearer client" },
        });
        Assert.Equal(("secret", "2024-10-22", "a,b"), (received.Headers["x-api-key"], received.Headers["anthropic-version"], received.Headers["anthropic-beta"]));
        Assert.DoesNotContain(received.Headers.Keys, name => name is "cookie" or "authorization");
    }

    [Theory]
    [InlineData("", "m", ModelOperation.GenerateContent, "/v1beta/models/m:generateContent")]
    [InlineData("/v1beta", "models/m", ModelOperation.StreamGenerateContent, "/v1beta/models/m:streamGenerateContent?alt=sse")]
    [InlineData("/v1/models/other:generateContent", "tunedModels/t 1", ModelOperation.CountGeminiTokens, "/v1/tunedModels/t%201:countTokens")]
    [InlineData("/p", "m", ModelOperation.BatchEmbedContents, "/p/v1beta/models/m:batchEmbedContents")]
    public async Task Gemini_has_model_and_method_in_the_path(string tail, string model, ModelOperation operation, string path)
    {
        var received = await SentAsync("GeminiConnection", tail, operation, model);
        Assert.Equal((path, "secret"), (received.Path, received.Headers["x-goog-api-key"]));
    }

    [Theory]
    [InlineData("", ModelOperation.OllamaChat, "/api/chat")]
    [InlineData("/v1", ModelOperation.OllamaEmbed, "/api/embed")]
    [InlineData("/api/generate", ModelOperation.OllamaGenerate, "/api/generate")]
    public async Task Ollama_is_asked_at_its_own_routes(string tail, ModelOperation operation, string path) => Assert.Equal(path, (await SentAsync("OllamaConnection", tail, operation)).Path);

    [Theory]
    [InlineData("/openai/v1", "2024-02-01", ModelOperation.Responses, "/openai/v1/responses")]
    [InlineData("", "v1", ModelOperation.Chat, "/openai/v1/chat/completions")]
    [InlineData("", "preview", ModelOperation.Chat, "/openai/v1/chat/completions?api-version=preview")]
    [InlineData("", "2024-10-21", ModelOperation.Responses, "/openai/v1/responses")]
    [InlineData("", "2025-04-01-preview", ModelOperation.Responses, "/openai/responses?api-version=2025-04-01-preview")]
    [InlineData("/gate/openai/deployments/x", "2024-10-21", ModelOperation.Transcription, "/gate/openai/deployments/m/audio/transcriptions?api-version=2024-10-21")]
    public async Task Azure_has_two_families_of_addresses(string tail, string version, ModelOperation operation, string path) =>
        Assert.Equal(path, (await SentAsync("AzureOpenAIConnection", tail, operation, fields: ("api_version", version))).Path);

    [Theory]
    [InlineData(ModelOperation.ImageGeneration, "/v1/images/generations")]
    [InlineData(ModelOperation.Speech, "/v1/audio/speech")]
    [InlineData(ModelOperation.Moderation, "/v1/moderations")]
    [InlineData(ModelOperation.Rerank, "/v1/rerank")]
    public async Task A_compatible_server_is_asked_in_openais_style(ModelOperation operation, string path)
    {
        var received = await SentAsync("OpenAICompatibleConnection", "/v1/", operation);
        Assert.Equal((path, "Bearer secret"), (received.Path, received.Headers["authorization"]));
    }

    [Fact]
    public async Task A_form_keeps_its_content_type() =>
        Assert.Equal("multipart/form-data; boundary=x", (await SentAsync("OpenAICompatibleConnection", "/v1", ModelOperation.Transcription, change: r => r with { ContentType = "multipart/form-data; boundary=x" })).Headers["content-type"]);

    [Theory]
    [InlineData("OpenAIConnection", "https://api.openai.com/v1", ModelOperation.Responses, true)]
    [InlineData("OpenAIConnection", "https://api.openai.com/v1", ModelOperation.Rerank, false)]
    [InlineData("OpenAIConnection", "http://localhost:8000/v1", ModelOperation.Responses, false)]
    [InlineData("OpenAICompatibleConnection", "https://api.jina.ai/v1", ModelOperation.Rerank, true)]
    [InlineData("OpenAICompatibleConnection", "https://api.jina.ai/v1", ModelOperation.Messages, false)]
    [InlineData("AzureOpenAIConnection", "https://x.openai.azure.com", ModelOperation.Rerank, false)]
    [InlineData("AnthropicConnection", "https://api.anthropic.com", ModelOperation.Chat, false)]
    [InlineData("GeminiConnection", "https://generativelanguage.googleapis.com", ModelOperation.EmbedContent, true)]
    [InlineData("OllamaConnection", "http://127.0.0.1:11434", ModelOperation.Raw, true)]
    public void A_provider_says_what_it_speaks(string type, string address, ModelOperation operation, bool speaks)
    {
        using var provider = HttpModelProvider.Open(Of(type, address));
        Assert.Equal(speaks, provider.Speaks(operation));
    }

    [Theory]
    [InlineData("https://api.mistral.ai/v1", null, null, false, true, false)]
    [InlineData("https://api.groq.com/openai/v1", null, null, true, false, false)]
    [InlineData("http://localhost:8000/v1", "vllm", null, true, false, false)]
    [InlineData("http://localhost:8000/v1", "vllm", "stream_options, max_completion_tokens", false, true, false)]
    [InlineData("https://api.openai.com/v1", null, null, true, false, true)]
    public void Servers_differ_in_known_ways(string address, string? provider, string? lacks, bool streamOptions, bool oldMaxTokens, bool developer)
    {
        using var opened = HttpModelProvider.Open(Of("OpenAICompatibleConnection", address, ("provider", provider), ("lacks", lacks)));
        Assert.Equal((streamOptions, oldMaxTokens, developer), (opened.Traits.StreamOptions, opened.Traits.OldMaxTokens, opened.Traits.DeveloperRole));
    }

    [Theory]
    [InlineData("provider", "vlm", "'provider' of connection 'c' says 'vlm'. Did you mean 'vllm'?")]
    [InlineData("lacks", "stream_option", "'lacks' of connection 'c' says 'stream_option'. Did you mean 'stream_options'?")]
    public void An_unknown_server_or_lack_is_told_with_the_nearest(string field, string value, string says)
    {
        using var provider = HttpModelProvider.Open(Of("OpenAICompatibleConnection", "http://x.example", (field, value)));
        Assert.StartsWith(says, Assert.Throws<ProblemException>(() => provider.Speaks(ModelOperation.Chat)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cohere_has_its_formats_at_different_bases()
    {
        var endpoint = OpenAiEndpoint.Compatible(Of("OpenAICompatibleConnection", "https://api.cohere.com/v1"));
        Assert.Equal("https://api.cohere.com/v2/rerank", endpoint.Address(Requests.Of(ModelOperation.Rerank, new { })).AbsoluteUri);
        Assert.Equal("https://api.cohere.com/v2/embed", endpoint.Address(Requests.Of(ModelOperation.CohereEmbed, new { })).AbsoluteUri);
        Assert.Equal("https://api.cohere.com/compatibility/v1/embeddings", endpoint.Address(Requests.Of(ModelOperation.Embedding, new { })).AbsoluteUri);
    }

    [Theory]
    [InlineData("/v1", "/v1/files/f", "limit=2&key=secret&api-key=x", "/v1/files/f?limit=2")]
    [InlineData("/v1", "/files", null, "/v1/files")]
    [InlineData("", "/v1/files", "", "/v1/files")]
    public async Task A_raw_path_is_asked_below_the_connections_address(string tail, string path, string? query, string asked)
    {
        var received = await SentAsync("OpenAICompatibleConnection", tail, ModelOperation.Raw, change: r => r with { Path = path, Query = query, Method = "GET", Body = default(ReadOnlyMemory<byte>) });
        Assert.Equal((asked, ""), (received.Path, received.Body));
    }

    [Theory]
    [InlineData("/../admin")]
    [InlineData("/%2e%2e/admin")]
    [InlineData("/a/..%2f..%2fadmin/../../..")]
    [InlineData("/\\evil")]
    public void A_raw_path_never_leaves_it(string path) =>
        Assert.Equal("path-not-allowed", Assert.Throws<ProblemException>(() => RawAddress.Of("https://x.example/v1", path, null)).Problem.Code);

    [Fact]
    public void A_raw_path_never_leaves_the_host() => Assert.Equal("https://x.example/@evil.example/", RawAddress.Of("https://x.example", "@evil.example/", null).AbsoluteUri);

    private static Connection Of(string type, string address, params (string Name, string? Value)[] fields) => new()
    {
        Name = "c",
        Type = type,
        Configs = fields.Append((type == "AzureOpenAIConnection" ? "api_base" : "base_url", address)).ToDictionary(f => f.Item1, f => f.Item2),
        Secrets = new Dictionary<string, string> { ["api_key"] = "secret" },
    };

    private static async Task<ReceivedRequest> SentAsync(string type, string tail, ModelOperation operation, string model = "m", Func<ModelRequest, ModelRequest>? change = null, params (string, string?)[] fields)
    {
        await using var server = await LoopbackServer.StartAsync(200, "{}");
        using var provider = HttpModelProvider.Open(Of(type, server.Address + tail, fields));
        var request = new ModelRequest(operation, model, "{}"u8.ToArray(), false);
        using var response = await provider.SendAsync(change is null ? request : change(request), Stop);
        return Assert.Single(server.Received);
    }
}
