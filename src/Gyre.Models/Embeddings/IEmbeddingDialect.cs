using System.Text.Json;
using Gyre.Models.Providers;

namespace Gyre.Models.Embeddings;

/// <summary>One vendor's way to ask for vectors, on both sides.</summary>
internal interface IEmbeddingDialect
{
    /// <summary>The operation a call is written for.</summary>
    ModelOperation Operation { get; }

    /// <summary>Reads a client's request.</summary>
    /// <exception cref="Kernel.ProblemException"><c>invalid-request</c> or <c>not-carried</c>, with the field.</exception>
    EmbeddingCall ReadCall(JsonElement body, ModelRequest request);

    /// <summary>Writes the request for a provider.</summary>
    void WriteCall(Utf8JsonWriter json, EmbeddingCall call);

    /// <summary>Reads a provider's answer.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    EmbeddingAnswer ReadAnswer(JsonElement body);

    /// <summary>Writes an answer for a client.</summary>
    void WriteAnswer(Utf8JsonWriter json, EmbeddingAnswer answer, EmbeddingCall call);
}
