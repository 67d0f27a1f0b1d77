using System.Text.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>Writes answers of <c>generateContent</c>, whole or a chunk of a stream at a time.</summary>
internal static class GeminiAnswerWriter
{
    public static void Write(Utf8JsonWriter json, ChatAnswer answer, AnswerStamp stamp) =>
        Chunk(
        json, answer.Model, stamp, answer.Parts, answer.Finish, answer.Usage, [.. answer.Parts.OfType<TextPart>().SelectMany(t => t.Citations)], string.Concat(answer.Parts.OfType<TextPart>().Select(t => t.Text)));

    /// <summary>One response object; <paramref name="citations"/> count over <paramref name="text"/>, all words of the answer.</summary>
    public static void Chunk(
        Utf8JsonWriter json, string model, AnswerStamp stamp, IReadOnlyList<Part> parts, FinishReason? finish, TokenUsage? usage, IReadOnlyList<Citation> citations, string text)
    {
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        foreach (var part in parts)
        {
            Part(json, part);
        }

        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
        if (finish is { } reason)
        {
            json.WriteString("finishReason"u8, Word(reason));
        }

        GeminiGrounding.Write(json, citations, text);
        json.WriteNumber("index"u8, 0);
        json.WriteEndObject();
        json.WriteEndArray();
        if (usage is not null)
        {
            json.WritePropertyName("usageMetadata"u8);
            UsageWriter.Gemini(json, usage);
        }

        json.WriteString("modelVersion"u8, model);
        json.WriteString("responseId"u8, stamp.Id);
        json.WriteEndObject();
    }

    /// <summary>A part that calls a tool.</summary>
    public static void Call(Utf8JsonWriter json, ToolCallPart call, string? signature)
    {
        json.WriteStartObject();
        json.WriteStartObject("functionCall"u8);
        json.WriteString("id"u8, call.Id);
        json.WriteString("name"u8, call.Name);
        json.Object("args"u8, CustomTools.Wrapped(call));
        json.WriteEndObject();
        json.Text("thoughtSignature"u8, signature);
        json.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter json, Part part)
    {
        switch (part)
        {
            case TextPart text:
                Text(json, text.Text, null, null);
                break;
            case RefusalPart refusal:
                Text(json, refusal.Text, null, null);
                break;
            case ThinkingPart thinking:
                Text(json, thinking.Text, true, thinking.Signature is { } sealedBy ? GeminiFields.Signature(sealedBy, thinking.Redacted) : null);
                break;
            case ToolCallPart call:
                Call(json, call, call.Signature is { } signature ? GeminiFields.Signature(signature, redacted: false) : null);
                break;
            case ImagePart image:
                GeminiMedia.Write(json, image.Source, "image/png");
                break;
        }
    }

    private static void Text(Utf8JsonWriter json, string text, bool? thought, string? signature)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.Flag("thought"u8, thought);
        json.Text("thoughtSignature"u8, signature);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Word(FinishReason reason) => reason switch
    {
        FinishReason.Length or FinishReason.ContextWindow => "MAX_TOKENS"u8,
        FinishReason.ContentFilter or FinishReason.Refusal => "SAFETY"u8,
        _ => "STOP"u8,
    };
}
