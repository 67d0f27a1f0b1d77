using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gyre.Server.Tests.Vendors;

/// <summary>Every vendor's servers at one address, each behind a path of its own. They accept only the gateway's key.</summary>
internal sealed class VendorServer : IAsyncDisposable
{
    public const string Key = "the-gateways-own-key";

    private static readonly OpenAiVendor OpenAi = new();

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Exchanged> exchanged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Exchanged>> awaited = new(StringComparer.Ordinal);

    private VendorServer(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    public static async Task<VendorServer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new VendorServer(builder.Build());
        server.Map("/openai/v1/chat/completions", OpenAi);
        server.Map("/responses/v1/responses", new ResponsesVendor());
        server.Map("/openai/v1/responses", new ResponsesVendor());
        server.Map("/azure/openai/deployments/{model}/chat/completions", OpenAi);
        server.Map("/azure/openai/v1/responses", new ResponsesVendor());
        server.Map("/azure1/openai/v1/chat/completions", OpenAi);
        server.Map("/azure1/openai/v1/responses", new ResponsesVendor());
        server.Map("/anthropic/v1/messages", new AnthropicVendor());
        server.Map("/gemini/v1beta/models/{model}:{verb}", new GeminiVendor());
        server.Map("/ollama/api/chat", new OllamaVendor());
        await server.app.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>The last exchange about a model: tests give each its own name.</summary>
    public Exchanged About(string model) => exchanged[model];

    /// <summary>The exchange about a model, when it has come.</summary>
    public Task<Exchanged> AboutAsync(string model, CancellationToken cancellationToken) => Awaited(model).Task.WaitAsync(cancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private TaskCompletionSource<Exchanged> Awaited(string model) =>
        awaited.GetOrAdd(model, _ => new TaskCompletionSource<Exchanged>(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Map(string path, Vendor vendor) => app.MapPost(path, http => AnswerAsync(http, vendor));

    private async Task AnswerAsync(HttpContext http, Vendor vendor)
    {
        using var read = new MemoryStream();
        await http.Request.Body.CopyToAsync(read, http.RequestAborted);
        var headers = http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString(), StringComparer.Ordinal);
        var values = http.Request.RouteValues;
        var seen = vendor.Read(JsonNode.Parse(read.ToArray())!, values.GetValueOrDefault("model") as string, values.GetValueOrDefault("verb") is string verb ? verb == "streamGenerateContent" : null);
        var exchange = new Exchanged { Path = http.Request.Path + http.Request.QueryString, Headers = headers, Body = read.ToArray() };
        exchanged[seen.Model] = exchange;
        Awaited(seen.Model).TrySetResult(exchange);
        using var hungUp = http.RequestAborted.Register(exchange.Close);
        var said = headers.Values.Any(v => v == Key || v == "Bearer " + Key) && !headers.Values.Any(v => v.Contains("gyre_", StringComparison.Ordinal))
            ? Script.Of(seen)
            : new Said { Status = 401, Message = "The key is wrong." };
        if (said.Status != 200)
        {
            http.Response.StatusCode = said.Status;
            if (said.RetryAfter is not null)
            {
                http.Response.Headers.RetryAfter = said.RetryAfter;
            }

            await SendAsync(http, exchange, vendor.Error(said.Status, said.Message).ToJsonString(), "application/json");
            return;
        }

        http.Response.Headers["x-request-id"] = "req_v1";
        await (seen.Stream ? StreamAsync(http, exchange, vendor, said, seen) : SendAsync(http, exchange, vendor.Answer(said, seen).ToJsonString(), "application/json"));
    }

    private static async Task StreamAsync(HttpContext http, Exchanged exchange, Vendor vendor, Said said, Seen seen)
    {
        var (opening, middle, closing) = vendor.Events(said, seen);
        foreach (var next in said.Mishap is Mishap.None or Mishap.Gate ? [.. opening, .. middle, .. closing] : (string[])[.. opening, middle[0]])
        {
            if (said.Mishap == Mishap.Gate && !opening.Contains(next))
            {
                await exchange.AtGateAsync(http.RequestAborted);
            }

            await SendAsync(http, exchange, next, vendor.StreamType);
        }

        switch (said.Mishap)
        {
            case Mishap.Silence:
                await exchange.Closed;
                break;
            case Mishap.Cut:
                http.Abort();
                break;
            case Mishap.Error:
                await SendAsync(http, exchange, vendor.ErrorEvent(said.Message), vendor.StreamType);
                break;
        }
    }

    private static async Task SendAsync(HttpContext http, Exchanged exchange, string text, string type)
    {
        var bytes = Vendor.Bytes(text);
        exchange.Keep(bytes);
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = type;
        }

        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
