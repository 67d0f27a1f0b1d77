using System.Text.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>Writes the answer of <c>chat/completions</c>.</summary>
internal static class OpenAiAnswerWriter
{
    public static void Write(Utf8JsonWriter json, ChatAnswer answer, ChatCall call, AnswerStamp stamp)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, "chatcmpl-" + stamp.Id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, stamp.At.ToUnixTimeSeconds());
        json.WriteString("model"u8, answer.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        Message(json, answer, call);
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, OpenAiFinish.Write(answer.Finish));
        json.WriteEndObject();
        json.WriteEndArray();
        if (answer.Usage is { } usage)
        {
            json.WritePropertyName("usage"u8);
            UsageWriter.OpenAi(json, usage);
        }

        json.Text("service_tier"u8, answer.ServiceTier);
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, ChatAnswer answer, ChatCall call)
    {
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        var texts = answer.Parts.OfType<TextPart>().ToList();
        if (texts.Count == 0)
        {
            json.WriteNull("content"u8);
        }
        else
        {
            json.WriteString("content"u8, string.Concat(texts.Select(t => t.Text)));
        }

        var refusal = string.Concat(answer.Parts.OfType<RefusalPart>().Select(r => r.Text));
        if (refusal.Length > 0)
        {
            json.WriteString("refusal"u8, refusal);
        }
        else
        {
            json.WriteNull("refusal"u8);
        }

        Citations(json, texts);
        Thinking(json, answer);
        var calls = answer.Parts.OfType<ToolCallPart>().ToList();
        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (var made in calls)
            {
                Call(json, made, call);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Citations(Utf8JsonWriter json, List<TextPart> texts)
    {
        if (texts.Exists(t => t.Citations.Count > 0))
        {
            var length = texts.Sum(t => t.Text.Length);
            json.WriteStartArray("annotations"u8);
            foreach (var citation in texts.SelectMany(t => t.Citations))
            {
                OpenAiCitations.Write(json, citation, 0, length, nested: true);
            }

            json.WriteEndArray();
        }
    }

    private static void Thinking(Utf8JsonWriter json, ChatAnswer answer)
    {
        var blocks = answer.Parts.OfType<ThinkingPart>().ToList();
        if (string.Concat(blocks.Select(b => b.Text)) is { Length: > 0 } shown)
        {
            json.WriteString("reasoning_content"u8, shown);
        }

        if (blocks.Exists(b => b.Signature is not null))
        {
            json.WriteStartArray("thinking_blocks"u8);
            blocks.ForEach(b => OpenAiThinking.Write(json, b));
            json.WriteEndArray();
        }
    }

    private static void Call(Utf8JsonWriter json, ToolCallPart made, ChatCall call)
    {
        var custom = made.Custom || CustomTools.IsCustom(call, made.Name);
        json.WriteStartObject();
        json.WriteString("id"u8, Opaque.WithSignature(made.Id, made.Signature));
        json.WriteString("type"u8, custom ? "custom"u8 : "function"u8);
        json.WriteStartObject(custom ? "custom"u8 : "function"u8);
        json.WriteString("name"u8, made.Name);
        if (custom)
        {
            json.WriteString("input"u8, made.Custom ? made.Arguments : CustomTools.Unwrapped(made.Arguments));
        }
        else
        {
            json.WriteString("arguments"u8, made.Arguments.Length == 0 ? "{}" : made.Arguments);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
