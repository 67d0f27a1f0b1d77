using System.Buffers;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects;

/// <summary>
/// Lets a provider be asked for chats in any dialect: what it speaks passes as it is, what it does not is translated there and back,
/// errors and streams included. So flows, which ask in OpenAI's words, run on any provider.
/// </summary>
/// <param name="inner">The provider.</param>
/// <param name="traits">What is known of a model of the provider's.</param>
/// <param name="time">The clock of answers' timestamps.</param>
/// <param name="ids">Makes the ids of answers.</param>
internal sealed class TranslatingProvider(IModelProvider inner, Func<string, ModelTraits> traits, TimeProvider? time = null, Func<string>? ids = null) : IModelProvider, IDisposable
{
    private const string Json = "application/json";

    // What a client says to its own vendor means nothing to another.
    private static readonly string[] VendorHeaders = ["anthropic-", "openai-", "x-goog-", "x-stainless-", "x-ms-"];

    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly Func<string> ids = ids ?? (static () => Guid.CreateVersion7().ToString("N"));

    /// <inheritdoc/>
    public Dialect ChatDialect => inner.ChatDialect;

    /// <inheritdoc/>
    public ModelTraits Traits => inner.Traits;

    /// <summary>What the provider speaks without translation.</summary>
    public bool Speaks(ModelOperation operation) => inner.Speaks(operation);

    /// <inheritdoc/>
    public Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken) =>
        !request.Operation.IsChat || inner.Speaks(request.Operation) || ChatDialects.Find(inner.ChatDialect) is not { } target
            ? inner.SendAsync(request, cancellationToken)
            : TranslateAsync(request, ChatDialects.Find(request.Operation)!, target, cancellationToken);

    /// <inheritdoc/>
    public string Redact(string text) => inner.Redact(text);

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();

    private async Task<ModelResponse> TranslateAsync(ModelRequest request, IChatDialect client, IChatDialect target, CancellationToken cancellationToken)
    {
        var call = client.ReadCall(request.Body.ToMemory().Span, new CallTarget(request.Model, request.Stream));
        var body = new ArrayBufferWriter<byte>();
        target.WriteCall(call, traits(request.Model), body);
        var asked = new ModelRequest(ModelOperations.ChatOf(target.Dialect, call.Stream), request.Model, body.WrittenMemory, call.Stream)
        {
            Headers = request.Headers?.Where(h => !Array.Exists(VendorHeaders, v => h.Key.StartsWith(v, StringComparison.OrdinalIgnoreCase))).Concat(target.HeadersOf(call)).ToList() ?? [.. target.HeadersOf(call)],
        };
        var response = await inner.SendAsync(asked, cancellationToken);
        try
        {
            return await TranslatedAsync(response, new Exchange(call, client, target, new AnswerStamp(ids(), time.GetUtcNow())), cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<ModelResponse> TranslatedAsync(ModelResponse response, Exchange exchange, CancellationToken cancellationToken)
    {
        var (call, client, target, stamp) = exchange;
        var streamed = call.Stream && !(response.Headers.TryGetValue("content-type", out var kind) && kind.StartsWith("application/json", StringComparison.OrdinalIgnoreCase));
        if (response.Status is >= 200 and < 300 && streamed)
        {
            var translation = new StreamTranslation(target.OpenReader(), client.OpenWriter(call, stamp));
            return new ModelResponse(response.Status, Headers(response, client.StreamContentType), new TranslatingStream(response.Body, translation), response);
        }

        using (response)
        {
            var told = new MemoryStream();
            await response.Body.CopyToAsync(told, cancellationToken);
            var to = new ArrayBufferWriter<byte>();
            var (status, contentType) = Whole(response.Status, told.GetBuffer().AsSpan(0, (int)told.Length), exchange, to);
            return new ModelResponse(status, Headers(response, contentType), new MemoryStream(to.WrittenMemory.ToArray(), writable: false));
        }
    }

    private static (int Status, string ContentType) Whole(int status, ReadOnlySpan<byte> body, Exchange exchange, IBufferWriter<byte> to)
    {
        var (call, client, target, stamp) = exchange;
        if (status is < 200 or >= 300)
        {
            var error = target.ReadError(status, body);
            client.WriteError(error, to);
            return (error.Status, Json);
        }

        ChatAnswer answer;
        try
        {
            answer = target.ReadAnswer(body);
        }
        catch (ProviderErrorException e)
        {
            client.WriteError(e.Error, to);
            return (e.Error.Status, Json);
        }

        if (!call.Stream)
        {
            client.WriteAnswer(answer, call, stamp, to);
            return (status, Json);
        }

        // The provider gave no stream though it was asked for one: the client gets its stream all the same.
        var writer = client.OpenWriter(call, stamp);
        foreach (var next in AnswerEvents.Of(answer))
        {
            writer.Write(next, to);
        }

        return (status, client.StreamContentType);
    }

    // Of the provider's headers all but those of its body, which is another now.
    private static Dictionary<string, string> Headers(ModelResponse response, string contentType)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in response.Headers)
        {
            if (!name.StartsWith("content-", StringComparison.OrdinalIgnoreCase) && !name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase))
            {
                headers[name] = value;
            }
        }

        headers["content-type"] = contentType;
        return headers;
    }

    private sealed record Exchange(ChatCall Call, IChatDialect Client, IChatDialect Target, AnswerStamp Stamp);
}
