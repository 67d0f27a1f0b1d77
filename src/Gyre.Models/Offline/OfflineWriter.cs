using System.Buffers;
using System.Text.Json;

namespace Gyre.Models.Offline;

/// <summary>Puts an answer of the stand-in into OpenAI's shapes: whole, or as events of a few words each.</summary>
internal sealed class OfflineWriter(string id, string kind, OfflineAnswer answer)
{
    private const int WordsPerChunk = 3;

    private bool IsChat => kind == "chat.completion";

    /// <summary>One JSON object with so many equal choices.</summary>
    public ReadOnlyMemory<byte> Whole(int copies) => Object(kind, json =>
    {
        json.WriteStartArray("choices");
        for (var index = 0; index < copies; index++)
        {
            json.WriteStartObject();
            json.WriteNumber("index", index);
            if (IsChat)
            {
                json.WriteStartObject("message");
                json.WriteString("role", "assistant");
                json.WriteString("content", answer.Content);
                json.WriteString("refusal", answer.Refusal);
                json.WriteEndObject();
            }
            else
            {
                json.WriteString("text", answer.Content);
            }

            json.WriteNull("logprobs");
            json.WriteString("finish_reason", answer.FinishReason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Usage(json);
    });

    /// <summary>Server-sent events, closed by <c>[DONE]</c>.</summary>
    public ReadOnlyMemory<byte> Stream(bool usage)
    {
        var all = new ArrayBufferWriter<byte>();
        if (IsChat)
        {
            Event(all, json => Choice(json, "role", "assistant", null));
        }

        var field = !IsChat ? "text" : answer.Content is null ? "refusal" : "content";
        foreach (var piece in Pieces(answer.Content ?? answer.Refusal ?? ""))
        {
            Event(all, json => Choice(json, field, piece, null));
        }

        Event(all, json => Choice(json, null, null, answer.FinishReason));
        if (usage)
        {
            Event(all, json =>
            {
                json.WriteStartArray("choices");
                json.WriteEndArray();
                Usage(json);
            });
        }

        all.Write("data: [DONE]\n\n"u8);
        return all.WrittenMemory;
    }

    private void Choice(Utf8JsonWriter json, string? field, string? text, string? finish)
    {
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        if (IsChat)
        {
            json.WriteStartObject("delta");
            if (field is not null)
            {
                json.WriteString(field, text);
            }

            json.WriteEndObject();
        }
        else
        {
            json.WriteString("text", text ?? "");
        }

        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void Event(ArrayBufferWriter<byte> all, Action<Utf8JsonWriter> rest)
    {
        all.Write("data: "u8);
        all.Write(Object(IsChat ? "chat.completion.chunk" : kind, rest).Span);
        all.Write("\n\n"u8);
    }

    // "created" stays 0, so that the same request gives the same bytes.
    private ReadOnlyMemory<byte> Object(string name, Action<Utf8JsonWriter> rest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("object", name);
        json.WriteNumber("created", 0);
        json.WriteString("model", OfflineProvider.QuoteModel);
        rest(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void Usage(Utf8JsonWriter json)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", answer.PromptTokens);
        json.WriteNumber("completion_tokens", answer.CompletionTokens);
        json.WriteNumber("total_tokens", answer.PromptTokens + answer.CompletionTokens);
        json.WriteBoolean("estimated", true);
        json.WriteEndObject();
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        var blanks = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ' && ++blanks % WordsPerChunk == 0)
            {
                yield return text[start..i];
                start = i;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }
}
