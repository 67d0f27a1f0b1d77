using System.Buffers;
using System.Text.Json;
using Gyre.Wire.Sse;

namespace Gyre.Models.Simulated;

/// <summary>OpenAI's <c>completions</c>, which no dialect of chats covers.</summary>
internal static class SimulatedCompletion
{
    public static SimulatedAnswer Of(AnswerKey key)
    {
        var to = new ArrayBufferWriter<byte>();
        if (!key.Stream)
        {
            using (var json = new Utf8JsonWriter(to))
            {
                Write(json, key, SimulatedAnswer.Words(key.Tokens), Finish(key), usage: true);
            }

            return new SimulatedAnswer([to.WrittenSpan.ToArray()], false, key.Tokens, "application/json");
        }

        var events = new SseWriter();
        var pieces = new List<byte[]>();
        for (var token = 0; token <= key.Tokens; token++)
        {
            var last = token == key.Tokens;
            Write(events.Begin(to), key, last ? "" : SimulatedAnswer.Word(token), last ? Finish(key) : null, usage: last && key.WantsUsage);
            events.End();
            if (last)
            {
                to.Write("data: [DONE]\n\n"u8);
            }

            pieces.Add(to.WrittenSpan.ToArray());
            to.ResetWrittenCount();
        }

        return new SimulatedAnswer([.. pieces], true, key.Tokens, "text/event-stream");
    }

    private static string Finish(AnswerKey key) => key.Limited ? "length" : "stop";

    private static void Write(Utf8JsonWriter json, AnswerKey key, string text, string? finish, bool usage)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, "simulated"u8);
        json.WriteString("object"u8, "text_completion"u8);
        json.WriteNumber("created"u8, 0);
        json.WriteString("model"u8, key.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteString("text"u8, text);
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, finish);
        json.WriteEndObject();
        json.WriteEndArray();
        if (usage)
        {
            json.WriteStartObject("usage"u8);
            json.WriteNumber("prompt_tokens"u8, key.InputTokens);
            json.WriteNumber("completion_tokens"u8, key.Tokens);
            json.WriteNumber("total_tokens"u8, key.InputTokens + key.Tokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
