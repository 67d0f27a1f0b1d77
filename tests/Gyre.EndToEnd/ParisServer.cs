using System.Net;
using System.Net.Sockets;

namespace Gyre.EndToEnd;

/// <summary>A model server on loopback that knows one capital, as the page on recording has it.</summary>
internal sealed class ParisServer : IDisposable
{
    private readonly HttpListener listener = new();
    private int asked;

    public ParisServer()
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
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync("""
                    {"id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": "llama3.2",
                     "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Paris is the capital of France."}}],
                     "usage": {"prompt_tokens": 14, "completion_tokens": 8, "total_tokens": 22}}
                    """u8.ToArray());
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
