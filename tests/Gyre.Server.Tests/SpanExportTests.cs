using System.Collections.Concurrent;
using System.Text;
using Gyre.Testing;
using Gyre.Workspace;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Gyre.Server.Tests;

/// <summary>Spans on their way to a collector.</summary>
public sealed class SpanExportTests : IAsyncLifetime
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private readonly ConcurrentQueue<(string Path, string? Type, string? Header, byte[] Body)> received = new();
    private WebApplication collector = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        collector = builder.Build();
        collector.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            received.Enqueue((http.Request.Path, http.Request.ContentType, http.Request.Headers["x-team"], body.ToArray()));
            http.Response.ContentType = "application/x-protobuf";
        });
        await collector.StartAsync(Stop);
    }

    public ValueTask DisposeAsync() => collector.DisposeAsync();

    [Fact]
    public async Task Calls_and_tries_go_to_the_collector_that_the_standard_variables_name_without_a_word_of_what_was_said()
    {
        using var workspace = new TemporaryFolder();
        workspace.Write("gyre.yaml", "name: spans");
        await using (var server = await StartAsync(workspace, new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-team=search",
            ["OTEL_SERVICE_NAME"] = "gyre-north",
        }))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "v1/chat/completions"))
            {
                Content = new StringContent("""{"model": "offline/quote", "messages": [{"role": "user", "content": "The answer is 42-umbrella."}]}""", Encoding.UTF8, "application/json"),
                Headers = { { "traceparent", $"00-{Trace}-00f067aa0ba902b7-01" } },
            };
            using var client = new HttpClient();
            using var answer = await client.SendAsync(request, Stop);
            answer.EnsureSuccessStatusCode();
        }

        // Other tests of this process are heard too.
        var sent = received.Where(r => r.Body.AsSpan().IndexOf(Convert.FromHexString(Trace)) >= 0).ToList();
        Assert.All(sent, r => Assert.Equal(("/v1/traces", "application/x-protobuf", "search"), (r.Path, r.Type, r.Header)));
        var text = string.Concat(sent.Select(r => Encoding.Latin1.GetString(r.Body)));
        Assert.All(
            ["gyre-north", "Gyre.Gateway", "chat offline/quote", "gen_ai.provider.name", "gyre.attempt.reason"],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.DoesNotContain("umbrella", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    public async Task Nothing_is_sent_where_no_collector_is_named_or_traces_are_off(string? variable, string? value)
    {
        var variables = new Dictionary<string, string>();
        if (variable is not null)
        {
            variables.Add("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single());
            variables.Add(variable, value!);
        }

        using var workspace = new TemporaryFolder();
        workspace.Write("gyre.yaml", "name: spans");
        await using (var server = await StartAsync(workspace, variables))
        {
            Assert.Equal(200, (await Raw.PostAsync(server.Address, "v1/chat/completions", """{"model": "offline/quote", "messages": [{"role": "user", "content": "Hi"}]}""", "", Stop)).Status);
        }

        Assert.Empty(received);
    }

    private static Task<GyreServer> StartAsync(TemporaryFolder workspace, Dictionary<string, string> variables) => GyreServer.StartAsync(
        new ServerOptions { Home = new GyreHome(workspace.At(".gyre"), workspace.Path), Address = new Uri("http://127.0.0.1:0"), Environment = n => variables.GetValueOrDefault(n) }, Stop);
}
