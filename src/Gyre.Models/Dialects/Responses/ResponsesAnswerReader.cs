using System.Text.Json;
using Gyre.Models.Dialects.OpenAi;
using Gyre.Wire.Json;
using Gyre.Wire.OpenAi;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects.Responses;

/// <summary>Reads the answer of <c>responses</c>.</summary>
internal static class ResponsesAnswerReader
{
    public static ChatAnswer Read(ReadOnlySpan<byte> body)
    {
        var answer = JsonElement.Parse(body);
        if (answer.Text("status") == "failed" || answer.Field("output").ValueKind != JsonValueKind.Array)
        {
            throw OpenAiError.Of(answer) is { } error ? new ProviderErrorException(OpenAiErrors.InStream(error)) : new JsonException("The provider's answer has no 'output'.");
        }

        var parts = answer.Items("output").SelectMany(Parts).ToList();
        return new ChatAnswer
        {
            Id = answer.Text("id") ?? "",
            Model = answer.Text("model") ?? "",
            Parts = parts,
            Finish = Finish(answer, parts.Exists(p => p is ToolCallPart), parts.Exists(p => p is RefusalPart)),
            Usage = UsageReader.Responses(answer.Field("usage")),
            ServiceTier = answer.Text("service_tier"),
        };
    }

    /// <summary>Why it stopped: only an incomplete answer says so itself.</summary>
    public static FinishReason Finish(JsonElement answer, bool calls, bool refused) => FinishReasons.With(
        answer.Text("status") == "incomplete" ? answer.Object("incomplete_details").Text("reason") == "content_filter" ? FinishReason.ContentFilter : FinishReason.Length : FinishReason.Stop,
        calls,
        refused);

    /// <summary>What an item of the output says. Items of tools that the provider runs itself say nothing to clients of other dialects.</summary>
    public static IEnumerable<Part> Parts(JsonElement item)
    {
        switch (item.Text("type"))
        {
            case "reasoning" when ResponsesReasoning.Read(item) is var thinking && (thinking.Signature is not null || thinking.Text.Length > 0):
                yield return thinking;
                break;
            case "function_call":
                yield return new ToolCallPart(CallId(item, out var carried), item.Text("name") ?? "", item.Text("arguments") ?? "") { Signature = carried };
                break;
            case "custom_tool_call":
                yield return new ToolCallPart(CallId(item, out var signature), item.Text("name") ?? "", item.Text("input") ?? "") { Signature = signature, Custom = true };
                break;
            case "message":
                foreach (var part in item.Items("content"))
                {
                    if (part.Text("text") is { Length: > 0 } text)
                    {
                        yield return new TextPart(text);
                    }
                    else if (part.Text("refusal") is { Length: > 0 } refusal)
                    {
                        yield return new RefusalPart(refusal);
                    }
                }

                break;
        }
    }

    public static string CallId(JsonElement item, out Opaque? signature) => Opaque.SplitId(item.Text("call_id") ?? item.Text("id") ?? "", out signature);
}
