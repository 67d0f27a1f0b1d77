using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Gyre.EndToEnd.Evaluations;

/// <summary>A model server on loopback that answers every question in its own way and counts how often it answered each.</summary>
internal sealed class CountingServer : IDisposable
{
    private readonly ConcurrentDictionary<string, int> answered = new(StringComparer.Ordinal);
    private readonly int port = FreePort();
    private HttpListener listener = new();
    private int asked;

    public CountingServer() => Listen();

    /// <summary>Without a trailing slash.</summary>
    public string Address => $"http://127.0.0.1:{port}";

    /// <summary>Until an answer.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Characters of an answer besides the question.</summary>
    public int Padding { get; init; }

    /// <summary>Called with the number of each request as it comes; gives a status instead of an answer, or 0.</summary>
    public Func<int, int> Met { get; set; } = _ => 0;

    /// <summary>How often each question was answered, and so paid for.</summary>
    public IReadOnlyDictionary<string, int> Answered => answered;

    /// <summary>Answers in all.</summary>
    public int Total => answered.Values.Sum();

    /// <summary>Requests in all.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>Does something at the moment when a request of a number comes.</summary>
    public async Task When(int number, Action act)
    {
        var come = new TaskCompletionSource();
        var before = Met;
        Met = n =>
        {
            if (n == number)
            {
                act();
                come.TrySetResult();
            }

            return before(n);
        };
        await come.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    /// <summary>Refuses connections until <see cref="Listen"/>.</summary>
    public void GoAway() => listener.Close();

    /// <summary>Listens, again on the same port.</summary>
    public void Listen()
    {
        listener = new HttpListener();
        listener.Prefixes.Add(Address + "/");
        listener.Start();
        _ = ServeAsync(listener);
    }

    public void Dispose() => listener.Close();

    private async Task ServeAsync(HttpListener serving)
    {
        try
        {
            while (true)
            {
                var context = await serving.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Gone away.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var status = Met(Interlocked.Increment(ref asked));
            using var request = await JsonDocument.ParseAsync(context.Request.InputStream);
            var question = request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!.Trim();
            context.Response.ContentType = "application/json";

            // A connection that is kept open would be answered even after the listener has gone.
            context.Response.KeepAlive = false;
            if (status != 0)
            {
                context.Response.StatusCode = status;
                context.Response.Headers["retry-after-ms"] = "50";
                await context.Response.OutputStream.WriteAsync("""{"error": {"message": "Not now.", "type": "server_error"}}"""u8.ToArray());
                context.Response.Close();
                return;
            }

            await Task.Delay(Delay);

            // Whoever gets an answer pays for it, even if the client is gone by now.
            answered.AddOrUpdate(question, 1, (_, times) => times + 1);
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
            {
                id = "x",
                @object = "chat.completion",
                created = 0,
                model = "gpt-4o-mini",
                choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = $"<{question}>{new string('.', Padding)}" } } },
                usage = new { prompt_tokens = 1000, completion_tokens = 1000, total_tokens = 2000 },
            })));
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client has gone.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
