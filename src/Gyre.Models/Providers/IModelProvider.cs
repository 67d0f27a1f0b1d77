using Gyre.Models.Dialects;

namespace Gyre.Models.Providers;

/// <summary>A way to a model: HTTP, a recording, the offline stand-in, a simulation. Extension point; each has the same conformance suite.</summary>
public interface IModelProvider
{
    /// <summary>The dialect that conversations reach it in when it does not speak the client's.</summary>
    Dialect ChatDialect => Dialect.OpenAi;

    /// <summary>Where it differs from the vendor of its dialect.</summary>
    ModelTraits Traits => ModelTraits.Current;

    /// <summary>Whether it takes an operation as it is; what it does not speak is translated, or refused.</summary>
    /// <exception cref="Kernel.ProblemException">A field of the connection can't work.</exception>
    bool Speaks(ModelOperation operation) => operation is ModelOperation.Chat or ModelOperation.Completion or ModelOperation.Embedding;

    /// <summary>Sends one request once: no retry here.</summary>
    /// <exception cref="HttpRequestException">The provider could not be reached, or hung up before it answered.</exception>
    /// <exception cref="TimeoutException">The provider was silent for too long; also thrown while the body is read.</exception>
    /// <exception cref="Kernel.ProblemException">The request can't be made at all: a recording is missing, a credential is not to be had.</exception>
    Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken);

    /// <summary>Blanks the provider's secrets out of a text before anyone sees it (providers echo keys in their errors).</summary>
    string Redact(string text) => text;
}
