using System.Text.Json;
using Gyre.Wire.Json;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Ollama;

/// <summary>Reads and writes answers of <c>/api/chat</c> and <c>/api/generate</c>: one object, and in a stream a line of the same shape.</summary>
internal static class OllamaAnswers
{
    public static ChatAnswer Read(ReadOnlySpan<byte> body, bool generates)
    {
        var root = JsonElement.Parse(body);
        if (root.Field("error").IsSome())
        {
            throw new ProviderErrorException(OllamaErrors.Of(200, root));
        }

        var message = generates ? root : root.Object("message");
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("Ollama's answer has no message.");
        }

        var model = root.Text("model") ?? "";
        List<Part> parts =
        [
            .. message.Text("thinking") is { Length: > 0 } thinking ? [new ThinkingPart(thinking)] : Array.Empty<Part>(),
            .. message.Text(generates ? "response" : "content") is { Length: > 0 } text ? [new TextPart(text)] : Array.Empty<Part>(),
        ];
        List<ToolCallPart> calls = [.. message.Items("tool_calls").Select((c, i) => Call(c, CallId(root, i)))];
        return new ChatAnswer
        {
            Model = model,
            Parts = [.. parts, .. calls],
            Finish = Finish(root.Text("done_reason"), calls.Count > 0),
            Usage = UsageReader.Ollama(root),
        };
    }

    public static void Write(Utf8JsonWriter json, ChatAnswer answer, AnswerStamp stamp, bool generates) => Line(
        json,
        answer.Model,
        stamp,
        generates,
        string.Concat(answer.Parts.Select(p => p switch { TextPart text => text.Text, RefusalPart refusal => refusal.Text, _ => "" })),
        string.Concat(answer.Parts.OfType<ThinkingPart>().Select(t => t.Text)),
        [.. answer.Parts.OfType<ToolCallPart>()],
        answer.Finish,
        answer.Usage);

    /// <summary>One object; done where there is a reason to stop.</summary>
    public static void Line(
        Utf8JsonWriter json, string model, AnswerStamp stamp, bool generates, string text, string thinking, IReadOnlyList<ToolCallPart> calls, FinishReason? finish, TokenUsage? usage)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteString("created_at"u8, stamp.At);
        if (!generates)
        {
            json.WriteStartObject("message"u8);
            json.WriteString("role"u8, "assistant"u8);
        }

        json.WriteString(generates ? "response"u8 : "content"u8, text);
        json.Text("thinking"u8, thinking.Length == 0 ? null : thinking);
        if (calls.Count > 0)
        {
            Calls(json, calls);
        }

        if (!generates)
        {
            json.WriteEndObject();
        }

        json.WriteBoolean("done"u8, finish is not null);
        if (finish is { } reason)
        {
            json.WriteString("done_reason"u8, reason is FinishReason.Length or FinishReason.ContextWindow ? "length"u8 : "stop"u8);
            if (usage is not null)
            {
                UsageWriter.Ollama(json, usage);
            }
        }

        json.WriteEndObject();
    }

    public static void Calls(Utf8JsonWriter json, IReadOnlyList<ToolCallPart> calls)
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, Opaque.WithSignature(call.Id, call.Signature));
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.Object("arguments"u8, CustomTools.Wrapped(call));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static ToolCallPart Call(JsonElement call, string id)
    {
        var function = call.Object("function");
        var own = Opaque.SplitId(call.Text("id") ?? "", out var signature);
        return new ToolCallPart(own.Length > 0 ? own : id, function.Text("name") ?? "", Arguments(function)) { Signature = signature };
    }

    /// <summary>An object, or a text that holds one: servers in Ollama's style send either.</summary>
    public static string Arguments(JsonElement function) => function.Field("arguments") switch
    {
        { ValueKind: JsonValueKind.Object } whole => whole.GetRawText(),
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => "{}",
    };

    /// <summary>An id for a call that came without: unlike those of other answers, for clients send all of them back.</summary>
    public static string CallId(JsonElement answer, int index)
    {
        var at = answer.Text("created_at") ?? "";
        return $"call_{string.Concat(at.Where(char.IsAsciiLetterOrDigit))}_{index}";
    }

    public static FinishReason Finish(string? reason, bool calls) => reason == "length" ? FinishReason.Length : calls ? FinishReason.ToolCalls : FinishReason.Stop;
}
