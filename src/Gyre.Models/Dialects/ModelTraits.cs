namespace Gyre.Models.Dialects;

/// <summary>What is known of the model and server a call is written for, where they differ from the dialect's newest.</summary>
public sealed record ModelTraits
{
    /// <summary>A current model at the vendor's own server.</summary>
    public static ModelTraits Current { get; } = new();

    /// <summary>The model's own name, where the one it is asked by may be a deployment's; null where it is not known.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the model thinks. False: wishes about reasoning are left out. Null: not known, they are sent.</summary>
    public bool? Reasons { get; init; }

    /// <summary>Anthropic: the model decides itself how long to think (<c>thinking: adaptive</c> with an effort) instead of taking a budget.</summary>
    public bool AdaptiveThinking { get; init; }

    /// <summary>The provider holds answers to a schema itself. False: a forced tool call stands in.</summary>
    public bool SchemaOutput { get; init; } = true;

    /// <summary>OpenAI: the server knows <c>max_tokens</c> and not <c>max_completion_tokens</c>.</summary>
    public bool OldMaxTokens { get; init; }

    /// <summary>OpenAI: the server takes <c>stream_options</c>.</summary>
    public bool StreamOptions { get; init; } = true;

    /// <summary>OpenAI: the server knows what only OpenAI's own has: the role <c>developer</c>, prompt cache keys, free-text tools, verbosity.</summary>
    public bool DeveloperRole { get; init; } = true;

    /// <summary>OpenAI: the server wants the thinking of earlier turns back as <c>reasoning_content</c> (DeepSeek, Kimi).</summary>
    public bool ThinkingBack { get; init; }

    /// <summary>Temperature and top_p are the model's own: it refuses others, so the client's are left out. OpenAI's take them where they do not think.</summary>
    public bool FixedSampling { get; init; }

    /// <summary>Most output tokens of the model: a higher limit of the client's is lowered to it, for that changes no answer and would be refused. Also what Anthropic is given where the client set no limit. 8192 where it is not known.</summary>
    public long? MaxOutput { get; init; }

    /// <summary>The limit of an answer, as far as this model can go; null for none.</summary>
    internal long? Limited(long? asked) => asked > MaxOutput ? MaxOutput : asked;
}
