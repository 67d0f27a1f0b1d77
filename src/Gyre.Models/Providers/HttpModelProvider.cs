using System.Net;
using System.Net.Sockets;
using Gyre.Models.Connections;
using Gyre.Models.Dialects;
using Gyre.Wire.Http;

namespace Gyre.Models.Providers;

/// <summary>A model behind HTTP. One connection pool for its life; no redirects, no cookies, no retry. Bytes go out and come back as they are.</summary>
internal sealed class HttpModelProvider : IModelProvider, IDisposable
{
    private static readonly HttpRequestOptionsKey<TimeSpan> ConnectLimit = new("gyre.connect");

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
            ConnectCallback = ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),

            // A traceparent is the caller's to send, and ours only through the request's headers.
            ActivityHeadersPropagator = null,

            // A finished stream is drained in no time and its connection kept; one that was left is closed at once instead of after two seconds.
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(20),
        });
    }

    /// <inheritdoc/>
    public Dialect ChatDialect => endpoint.Value.ChatDialect;

    /// <inheritdoc/>
    public ModelTraits Traits => endpoint.Value.Traits;

    /// <summary>The provider of an OpenAI, Azure OpenAI, Anthropic, Gemini, Ollama, serverless or OpenAI-compatible connection. A field that can't work is told at the first call, as in the original.</summary>
    /// <exception cref="Kernel.ProblemException"><c>connection-not-a-model</c>: the type is none that models are reached by.</exception>
    public static HttpModelProvider Open(Connection connection, HttpModelOptions? options = null, TimeProvider? time = null, RateLimitSignal? signal = null) =>
        new(connection, ModelEndpoints.Of(connection), options ?? new HttpModelOptions(), time ?? TimeProvider.System, signal ?? RateLimitSignal.Silent);

    /// <inheritdoc/>
    public bool Speaks(ModelOperation operation) => endpoint.Value.Speaks(operation);

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
            var encoding = UnaskedEncoding.Of(response);
            var headers = new ResponseHeaders(response, decoded: encoding is not null);
            if (RetryAfterHeaders.PushesBack((int)response.StatusCode, headers))
            {
                signal.Report(new RateLimited(connection.Name, request.Model, RetryAfterHeaders.Read(headers, time.GetUtcNow()), time.GetUtcNow()));
            }

            var sent = await response.Content.ReadAsStreamAsync(timer.Token);
            var body = new ExchangeStream(encoding is null ? sent : UnaskedEncoding.Over(sent, encoding), timer);
            return new ModelResponse((int)response.StatusCode, headers, body, new OpenAnswer(response, timer)) { WaitsOnEmptyRead = encoding is null };
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
        // HTTP/1.1: a stream that is left closes its connection, and no stream waits behind another.
        var message = new HttpRequestMessage(request.Method == "POST" ? HttpMethod.Post : new HttpMethod(request.Method), endpoint.Value.Address(request))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (request.ConnectTimeout is { } limit)
        {
            message.Options.Set(ConnectLimit, limit);
        }

        if (request.Body.Length > 0)
        {
            message.Content = new SplicedContent(request.Body, request.ContentType);
        }

        message.Headers.TryAddWithoutValidation("Accept", Accepted(request));
        message.Headers.TryAddWithoutValidation("User-Agent", "gyre");
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        foreach (var (name, value) in request.Headers ?? [])
        {
            if (!PassedHeaders.BelongsToOneConnection(name))
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        await endpoint.Value.AuthorizeAsync(message.Headers, cancellationToken);
        return message;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (!context.InitialRequestMessage.Options.TryGetValue(ConnectLimit, out var limit))
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }

            using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            source.CancelAfter(limit);
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, source.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"No connection stood within {limit.TotalSeconds:0.###} seconds.", e);
            }
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Accepted(ModelRequest request) => request.Operation switch
    {
        ModelOperation.Raw or ModelOperation.Speech => "*/*",
        ModelOperation.OllamaChat or ModelOperation.OllamaGenerate => request.Stream ? "application/x-ndjson" : "application/json",
        _ => request.Stream ? "text/event-stream" : "application/json",
    };

    private sealed class OpenAnswer(HttpResponseMessage response, ExchangeTimer timer) : IDisposable
    {
        public void Dispose()
        {
            response.Dispose();
            timer.Dispose();
        }
    }
}
