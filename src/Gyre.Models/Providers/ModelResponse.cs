namespace Gyre.Models.Providers;

/// <summary>The provider's answer as it came: status, headers, and the body unread. Dispose it; that closes the way to the provider if the body was not read to its end.</summary>
/// <param name="status">HTTP status; 200 for providers that are not HTTP.</param>
/// <param name="headers">Lower-case names; looked up without regard to case.</param>
/// <param name="body">Unread.</param>
/// <param name="owner">Disposed with the answer.</param>
public sealed class ModelResponse(int status, IReadOnlyDictionary<string, string> headers, Stream body, IDisposable? owner = null) : IDisposable
{
    /// <summary>HTTP status; 200 for providers that are not HTTP.</summary>
    public int Status { get; } = status;

    /// <summary>Lower-case names.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>JSON, or server-sent events (Ollama: lines of JSON) when the request asked for a stream.</summary>
    public Stream Body { get; } = body;

    /// <summary>Whether reading no bytes from <see cref="Body"/> waits until some have come, so that nobody needs to hold a buffer for them.</summary>
    public bool WaitsOnEmptyRead { get; init; }

    /// <summary>Whether it is a failure that to repeat would be in vain: to the caller it is as if all tries were used up.</summary>
    public bool IsLast { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        owner?.Dispose();
    }
}
