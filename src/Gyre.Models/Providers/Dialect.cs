namespace Gyre.Models.Providers;

/// <summary>A vendor's wire format.</summary>
public enum Dialect
{
    /// <summary>OpenAI's older API: chat completions, completions, embeddings, images, audio.</summary>
    OpenAi,

    /// <summary>OpenAI's Responses API.</summary>
    Responses,

    /// <summary>Anthropic's Messages API.</summary>
    Anthropic,

    /// <summary>Google's Gemini API.</summary>
    Gemini,

    /// <summary>Ollama's own API.</summary>
    Ollama,

    /// <summary>Any other: bytes pass, nothing is translated.</summary>
    Other,
}
