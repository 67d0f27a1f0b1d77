using System.Text.Json;
using Gyre.Wire.Json;
using Gyre.Wire.OpenAi;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>Reads the answer of <c>chat/completions</c>, as servers in its style really send it.</summary>
internal static class OpenAiAnswerReader
{
    public static ChatAnswer Read(ReadOnlySpan<byte> body)
    {
        var answer = JsonElement.Parse(body);
        if (answer.Items("choices").FirstOrDefault() is not { ValueKind: JsonValueKind.Object } choice)
        {
            throw OpenAiError.Of(answer) is { } error ? new ProviderErrorException(OpenAiErrors.InStream(error)) : new JsonException("The provider's answer has no 'choices'.");
        }

        var id = answer.Text("id") ?? "";
        var parts = Parts(choice.Object("message"), id);
        return new ChatAnswer
        {
            Id = id,
            Model = answer.Text("model") ?? "",
            Parts = parts,
            Finish = FinishReasons.With(OpenAiFinish.Read(choice.Text("finish_reason")), parts.Exists(p => p is ToolCallPart), parts.Exists(p => p is RefusalPart)),
            Usage = UsageReader.OpenAi(answer.Field("usage")),
            ServiceTier = answer.Text("service_tier"),
        };
    }

    /// <summary>Text and thinking of a message's or delta's <c>content</c>: a text, or Mistral's list of parts.</summary>
    public static IEnumerable<Part> Content(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            if (content.GetString() is { Length: > 0 } whole)
            {
                yield return new TextPart(whole);
            }

            yield break;
        }

        foreach (var part in content.ValueKind == JsonValueKind.Array ? content.EnumerateArray() : default)
        {
            if (part.Text("type") == "thinking" && string.Concat(part.Items("thinking").Select(t => t.Text("text"))) is { Length: > 0 } thinking)
            {
                yield return new ThinkingPart(thinking);
            }
            else if (part.Text("text") is { Length: > 0 } text)
            {
                yield return new TextPart(text);
            }
        }
    }

    /// <summary>An id for a call that came without one: unlike any of another answer.</summary>
    public static string MadeId(string answer, int call) => string.Concat("call_", string.Concat(answer.Where(char.IsAsciiLetterOrDigit).TakeLast(24)), "_", call.ToString());

    private static List<Part> Parts(JsonElement message, string id)
    {
        var parts = OpenAiThinking.Read(message);
        var words = Content(message.Field("content")).ToList();
        if (OpenAiCitations.Read(message) is { Count: > 0 } citations && words.FindIndex(p => p is TextPart) is >= 0 and var at)
        {
            words[at] = (TextPart)words[at] with { Citations = citations };
        }

        parts.AddRange(words);
        if (message.Text("refusal") is { Length: > 0 } refusal)
        {
            parts.Add(new RefusalPart(refusal));
        }

        foreach (var (index, call) in message.Items("tool_calls").Index())
        {
            parts.Add(Call(call, id, index));
        }

        if (message.Object("function_call").Text("name") is { Length: > 0 } old)
        {
            parts.Add(new ToolCallPart(MadeId(id, 0), old, Arguments(message.Object("function_call"))));
        }

        return parts;
    }

    private static ToolCallPart Call(JsonElement call, string answer, int index)
    {
        // A Gyre behind a Gyre: what the inner one put into the id is taken out, or the outer would put it in twice.
        var id = Opaque.SplitId(call.Text("id") is { Length: > 0 } given ? given : MadeId(answer, index), out var signature);
        return call.Object("custom") is { ValueKind: JsonValueKind.Object } custom
            ? new ToolCallPart(id, custom.Text("name") ?? "", custom.Text("input") ?? "") { Custom = true, Signature = signature }
            : new ToolCallPart(id, call.Object("function").Text("name") ?? "", Arguments(call.Object("function"))) { Signature = signature };
    }

    private static string Arguments(JsonElement function) => function.Field("arguments") switch
    {
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        var whole => whole.GetRawText(),
    };
}
