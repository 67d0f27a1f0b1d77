namespace Gyre.Models.Dialects;

/// <summary>What a finish reason really is, whatever the backend said: several say "stop" when a tool is called.</summary>
internal static class FinishReasons
{
    public static FinishReason With(FinishReason said, bool calls, bool refused) => (said, calls, refused) switch
    {
        (FinishReason.Stop or FinishReason.StopSequence, true, _) => FinishReason.ToolCalls,
        (FinishReason.ToolCalls, false, _) => FinishReason.Stop,
        (FinishReason.Stop or FinishReason.ContentFilter, _, true) => FinishReason.Refusal,
        _ => said,
    };
}
