using System.Text.Json;
using Gyre.Models.Providers;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>
/// Thinking in the style that servers agreed on without OpenAI: <c>reasoning_content</c> (or <c>reasoning</c>) for reading,
/// <c>thinking_blocks</c> for the signatures that a provider wants back.
/// </summary>
internal static class OpenAiThinking
{
    /// <summary>The thinking of a message, before everything else it says.</summary>
    public static List<Part> Read(JsonElement message)
    {
        var blocks = message.Items("thinking_blocks").Select(Block).OfType<Part>().ToList();
        return blocks.Count > 0 ? blocks : Text(message) is { Length: > 0 } text ? [new ThinkingPart(text)] : [];
    }

    /// <summary>What of a message or delta is thinking. vLLM and OpenRouter send the same under two names.</summary>
    public static string? Text(JsonElement message) => message.Text("reasoning_content") ?? message.Text("reasoning");

    public static ThinkingPart? Block(JsonElement block) => block.Text("type") switch
    {
        "redacted_thinking" when block.Text("data") is { } data => Signed("", data, redactedHere: true),
        "thinking" when block.Text("signature") is { Length: > 0 } signature => Signed(block.Text("thinking") ?? "", signature, redactedHere: false),
        "thinking" => new ThinkingPart(block.Text("thinking") ?? ""),
        _ => null,
    };

    public static void Write(Utf8JsonWriter json, ThinkingPart thinking)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, thinking.Redacted ? "redacted_thinking"u8 : "thinking"u8);
        if (!thinking.Redacted)
        {
            json.WriteString("thinking"u8, thinking.Text);
        }

        json.WriteString(thinking.Redacted ? "data"u8 : "signature"u8, thinking.Signature is { } signature ? Carried(signature) : "");
        json.WriteEndObject();
    }

    // The field is Anthropic's by custom, so its own signatures stand there bare.
    private static string Carried(Opaque signature) => signature.For(Dialect.Anthropic);

    private static ThinkingPart Signed(string text, string signature, bool redactedHere) =>
        new(text) { Signature = Opaque.Read(signature, Dialect.Anthropic, out var redacted), Redacted = redactedHere || redacted };
}
