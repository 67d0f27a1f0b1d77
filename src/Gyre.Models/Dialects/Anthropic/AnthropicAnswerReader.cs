using System.Text.Json;
using Gyre.Models.Providers;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>Reads the answer of <c>messages</c>.</summary>
internal static class AnthropicAnswerReader
{
    public static ChatAnswer Read(ReadOnlySpan<byte> body)
    {
        var answer = JsonElement.Parse(body);
        if (answer.Field("content").ValueKind != JsonValueKind.Array)
        {
            throw answer.Object("error").ValueKind == JsonValueKind.Object ? new ProviderErrorException(AnthropicErrors.InStream(answer)) : new JsonException("The provider's answer has no 'content'.");
        }

        var (parts, letters) = (new List<Part>(), 0);
        foreach (var block in answer.Items("content"))
        {
            if (Part(block, letters) is { } part)
            {
                parts.Add(part);
                letters += (part as TextPart)?.Text.Length ?? 0;
            }
        }

        return new ChatAnswer
        {
            Id = answer.Text("id") ?? "",
            Model = answer.Text("model") ?? "",
            Parts = parts,
            Finish = FinishReasons.With(AnthropicFinish.Read(answer.Text("stop_reason")), parts.Exists(p => p is ToolCallPart), refused: false),
            StopSequence = answer.Text("stop_sequence"),
            Usage = UsageReader.Anthropic(answer.Field("usage")),
            ServiceTier = answer.Object("usage").Text("service_tier"),
        };
    }

    // Blocks of tools that the provider runs itself are of no use to clients of other dialects; what they led to is cited.
    private static Part? Part(JsonElement block, int before)
    {
        switch (block.Text("type"))
        {
            case "text":
                return block.Text("text") is { Length: > 0 } text
                    ? new TextPart(text) { Citations = block.Items("citations").Select(c => AnthropicCitations.Read(c, before, before + text.Length)).OfType<Citation>().ToArray() }
                    : null;
            case "thinking":
                return block.Text("signature") is { Length: > 0 } signature
                    ? new ThinkingPart(block.Text("thinking") ?? "") { Signature = Opaque.Read(signature, Dialect.Anthropic, out var redacted), Redacted = redacted }
                    : new ThinkingPart(block.Text("thinking") ?? "");
            case "redacted_thinking":
                return new ThinkingPart("") { Redacted = true, Signature = new Opaque(Dialect.Anthropic, block.Text("data") ?? "") };
            case "tool_use":
                var input = block.Field("input").IsSome() ? block.Field("input").GetRawText() : "{}";
                return block.Text("name") == AnthropicFormat.ToolName
                    ? new TextPart(input)
                    : new ToolCallPart(Opaque.SplitId(block.Text("id") ?? "", out var carried), block.Text("name") ?? "", input) { Signature = carried };
            default:
                return null;
        }
    }
}
