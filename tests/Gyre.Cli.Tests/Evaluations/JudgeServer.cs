using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Gyre.Cli.Tests.Evaluations;

/// <summary>A model server on loopback, of OpenAI's wire form, that gives five points to what says Paris and two to anything else.</summary>
internal sealed class JudgeServer : IDisposable
{
    private readonly HttpListener listener = new();
    private int asked;

    public JudgeServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/v1";
        probe.Stop();
        listener.Prefixes.Add(Address + "/");
        listener.Start();
        _ = AnswerAsync();
    }

    public string Address { get; }

    /// <summary>How many requests came.</summary>
    public int Asked => Volatile.Read(ref asked);

    public void Dispose() => listener.Close();

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                Interlocked.Increment(ref asked);
                var request = await JsonNode.ParseAsync(context.Request.InputStream);
                var good = request!["messages"]!.AsArray().Any(m => ((string)m!["content"]!).Contains(">\nParis", StringComparison.Ordinal));
                var answer = new JsonObject
                {
                    ["id"] = "chatcmpl-1",
                    ["object"] = "chat.completion",
                    ["created"] = 0,
                    ["model"] = "judge-1",
                    ["choices"] = new JsonArray(new JsonObject
                    {
                        ["index"] = 0,
                        ["finish_reason"] = "stop",
                        ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = $$"""Let me see. {"reason": "{{(good ? "It names the city." : "It is another city.")}}", "score": {{(good ? 5 : 2)}}}""" },
                    }),
                    ["usage"] = new JsonObject { ["prompt_tokens"] = 300, ["completion_tokens"] = 20, ["total_tokens"] = 320 },
                };
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString()));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
