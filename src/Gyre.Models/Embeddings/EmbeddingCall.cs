using Gyre.Wire.Usage;

namespace Gyre.Models.Embeddings;

/// <summary>A wish for vectors in no vendor's words.</summary>
/// <param name="Model">As the client named it.</param>
/// <param name="Texts">One vector for each, in order.</param>
internal sealed record EmbeddingCall(string Model, IReadOnlyList<string> Texts)
{
    /// <summary>Numbers of each vector; null for the model's own.</summary>
    public long? Dimensions { get; init; }

    /// <summary>What the vectors are for, in Gemini's words (<c>RETRIEVAL_QUERY</c>); others have no such field or another for each model.</summary>
    public string? Task { get; init; }

    /// <summary>Whether an OpenAI client wants vectors as base64 of floats, little-endian.</summary>
    public bool Base64 { get; init; }

    /// <summary>Whether the client asked for one vector alone, and gets no list: Gemini, and Ollama of old.</summary>
    public bool Single { get; init; }
}

/// <summary>Vectors in no vendor's words.</summary>
/// <param name="Model">That answered; empty where it did not say.</param>
/// <param name="Vectors">In the order of the texts.</param>
/// <param name="Usage">Null where it was not counted.</param>
internal sealed record EmbeddingAnswer(string Model, IReadOnlyList<float[]> Vectors, TokenUsage? Usage);
