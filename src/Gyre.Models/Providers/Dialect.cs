namespace Gyre.Models.Providers;

/// <summary>A vendor's way of asking and answering.</summary>
public enum Dialect
{
    /// <summary>OpenAI's chat completions and everything in their style.</summary>
    OpenAi,

    /// <summary>OpenAI's responses.</summary>
    Responses,

    /// <summary>Anthropic's messages.</summary>
    Anthropic,

    /// <summary>Gemini's generateContent.</summary>
    Gemini,

    /// <summary>Ollama's own, newline-delimited JSON.</summary>
    Ollama,

    /// <summary>None that is translated: the bytes pass as they are.</summary>
    Other,
}
