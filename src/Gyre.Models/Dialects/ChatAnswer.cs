using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects;

/// <summary>Why the model stopped.</summary>
public enum FinishReason
{
    /// <summary>It was done.</summary>
    Stop,

    /// <summary>It wrote one of the caller's stop words.</summary>
    StopSequence,

    /// <summary>The most tokens asked for, or the model's own limit.</summary>
    Length,

    /// <summary>It waits for tools.</summary>
    ToolCalls,

    /// <summary>The provider's filter cut it.</summary>
    ContentFilter,

    /// <summary>It declined.</summary>
    Refusal,

    /// <summary>The provider paused a long turn; the client sends it back to go on.</summary>
    Pause,

    /// <summary>The context window is full.</summary>
    ContextWindow,
}

/// <summary>A whole answer in no vendor's words.</summary>
public sealed record ChatAnswer
{
    /// <summary>The provider's id of the answer; empty where it gave none.</summary>
    public string Id { get; init; } = "";

    /// <summary>The model that answered, which may differ from the one asked.</summary>
    public string Model { get; init; } = "";

    /// <summary>Text, thinking, tool calls and refusals, in order.</summary>
    public IReadOnlyList<Part> Parts { get; init; } = [];

    public FinishReason Finish { get; init; }

    /// <summary>The stop word it met, where the provider says so.</summary>
    public string? StopSequence { get; init; }

    /// <summary>Null where the provider did not count.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The speed class that served it, in the provider's word: what is priced.</summary>
    public string? ServiceTier { get; init; }
}
