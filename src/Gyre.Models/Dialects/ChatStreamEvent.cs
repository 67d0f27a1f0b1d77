using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects;

/// <summary>
/// One step of a streamed answer in no vendor's words. A stream is <see cref="AnswerStarted"/> first, then deltas, then one
/// <see cref="AnswerFinished"/>, then <see cref="AnswerEnded"/>; <see cref="UsageReported"/> may come anywhere between and the last counts.
/// <see cref="AnswerFailed"/> ends it at any point, and nothing follows it.
/// </summary>
public abstract record ChatStreamEvent;

/// <summary>The provider began to answer.</summary>
public sealed record AnswerStarted(string Id, string Model) : ChatStreamEvent;

/// <summary>More words. Never empty.</summary>
public sealed record TextDelta(string Text) : ChatStreamEvent;

/// <summary>A source of words that came already.</summary>
public sealed record Cited(Citation Citation) : ChatStreamEvent;

/// <summary>More thinking that may be shown. Never empty.</summary>
public sealed record ThinkingDelta(string Text) : ChatStreamEvent;

/// <summary>A block of thinking is complete: what the provider wants back with it. The block may have had no text.</summary>
/// <param name="Signature">Null where the provider signs nothing.</param>
/// <param name="Redacted">Whether the thinking is hidden and only this carries it.</param>
public sealed record ThinkingEnded(Opaque? Signature, bool Redacted = false) : ChatStreamEvent;

/// <summary>The model begins to call a tool.</summary>
/// <param name="Index">0, 1, 2 … in the order the calls began: dense, whatever the provider's numbers.</param>
/// <param name="Id">As <see cref="ToolCallPart.Id"/>.</param>
/// <param name="Name">Name of the tool.</param>
/// <param name="Signature">As <see cref="ToolCallPart.Signature"/>.</param>
/// <param name="Custom">As <see cref="ToolCallPart.Custom"/>.</param>
public sealed record ToolCallStarted(int Index, string Id, string Name, Opaque? Signature = null, bool Custom = false) : ChatStreamEvent;

/// <summary>More of a call's arguments. Never empty. Calls may interleave.</summary>
public sealed record ToolCallDelta(int Index, string Arguments) : ChatStreamEvent;

/// <summary>More of a refusal. Never empty.</summary>
public sealed record RefusalDelta(string Text) : ChatStreamEvent;

/// <summary>What was used so far; replaces what was reported before.</summary>
public sealed record UsageReported(TokenUsage Usage) : ChatStreamEvent
{
    /// <summary>As <see cref="ChatAnswer.ServiceTier"/>.</summary>
    public string? ServiceTier { get; init; }
}

/// <summary>The model stopped. Usage may still come.</summary>
public sealed record AnswerFinished(FinishReason Reason, string? StopSequence = null) : ChatStreamEvent;

/// <summary>The provider said that this was all.</summary>
public sealed record AnswerEnded : ChatStreamEvent
{
    public static AnswerEnded Instance { get; } = new();
}

/// <summary>The answer broke: an error inside the stream, or a stream that stopped before its end.</summary>
public sealed record AnswerFailed(ProviderError Error) : ChatStreamEvent;
