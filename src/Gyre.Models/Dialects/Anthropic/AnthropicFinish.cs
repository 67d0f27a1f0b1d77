namespace Gyre.Models.Dialects.Anthropic;

/// <summary>Stop reasons of messages.</summary>
internal static class AnthropicFinish
{
    public static FinishReason Read(string? reason) => reason switch
    {
        "stop_sequence" => FinishReason.StopSequence,
        "max_tokens" => FinishReason.Length,
        "tool_use" => FinishReason.ToolCalls,
        "refusal" => FinishReason.Refusal,
        "pause_turn" => FinishReason.Pause,
        "model_context_window_exceeded" => FinishReason.ContextWindow,
        _ => FinishReason.Stop,
    };

    public static ReadOnlySpan<byte> Write(FinishReason reason) => reason switch
    {
        FinishReason.StopSequence => "stop_sequence"u8,
        FinishReason.Length => "max_tokens"u8,
        FinishReason.ToolCalls => "tool_use"u8,
        FinishReason.ContentFilter or FinishReason.Refusal => "refusal"u8,
        FinishReason.Pause => "pause_turn"u8,
        FinishReason.ContextWindow => "model_context_window_exceeded"u8,
        _ => "end_turn"u8,
    };
}
