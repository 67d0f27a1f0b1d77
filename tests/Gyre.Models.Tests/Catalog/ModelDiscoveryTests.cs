using System.Diagnostics;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;

namespace Gyre.Models.Tests.Catalog;

public sealed class ModelDiscoveryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ollama_says_what_its_models_can()
    {
        await using var server = await LoopbackServer.StartAsync((context, body) => LoopbackServer.JsonAsync(context, 200, context.Request.Path.Value switch
        {
            "/api/tags" => """{"models":[{"name":"qwen3:8b"},{"name":"nomic-embed-text:latest"}]}""",
            "/api/show" when body.Contains("qwen3:8b", StringComparison.Ordinal) =>
                """{"license":"\n  Apache License\n  Version 2.0","capabilities":["completion","tools","thinking","vision"],"model_info":{"general.architecture":"qwen3","qwen3.context_length":40960,"qwen3.embedding_length":4096}}""",
            _ => """{"capabilities":["embedding"],"model_info":{"nomic-bert.context_length":2048,"nomic-bert.embedding_length":768}}""",
        }));
        var found = await AskAsync(new ModelServer("here", new Uri(server.Address), IsOllama: true));
        Assert.Null(found.Problem);
        Assert.Equal(["here/qwen3:8b", "here/nomic-embed-text:latest"], found.Models.Select(m => m.FullName));
        var (chat, embedding) = (found.Models[0], found.Models[1]);
        Assert.Equal((ModelKind.Chat, 40960L, null, "Apache License"), (chat.Kind, chat.Context, chat.Dimensions, chat.Licence));
        Assert.Equal([Modality.Text, Modality.Image], chat.Inputs);
        Assert.Equal([ModelCapability.Tools, ModelCapability.Reasoning], chat.Capabilities);
        Assert.Equal((ModelKind.Embedding, 2048L, 768), (embedding.Kind, embedding.Context, embedding.Dimensions));
        Assert.All(found.Models, m => Assert.Empty(m.Prices));
    }

    [Fact]
    public async Task A_server_of_OpenAIs_format_lists_its_models()
    {
        await using var server = await LoopbackServer.StartAsync(200, """{"object":"list","data":[{"id":"m","max_model_len":32768},{"id":"e-embed","meta":{"n_ctx_train":512}},{"id":"plain"}]}""");
        var connection = new Connection
        {
            Name = "vllm-1",
            Type = "OpenAICompatibleConnection",
            Configs = new Dictionary<string, string?> { ["base_url"] = server.Address + "/v1/" },
            Secrets = new Dictionary<string, string> { ["api_key"] = "k" },
        };
        var found = await AskAsync(ModelDiscovery.Of(connection)!);
        Assert.Equal([("m", 32768L, ModelKind.Chat), ("e-embed", 512L, ModelKind.Embedding), ("plain", (long?)null, ModelKind.Chat)], found.Models.Select(m => (m.Id, m.Context, m.Kind)));
        var request = Assert.Single(server.Received);
        Assert.Equal(("/v1/models", "Bearer k"), (request.Path, request.Headers["authorization"]));
        Assert.DoesNotContain("\"k\"", found.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "{}", "server-unreachable")]
    [InlineData(200, "<html>", "server-unknown")]
    [InlineData(200, "{}", "server-unknown")]
    [InlineData(200, "[]", "server-unknown")]
    public async Task What_is_no_model_server_is_a_problem_and_no_exception(int status, string body, string code)
    {
        await using var server = await LoopbackServer.StartAsync(status, body);
        Assert.Equal(code, (await AskAsync(new ModelServer("x", new Uri(server.Address + "/v1"), IsOllama: false))).Problem!.Code);
        Assert.Equal(code, (await AskAsync(new ModelServer("x", new Uri(server.Address), IsOllama: true))).Problem!.Code);
    }

    [Fact]
    public async Task Where_nothing_listens_nobody_waits()
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal("server-unreachable", (await AskAsync(new ModelServer("x", new Uri("http://127.0.0.1:1/v1"), IsOllama: false))).Problem!.Code);
        Assert.True(watch.Elapsed < Patience);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left_after_a_while()
    {
        var release = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync((_, _) => release.Task);
        using var http = new HttpClient();
        var found = await ModelDiscovery.AskAsync([new ModelServer("x", new Uri(server.Address), IsOllama: true)], http, TimeSpan.FromMilliseconds(50), Token);
        release.SetResult();
        Assert.Equal("server-silent", found[0].Problem!.Code);
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:11434/")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/")]
    [InlineData("gpu-box:9999", "http://gpu-box:9999/")]
    [InlineData("https://ollama.example", "https://ollama.example/")]
    [InlineData("not an address", "http://127.0.0.1:11434/")]
    public void Ollama_is_looked_for_where_its_own_variable_says(string? variable, string address) =>
        Assert.Equal(address, ModelDiscovery.Local(_ => variable)[0].Address.ToString());

    private static async Task<DiscoveredServer> AskAsync(ModelServer server)
    {
        using var http = new HttpClient();
        return (await ModelDiscovery.AskAsync([server], http, Patience, Token))[0];
    }
}
