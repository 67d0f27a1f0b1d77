using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gyre.Flows.Tests.Tools;

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What to answer.</summary>
internal sealed record WireAnswer(int Status, string ContentType, byte[] Body)
{
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static WireAnswer Json(string body, int status = 200) => new(status, "application/json", Encoding.UTF8.GetBytes(body));
}

/// <summary>A real HTTP server on loopback that keeps every request and answers as the test says.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<WireRequest, WireAnswer> answer;

    public LoopbackServer(Func<WireRequest, WireAnswer> answer)
    {
        this.answer = answer;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        listener.Prefixes.Add(Address + "/");
        listener.Start();
        _ = ServeAsync();
    }

    /// <summary>A model server whose chat and completion answers are this text.</summary>
    public static LoopbackServer Saying(string text) => new(r => WireAnswer.Json(r.Path.Contains("/chat/", StringComparison.Ordinal)
        ? $$$"""{"id":"c1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"{{{text}}}"}}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}"""
        : $$$"""{"id":"c1","object":"text_completion","model":"m","choices":[{"index":0,"finish_reason":"stop","text":"{{{text}}}"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}"""));

    /// <summary>Without a trailing slash.</summary>
    public string Address { get; }

    public ConcurrentQueue<WireRequest> Requests { get; } = new();

    /// <summary>The body of the only request.</summary>
    public string OnlyBody => Assert.Single(Requests).Body;

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var headers = context.Request.Headers.AllKeys.ToDictionary(k => k!.ToLowerInvariant(), k => context.Request.Headers[k]!, StringComparer.Ordinal);
            var request = new WireRequest(context.Request.HttpMethod, context.Request.RawUrl!, headers, await reader.ReadToEndAsync());
            Requests.Enqueue(request);
            var given = answer(request);
            context.Response.StatusCode = given.Status;
            context.Response.ContentType = given.ContentType;
            foreach (var (name, value) in given.Headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.OutputStream.WriteAsync(given.Body);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The client or the test has gone.
        }
    }
}
