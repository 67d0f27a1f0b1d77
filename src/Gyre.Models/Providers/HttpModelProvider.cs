using System.Net;
using System.Net.Http.Headers;
using Gyre.Models.Calls;
using Gyre.Models.Connections;

namespace Gyre.Models.Providers;

/// <summary>A model behind HTTP in OpenAI's format. One connection pool for its life; no redirects, no cookies, no retry. Bytes go out and come back as they are.</summary>
public sealed class HttpModelProvider : IModelProvider, IDisposable
{
    private readonly Connection connection;
    private readonly Lazy<ModelEndpoint> endpoint;
    private readonly HttpModelOptions options;
    private readonly TimeProvider time;
    private readonly RateLimitSignal signal;
    private readonly HttpMessageInvoker http;

    internal HttpModelProvider(Connection connection, Func<ModelEndpoint> endpoint, HttpModelOptions options, TimeProvider time, RateLimitSignal signal)
    {
        (this.connection, this.options, this.time, this.signal) = (connection, options, time, signal);
        this.endpoint = new Lazy<ModelEndpoint>(endpoint);
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            EnableMultipleHttp2Connections = true,

            // A finished stream is drained in no time and its connection kept; one that was left is closed at once instead of after two seconds.
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(100),
        });
    }

    /// <summary>The provider of an OpenAI, Azure OpenAI, serverless or OpenAI-compatible connection. A field that can't work is told at the first call, as in the original.</summary>
    /// <exception cref="Kernel.ProblemException"><c>connection-not-a-model</c>: the type is none that models are reached by.</exception>
    public static HttpModelProvider Open(Connection connection, HttpModelOptions? options = null, TimeProvider? time = null, RateLimitSignal? signal = null) =>
        new(connection, ModelEndpoints.Of(connection), options ?? new HttpModelOptions(), time ?? TimeProvider.System, signal ?? RateLimitSignal.Silent);

    /// <inheritdoc/>
    public async Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var timer = new ExchangeTimer(options, time, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            using var message = await MessageAsync(request, timer.Token);
            response = await http.SendAsync(message, timer.Token);
            timer.Progress();
            var headers = Headers(response);
            if (RetryAfter.PushesBack((int)response.StatusCode, headers))
            {
                signal.Report(new RateLimited(connection.Name, request.Model, RetryAfter.From(headers, time.GetUtcNow()), time.GetUtcNow()));
            }

            var body = new ExchangeStream(await response.Content.ReadAsStreamAsync(timer.Token), timer);
            return new ModelResponse((int)response.StatusCode, headers, body, new Exchange(response, timer));
        }
        catch (Exception e)
        {
            var silence = timer.TimedOut && e is OperationCanceledException or HttpRequestException ? timer.Timeout(e) : null;
            response?.Dispose();
            timer.Dispose();
            if (silence is not null)
            {
                throw silence;
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public string Redact(string text) =>
        connection.Secrets.Values.Where(s => s.Length > 0).Aggregate(text, (seen, secret) => seen.Replace(secret, "******", StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async ValueTask<HttpRequestMessage> MessageAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, endpoint.Value.Address(request.Operation, request.Model))
        {
            Content = new ReadOnlyMemoryContent(request.Body),
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.TryAddWithoutValidation("Accept", request.Stream ? "text/event-stream" : "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", "gyre");
        foreach (var (name, value) in request.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (name.ToLowerInvariant() is not ("authorization" or "api-key" or "content-type" or "content-length" or "host"))
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        await endpoint.Value.AuthorizeAsync(message.Headers, cancellationToken);
        return message;
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            headers[name.ToLowerInvariant()] = values.ToString();
        }

        return headers;
    }

    private sealed class Exchange(HttpResponseMessage response, ExchangeTimer timer) : IDisposable
    {
        public void Dispose()
        {
            response.Dispose();
            timer.Dispose();
        }
    }
}
