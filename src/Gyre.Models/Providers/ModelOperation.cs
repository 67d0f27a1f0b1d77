using Gyre.Wire.Json;

namespace Gyre.Models.Providers;

/// <summary>What is asked of a model: one operation as its vendor defined it on the wire. The operation says the dialect.</summary>
public enum ModelOperation
{
    /// <summary>OpenAI <c>chat/completions</c>.</summary>
    Chat,

    /// <summary>OpenAI <c>completions</c>.</summary>
    Completion,

    /// <summary>OpenAI <c>embeddings</c>.</summary>
    Embedding,

    /// <summary>OpenAI <c>responses</c>.</summary>
    Responses,

    /// <summary>OpenAI <c>responses/{id}</c> and what is below it, in <see cref="ModelRequest.Path"/>: a response that the provider keeps.</summary>
    KeptResponse,

    /// <summary>OpenAI <c>images/generations</c>.</summary>
    ImageGeneration,

    /// <summary>OpenAI <c>images/edits</c>; a multipart form.</summary>
    ImageEdit,

    /// <summary>OpenAI <c>audio/speech</c>; answers with audio.</summary>
    Speech,

    /// <summary>OpenAI <c>audio/transcriptions</c>; a multipart form.</summary>
    Transcription,

    /// <summary>OpenAI <c>audio/translations</c>; a multipart form.</summary>
    Translation,

    /// <summary>OpenAI <c>moderations</c>.</summary>
    Moderation,

    /// <summary><c>rerank</c>, as Cohere and Jina have it.</summary>
    Rerank,

    /// <summary>Cohere <c>v2/embed</c>.</summary>
    CohereEmbed,

    /// <summary>Anthropic <c>messages</c>.</summary>
    Messages,

    /// <summary>Anthropic <c>messages/count_tokens</c>.</summary>
    CountTokens,

    /// <summary>Gemini <c>:generateContent</c>.</summary>
    GenerateContent,

    /// <summary>Gemini <c>:streamGenerateContent</c>; always asked with <c>alt=sse</c>.</summary>
    StreamGenerateContent,

    /// <summary>Gemini <c>:countTokens</c>.</summary>
    CountGeminiTokens,

    /// <summary>Gemini <c>:embedContent</c>.</summary>
    EmbedContent,

    /// <summary>Gemini <c>:batchEmbedContents</c>.</summary>
    BatchEmbedContents,

    /// <summary>Ollama <c>api/chat</c>.</summary>
    OllamaChat,

    /// <summary>Ollama <c>api/generate</c>.</summary>
    OllamaGenerate,

    /// <summary>Ollama <c>api/embed</c>.</summary>
    OllamaEmbed,

    /// <summary>Ollama <c>api/embeddings</c>, its older form: one prompt, one vector.</summary>
    OllamaEmbeddings,

    /// <summary>A path of the provider's own, in <see cref="ModelRequest.Path"/>.</summary>
    Raw,
}

/// <summary>What follows from an operation.</summary>
public static class ModelOperations
{
    extension(ModelOperation operation)
    {
        /// <summary>Whose format its bodies have.</summary>
        public Dialect Dialect => operation switch
        {
            ModelOperation.Responses or ModelOperation.KeptResponse => Dialect.Responses,
            ModelOperation.Messages or ModelOperation.CountTokens => Dialect.Anthropic,
            ModelOperation.GenerateContent or ModelOperation.StreamGenerateContent or ModelOperation.CountGeminiTokens
                or ModelOperation.EmbedContent or ModelOperation.BatchEmbedContents => Dialect.Gemini,
            ModelOperation.OllamaChat or ModelOperation.OllamaGenerate or ModelOperation.OllamaEmbed or ModelOperation.OllamaEmbeddings => Dialect.Ollama,
            ModelOperation.Rerank or ModelOperation.CohereEmbed or ModelOperation.Raw => Dialect.Other,
            _ => Dialect.OpenAi,
        };

        /// <summary>Whether it is a conversation, be it of one prompt, and so translated through the neutral form.</summary>
        public bool IsChat => operation is ModelOperation.Chat or ModelOperation.Responses or ModelOperation.Messages
            or ModelOperation.GenerateContent or ModelOperation.StreamGenerateContent or ModelOperation.OllamaChat or ModelOperation.OllamaGenerate;

        /// <summary>Whether it asks for text of a language model.</summary>
        public bool IsText => operation.IsChat || operation is ModelOperation.Completion;

        /// <summary>The names by which its requests limit the answer; under others they are not heeded.</summary>
        public LimitNames Limits => operation switch
        {
            ModelOperation.Chat => LimitNames.MaxTokens | LimitNames.MaxCompletionTokens,
            ModelOperation.Completion or ModelOperation.Messages => LimitNames.MaxTokens,
            ModelOperation.Responses => LimitNames.MaxOutputTokens,
            ModelOperation.GenerateContent or ModelOperation.StreamGenerateContent => LimitNames.GenerationConfig,
            ModelOperation.OllamaChat or ModelOperation.OllamaGenerate => LimitNames.Options,
            _ => LimitNames.None,
        };

        /// <summary>Whether it only counts a prompt's tokens, which no provider charges for.</summary>
        public bool IsCount => operation is ModelOperation.CountTokens or ModelOperation.CountGeminiTokens;

        /// <summary>Whether no provider charges for it.</summary>
        public bool IsFree => operation.IsCount || operation == ModelOperation.KeptResponse;

        /// <summary>Whether it streams unless the request says otherwise.</summary>
        public bool StreamsUnasked => operation is ModelOperation.OllamaChat or ModelOperation.OllamaGenerate;

        /// <summary>Whether it turns texts into vectors.</summary>
        public bool IsEmbedding => operation is ModelOperation.Embedding or ModelOperation.CohereEmbed or ModelOperation.EmbedContent
            or ModelOperation.BatchEmbedContents or ModelOperation.OllamaEmbed or ModelOperation.OllamaEmbeddings;
    }

    /// <summary>The operation of a conversation in a dialect; <see cref="Dialect.Other"/> has none.</summary>
    /// <param name="dialect">Whose.</param>
    /// <param name="stream">Gemini alone has an operation of its own for streams.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dialect has no conversations.</exception>
    public static ModelOperation ChatOf(Dialect dialect, bool stream) => dialect switch
    {
        Dialect.OpenAi => ModelOperation.Chat,
        Dialect.Responses => ModelOperation.Responses,
        Dialect.Anthropic => ModelOperation.Messages,
        Dialect.Gemini => stream ? ModelOperation.StreamGenerateContent : ModelOperation.GenerateContent,
        Dialect.Ollama => ModelOperation.OllamaChat,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "There is no conversation in this dialect."),
    };
}
