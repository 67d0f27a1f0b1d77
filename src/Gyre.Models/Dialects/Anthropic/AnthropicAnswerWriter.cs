using System.Text.Json;
using Gyre.Models.Providers;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>Writes the answer of <c>messages</c>.</summary>
internal static class AnthropicAnswerWriter
{
    public static void Write(Utf8JsonWriter json, ChatAnswer answer, ChatCall call, AnswerStamp stamp)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, "msg_" + stamp.Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, answer.Model.Length > 0 ? answer.Model : call.Model);
        json.WriteStartArray("content"u8);
        foreach (var part in answer.Parts)
        {
            Block(json, part);
        }

        json.WriteEndArray();
        json.WriteString("stop_reason"u8, AnthropicFinish.Write(answer.Finish));
        StopSequence(json, answer.StopSequence);
        json.WritePropertyName("usage"u8);
        UsageWriter.Anthropic(json, answer.Usage);
        json.WriteEndObject();
    }

    /// <summary>The field clients expect even where it is null.</summary>
    public static void StopSequence(Utf8JsonWriter json, string? stop)
    {
        if (stop is null)
        {
            json.WriteNull("stop_sequence"u8);
        }
        else
        {
            json.WriteString("stop_sequence"u8, stop);
        }
    }

    /// <summary>Strict clients want to know whether the model called the tool itself or a program of its did.</summary>
    public static void Caller(Utf8JsonWriter json)
    {
        json.WriteStartObject("caller"u8);
        json.WriteString("type"u8, "direct"u8);
        json.WriteEndObject();
    }

    private static void Block(Utf8JsonWriter json, Part part)
    {
        switch (part)
        {
            case TextPart { Text.Length: > 0 } text:
                Text(json, text.Text, text.Citations);
                break;
            case RefusalPart { Text.Length: > 0 } refusal:
                Text(json, refusal.Text, []);
                break;
            case ThinkingPart { Redacted: true, Signature: { Origin: Dialect.Anthropic } hidden }:
                json.WriteStartObject();
                json.WriteString("type"u8, "redacted_thinking"u8);
                json.WriteString("data"u8, hidden.Value);
                json.WriteEndObject();
                break;
            case ThinkingPart thinking:
                json.WriteStartObject();
                json.WriteString("type"u8, "thinking"u8);
                json.WriteString("thinking"u8, thinking.Text);
                json.WriteString("signature"u8, thinking.Signature?.For(Dialect.Anthropic, thinking.Redacted) ?? "");
                json.WriteEndObject();
                break;
            case ToolCallPart made:
                json.WriteStartObject();
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, Opaque.WithSignature(made.Id, made.Signature));
                json.WriteString("name"u8, made.Name);
                json.Object("input"u8, CustomTools.Wrapped(made));
                Caller(json);
                json.WriteEndObject();
                break;
        }
    }

    private static void Text(Utf8JsonWriter json, string text, IReadOnlyList<Citation> citations)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
        if (citations.Count > 0)
        {
            json.WriteStartArray("citations"u8);
            foreach (var citation in citations)
            {
                AnthropicCitations.Write(json, citation);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
