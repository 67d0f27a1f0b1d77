using System.Net;
using System.Net.Sockets;
using System.Text;
using Gyre.Flows.Values;

namespace Gyre.EndToEnd.Conformance;

/// <summary>A model server on loopback that answers with what it was sent: <c>{path, key, body}</c> as the answer's text.</summary>
public sealed class EchoServer : IDisposable
{
    private readonly HttpListener listener = new();

    public EchoServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        listener.Prefixes.Add(Address + "/");
        listener.Start();
        _ = AnswerAsync();
    }

    /// <summary>Without a trailing slash.</summary>
    public string Address { get; }

    public void Dispose() => listener.Close();

    private async Task AnswerAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                await AnswerOneAsync(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static async Task AnswerOneAsync(HttpListenerContext context)
    {
        var path = context.Request.RawUrl!;
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        var answer = path.StartsWith("/status/", StringComparison.Ordinal)
            ? """{"error":{"message":"The key is wrong.","type":"invalid_request_error","code":"invalid_api_key"}}"""
            : Echo(path, context.Request.Headers["api-key"] ?? context.Request.Headers["Authorization"], PythonJson.Parse(body));
        context.Response.StatusCode = path.StartsWith("/status/", StringComparison.Ordinal) ? int.Parse(path.Split('/')[2]) : 200;
        context.Response.ContentType = "application/json";
        var bytes = Encoding.UTF8.GetBytes(answer);
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    private static string Echo(string path, string? key, object? body)
    {
        var text = PythonJson.Write(new PythonDict { { "path", path }, { "key", key }, { "body", body }, { "messages", body is PythonDict sent && sent.TryGetValue("messages", out var messages) ? messages : null } });
        var choice = path.Contains("/chat/", StringComparison.Ordinal)
            ? new PythonDict { { "index", 0L }, { "finish_reason", "stop" }, { "message", new PythonDict { { "role", "assistant" }, { "content", text } } } }
            : new PythonDict { { "index", 0L }, { "finish_reason", "stop" }, { "text", text } };
        return PythonJson.Write(new PythonDict
        {
            { "id", "echo-1" },
            { "object", "chat.completion" },
            { "created", 0L },
            { "model", "echo" },
            { "choices", new List<object?> { choice } },
            { "usage", new PythonDict { { "prompt_tokens", 3L }, { "completion_tokens", 4L }, { "total_tokens", 7L } } },
        });
    }
}
