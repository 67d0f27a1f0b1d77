using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Providers;
using Gyre.Testing;
using Microsoft.AspNetCore.Http;

namespace Gyre.Models.Tests.Providers;

public sealed class HttpModelProviderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenAI_is_asked_at_its_base_url_with_a_bearer_key_and_the_very_bytes()
    {
        await using var server = await LoopbackServer.StartAsync(200, Requests.Answer);
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address + "/v1/") with
        {
            Configs = new Dictionary<string, string?> { ["base_url"] = server.Address + "/v1/", ["organization"] = "org-1" },
        });
        var request = Requests.Chat() with { Body = """{ "model":"m", "unknown_field": [1.0, "é"] }"""u8.ToArray() };
        using var response = await provider.SendAsync(request, Stop);
        Assert.Equal(Requests.Answer, await response.TextAsync());
        var received = Assert.Single(server.Received);
        Assert.Equal("/v1/chat/completions", received.Path);
        Assert.Equal("Bearer sk-secret", received.Headers["authorization"]);
        Assert.Equal("org-1", received.Headers["openai-organization"]);
        Assert.Equal("application/json", received.Headers["content-type"]);
        Assert.Equal("""{ "model":"m", "unknown_field": [1.0, "é"] }""", received.Body);
    }

    [Theory]
    [InlineData("", "2024-02-01")]
    [InlineData("/", "api-version=2024-02-01")]
    [InlineData("/openai", "?api-version=2024-02-01")]
    [InlineData("/openai/deployments/other/chat/completions?api-version=2020-01-01", "2024-10-21", "2024-10-21")]
    [InlineData("/openai/deployments/other/chat/completions?api-version=2025-01-01-preview", "2024-02-01", "2025-01-01-preview")]
    [InlineData("/api/projects/mine", "2024-02-01")]
    public async Task Azure_is_asked_by_deployment_and_version_however_the_address_was_pasted(string tail, string version, string asked = "2024-02-01")
    {
        await using var server = await LoopbackServer.StartAsync(200, Requests.Answer);
        using var provider = HttpModelProvider.Open(Requests.Azure(server.Address + tail, version));
        using var response = await provider.SendAsync(Requests.Chat(model: "gpt 4"), Stop);
        var received = Assert.Single(server.Received);
        Assert.Equal("/openai/deployments/gpt%204/chat/completions?api-version=" + asked, received.Path);
        Assert.Equal("az-secret", received.Headers["api-key"]);
        Assert.False(received.Headers.ContainsKey("authorization"));
    }

    [Fact]
    public async Task With_meid_token_azure_gets_a_bearer_token_and_no_key()
    {
        await using var server = await LoopbackServer.StartAsync(200, Requests.Answer);
        var connection = Requests.Azure(server.Address);
        connection = connection with { Configs = new Dictionary<string, string?>(connection.Configs) { ["auth_mode"] = "meid_token" } };
        using var provider = new HttpModelProvider(connection, () => new AzureOpenAiEndpoint(connection, _ => new("entra")), new HttpModelOptions(), TimeProvider.System, RateLimitSignal.Silent);
        using var response = await provider.SendAsync(Requests.Chat(), Stop);
        var received = Assert.Single(server.Received);
        Assert.Equal("Bearer entra", received.Headers["authorization"]);
        Assert.False(received.Headers.ContainsKey("api-key"));
    }

    [Fact]
    public async Task Azures_newer_paths_are_used_when_the_base_says_so()
    {
        await using var server = await LoopbackServer.StartAsync(200, Requests.Answer);
        using var provider = HttpModelProvider.Open(Requests.Azure(server.Address + "/openai/v1/"));
        using var response = await provider.SendAsync(Requests.Of(ModelOperation.Embedding, new { }), Stop);
        Assert.Equal("/openai/v1/embeddings", Assert.Single(server.Received).Path);
    }

    [Fact]
    public async Task A_serverless_deployment_is_asked_below_v1()
    {
        await using var server = await LoopbackServer.StartAsync(200, Requests.Answer);
        var connection = new Connection
        {
            Name = "s",
            Type = "ServerlessConnection",
            Configs = new Dictionary<string, string?> { ["api_base"] = server.Address },
            Secrets = new Dictionary<string, string> { ["api_key"] = "k" },
        };
        using var provider = HttpModelProvider.Open(connection);
        using var response = await provider.SendAsync(Requests.Of(ModelOperation.Completion, new { }), Stop);
        var received = Assert.Single(server.Received);
        Assert.Equal("/v1/completions", received.Path);
        Assert.Equal("Bearer k", received.Headers["authorization"]);
    }

    [Fact]
    public async Task A_local_server_needs_no_key()
    {
        await using var server = await LoopbackServer.StartAsync(200, Requests.Answer);
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address + "/v1/chat/completions", key: ""));
        using var response = await provider.SendAsync(Requests.Chat(), Stop);
        var received = Assert.Single(server.Received);
        Assert.Equal("/v1/chat/completions", received.Path);
        Assert.False(received.Headers.ContainsKey("authorization"));
    }

    [Fact]
    public async Task More_headers_are_sent_but_never_in_place_of_the_key()
    {
        await using var server = await LoopbackServer.StartAsync(200, Requests.Answer);
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address));
        var headers = new Dictionary<string, string> { ["X-Team"] = "a", ["Authorization"] = "Bearer other" };
        using var response = await provider.SendAsync(Requests.Chat() with { Headers = headers }, Stop);
        var received = Assert.Single(server.Received);
        Assert.Equal("a", received.Headers["x-team"]);
        Assert.Equal("Bearer sk-secret", received.Headers["authorization"]);
    }

    [Fact]
    public async Task Redirects_are_not_followed_so_that_keys_stay_where_they_belong()
    {
        await using var server = await LoopbackServer.StartAsync((context, _) =>
        {
            context.Response.Redirect("https://elsewhere.example/");
            return Task.CompletedTask;
        });
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address));
        using var response = await provider.SendAsync(Requests.Chat(), Stop);
        Assert.Equal(302, response.Status);
    }

    [Fact]
    public async Task A_provider_that_never_answers_times_out()
    {
        var time = new ManualTime();
        var asked = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async (context, _) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address), new HttpModelOptions { AnswerTimeout = TimeSpan.FromSeconds(600) }, time);
        var call = provider.SendAsync(Requests.Chat(), Stop);
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(599));
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        var e = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Equal("The provider did not answer within 600 seconds.", e.Message);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_times_out_but_one_that_moves_lives_on()
    {
        var time = new ManualTime();
        var more = new SemaphoreSlim(0);
        await using var server = await LoopbackServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            while (true)
            {
                await context.Response.WriteAsync("data: {}\n\n");
                await context.Response.Body.FlushAsync();
                await more.WaitAsync(context.RequestAborted);
            }
        });
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address), new HttpModelOptions { IdleTimeout = TimeSpan.FromSeconds(100) }, time);
        using var response = await provider.SendAsync(Requests.Chat(stream: true), Stop);
        var buffer = new byte[64];
        for (var i = 0; i < 5; i++)
        {
            Assert.True(await response.Body.ReadAsync(buffer, Stop) > 0);
            time.Advance(TimeSpan.FromSeconds(60));
            more.Release();
        }

        Assert.True(await response.Body.ReadAsync(buffer, Stop) > 0);
        var silent = response.Body.ReadAsync(buffer, Stop).AsTask();
        time.Advance(TimeSpan.FromSeconds(101));
        var e = await Assert.ThrowsAsync<TimeoutException>(() => silent);
        Assert.Equal("The provider sent nothing more for 100 seconds.", e.Message);
    }

    [Fact]
    public async Task A_cancelled_stream_closes_the_connection_upstream()
    {
        var closed = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            context.RequestAborted.Register(() => closed.TrySetResult());
            await context.Response.WriteAsync("data: {}\n\n");
            await context.Response.Body.FlushAsync();
            await closed.Task;
        });
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address));
        using var stop = new CancellationTokenSource();
        var response = await provider.SendAsync(Requests.Chat(stream: true), stop.Token);
        var buffer = new byte[64];
        _ = await response.Body.ReadAsync(buffer, stop.Token);
        var next = response.Body.ReadAsync(buffer, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        response.Dispose();
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }

    [Fact]
    public async Task A_cut_answer_is_an_error_and_not_an_end()
    {
        var seen = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {}\n\n");
            await context.Response.Body.FlushAsync();
            await seen.Task;
            context.Abort();
        });
        using var provider = HttpModelProvider.Open(Requests.OpenAi(server.Address));
        using var response = await provider.SendAsync(Requests.Chat(stream: true), Stop);
        Assert.True(await response.Body.ReadAsync(new byte[64], Stop) > 0);
        seen.SetResult();
        await Assert.ThrowsAnyAsync<IOException>(() => response.TextAsync());
    }

    [Fact]
    public async Task Push_back_is_signalled_with_the_wait_that_was_asked_for()
    {
        await using var server = await LoopbackServer.StartAsync(async (context, _) =>
        {
            context.Response.Headers["Retry-After"] = "7";
            context.Response.Headers["retry-after-ms"] = "6500";
            await LoopbackServer.JsonAsync(context, 429, "{}");
        });
        using var providers = new ModelProviders();
        var seen = new List<RateLimited>();
        using (providers.RateLimits.Subscribe(seen.Add))
        {
            using var response = await providers.For(Requests.OpenAi(server.Address)).SendAsync(Requests.Chat(), Stop);
        }

        using var unheard = await providers.For(Requests.OpenAi(server.Address)).SendAsync(Requests.Chat(), Stop);
        var limited = Assert.Single(seen);
        Assert.Equal(("open", "m", TimeSpan.FromSeconds(7)), (limited.Connection, limited.Model, limited.RetryAfter));
    }

    [Fact]
    public void One_provider_is_kept_per_connection_until_its_key_changes()
    {
        using var providers = new ModelProviders();
        Assert.Same(providers.For(Requests.OpenAi("http://a.example")), providers.For(Requests.OpenAi("http://a.example")));
        Assert.NotSame(providers.For(Requests.OpenAi("http://a.example")), providers.For(Requests.OpenAi("http://a.example", "other")));
    }

    [Fact]
    public void A_connection_that_is_no_way_to_a_model_is_a_problem()
    {
        using var providers = new ModelProviders();
        var e = Assert.Throws<ProblemException>(() => providers.For(new Connection { Name = "c", Type = "SerpConnection" }));
        Assert.Equal("connection-not-a-model", e.Problem.Code);
        Assert.StartsWith("SerpConnection 'c' does not lead to a model.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api_base", "ftp://x", "must be an http or https address")]
    [InlineData("auth_mode", "password", "must be key or meid_token")]
    [InlineData("api_version", "2024-08-06", "is '2024-08-06', which is the version of a model. Give one such as 2024-10-21")]
    [InlineData("api_version", "newest", "is 'newest', which is no version of the API")]
    [InlineData("api_base", "", "has no 'api_base'")]
    [InlineData("api_key", "", "has no 'api_key'")]
    public async Task A_field_that_cannot_work_is_named_at_the_first_call(string field, string value, string says)
    {
        var connection = Requests.Azure("https://x.example");
        connection = connection with
        {
            Configs = connection.Configs.Where(c => c.Key != field).Append(new(field, value)).ToDictionary(),
            Secrets = field == "api_key" ? new Dictionary<string, string>() : connection.Secrets,
        };
        using var provider = HttpModelProvider.Open(connection);
        var e = await Assert.ThrowsAsync<ProblemException>(() => provider.SendAsync(Requests.Chat(), Stop));
        Assert.Contains(says, e.Message);
        Assert.Equal(field, e.Problem.Field);
    }
}
