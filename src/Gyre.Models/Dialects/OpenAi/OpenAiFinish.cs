namespace Gyre.Models.Dialects.OpenAi;

/// <summary>Finish reasons of chat completions.</summary>
internal static class OpenAiFinish
{
    public static FinishReason Read(string? reason) => reason switch
    {
        "length" => FinishReason.Length,
        "tool_calls" or "function_call" => FinishReason.ToolCalls,
        "content_filter" => FinishReason.ContentFilter,
        _ => FinishReason.Stop,
    };

    public static ReadOnlySpan<byte> Write(FinishReason reason) => reason switch
    {
        FinishReason.Length or FinishReason.ContextWindow => "length"u8,
        FinishReason.ToolCalls => "tool_calls"u8,
        FinishReason.ContentFilter or FinishReason.Refusal => "content_filter"u8,
        _ => "stop"u8,
    };
}
