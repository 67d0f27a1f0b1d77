namespace Gyre.Models.Providers;

/// <summary>What is asked of a model, in OpenAI's names.</summary>
public enum ModelOperation
{
    /// <summary><c>chat/completions</c>.</summary>
    Chat,

    /// <summary><c>completions</c>.</summary>
    Completion,

    /// <summary><c>embeddings</c>.</summary>
    Embedding,
}

/// <summary>A request in OpenAI's wire format. The provider adds address, version and key, and splices nothing else.</summary>
/// <param name="Operation">The route.</param>
/// <param name="Model">Model or Azure deployment name.</param>
/// <param name="Body">UTF-8 JSON, with <c>model</c> inside where the caller has one.</param>
/// <param name="Stream">Whether the body asks for server-sent events.</param>
public sealed record ModelRequest(ModelOperation Operation, string Model, ReadOnlyMemory<byte> Body, bool Stream)
{
    /// <summary>More headers for the provider (a tool's <c>extra_headers</c>, say); they never replace the key.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}

/// <summary>The provider's answer as it came: status, headers of interest, and the body unread. Dispose it.</summary>
public sealed class ModelResponse(int status, IReadOnlyDictionary<string, string> headers, Stream body, IDisposable? owner = null) : IDisposable
{
    /// <summary>HTTP status; 200 for providers that are not HTTP.</summary>
    public int Status { get; } = status;

    /// <summary>Lower-case names.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>JSON, or server-sent events when the request asked for a stream.</summary>
    public Stream Body { get; } = body;

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        owner?.Dispose();
    }
}

/// <summary>A way to a model: HTTP, a recording, the offline stand-in. Extension point; each has the same conformance suite.</summary>
public interface IModelProvider
{
    /// <summary>Sends one request once: no retry here.</summary>
    /// <exception cref="HttpRequestException">The provider could not be reached, or hung up before it answered.</exception>
    /// <exception cref="TimeoutException">The provider was silent for too long; also thrown while the body is read.</exception>
    /// <exception cref="Kernel.ProblemException">The request can't be made at all: a recording is missing, a credential is not to be had.</exception>
    Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken);

    /// <summary>Blanks the provider's secrets out of a text before anyone sees it (providers echo keys in their errors).</summary>
    string Redact(string text) => text;
}
