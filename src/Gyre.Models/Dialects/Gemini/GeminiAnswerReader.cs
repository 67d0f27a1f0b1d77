using System.Text.Json;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>Reads the answer of <c>generateContent</c>. A blocked prompt has no candidates: that is a filtered answer, and its input is billed.</summary>
internal static class GeminiAnswerReader
{
    public static ChatAnswer Read(ReadOnlySpan<byte> body)
    {
        var root = JsonElement.Parse(body);
        if (root.Object("error") is { ValueKind: JsonValueKind.Object })
        {
            throw new ProviderErrorException(GeminiErrors.Of(200, root));
        }

        var candidate = Candidate(root);
        if (candidate.ValueKind != JsonValueKind.Object && Blocked(root) is null)
        {
            throw new JsonException("Gemini's answer has no candidates.");
        }

        var id = root.Text("responseId") ?? "";
        var parts = new List<Part>();
        foreach (var part in candidate.Object("content").Items("parts"))
        {
            parts.AddRange(Known(part, CallId(id, parts.Count(p => p is ToolCallPart))));
        }

        var grounding = candidate.Object("groundingMetadata");
        var citations = GeminiGrounding.Read(grounding, string.Concat(parts.OfType<TextPart>().Select(t => t.Text)));
        if (citations.Count > 0 && parts.FindLastIndex(p => p is TextPart) is >= 0 and var last)
        {
            parts[last] = (TextPart)parts[last] with { Citations = citations };
        }

        return new ChatAnswer
        {
            Id = id,
            Model = root.Text("modelVersion") ?? "",
            Parts = parts,
            Finish = Finish(candidate.Text("finishReason"), parts.Exists(p => p is ToolCallPart), Blocked(root) is not null),
            Usage = UsageReader.Gemini(root.Field("usageMetadata")) is { } usage && GeminiGrounding.Searches(grounding) is { } searches
                ? usage with { Searches = searches }
                : UsageReader.Gemini(root.Field("usageMetadata")),
        };
    }

    /// <summary>The one candidate; undefined where there is none.</summary>
    public static JsonElement Candidate(JsonElement root) => root.Items("candidates").FirstOrDefault();

    /// <summary>Why the prompt was refused; null where it was not.</summary>
    public static string? Blocked(JsonElement root) => root.Object("promptFeedback").Text("blockReason");

    /// <summary>An id for a call that came without: unlike those of other answers, for clients send all of them back.</summary>
    public static string CallId(string answer, int index) => $"call_{(answer.Length == 0 ? "gemini" : answer)}_{index}";

    /// <summary>The parts that have a neutral form; results of code that Gemini ran itself have none and only follow tools that a translation refuses.</summary>
    public static IEnumerable<Part> Known(JsonElement part, string callId) =>
        part.Field("executableCode").IsSome() || part.Field("codeExecutionResult").IsSome() ? [] : GeminiTurnReader.Parts(part, "candidates", callId);

    /// <summary>Gemini stops with STOP even when it calls a tool.</summary>
    public static FinishReason Finish(string? reason, bool calls, bool blocked) => reason switch
    {
        _ when blocked => FinishReason.ContentFilter,
        "MAX_TOKENS" => FinishReason.Length,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "LANGUAGE" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" => FinishReason.ContentFilter,
        _ => calls ? FinishReason.ToolCalls : FinishReason.Stop,
    };
}
