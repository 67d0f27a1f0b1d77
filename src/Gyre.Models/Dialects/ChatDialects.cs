using Gyre.Models.Providers;

namespace Gyre.Models.Dialects;

/// <summary>The dialects there are.</summary>
public static class ChatDialects
{
    private static readonly Dictionary<Dialect, IChatDialect> Known = new IChatDialect[]
    {
        new OpenAi.OpenAiDialect(),
        new Responses.ResponsesDialect(),
        new Anthropic.AnthropicDialect(),
        new Gemini.GeminiDialect(),
        new Ollama.OllamaDialect(),
    }.ToDictionary(d => d.Dialect);

    private static readonly Ollama.OllamaDialect Prompts = new(generates: true);

    /// <summary>How the clients of an operation speak; null where it is no conversation of a dialect that is translated.</summary>
    public static IChatDialect? Find(ModelOperation operation) => operation == ModelOperation.OllamaGenerate ? Prompts : Find(operation.Dialect);

    /// <summary>The dialect of that name, or null where chats are not translated (<see cref="Dialect.Other"/>).</summary>
    public static IChatDialect? Find(Dialect dialect) => Known.GetValueOrDefault(dialect);

    /// <summary>The dialect of that name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Chats are not translated to or from it.</exception>
    public static IChatDialect Of(Dialect dialect) =>
        Find(dialect) ?? throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "Chats are not translated to or from this dialect.");
}
