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

        var parts = new List<Part>();
        foreach (var item in answer.Items("output"))
        {
            parts.AddRange(Parts(item, parts.OfType<TextPart>().Sum(t => t.Text.Length)));
        }

        return new ChatAnswer
        {
            Id = answer.Text("id") ?? "",
            Model = answer.Text("model") ?? "",
            Parts = parts,
            Finish = Finish(answer, parts.Exists(p => p is ToolCallPart), parts.Exists(p => p is RefusalPart)),
            Usage = Usage(answer),
            ServiceTier = answer.Text("service_tier"),
        };
    }

    /// <summary>Why it stopped: only an incomplete answer says so itself.</summary>
    public static FinishReason Finish(JsonElement answer, bool calls, bool refused) => FinishReasons.With(
        answer.Text("status") == "incomplete" ? answer.Object("incomplete_details").Text("reason") == "content_filter" ? FinishReason.ContentFilter : FinishReason.Length : FinishReason.Stop,
        calls,
        refused);

    /// <summary>What was counted, and the searches among the items; null where nothing was.</summary>
    public static TokenUsage? Usage(JsonElement answer) => UsageReader.Responses(answer.Field("usage")) is { } usage
        ? answer.Items("output").LongCount(i => i.Text("type") == "web_search_call") is > 0 and var searches ? usage with { Searches = searches } : usage
        : null;

    /// <summary>What an item of the output says; its places of citations are counted from <paramref name="before"/> on. Items of tools that the provider runs itself say nothing to clients of other dialects.</summary>
    public static IEnumerable<Part> Parts(JsonElement item, int before)
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
                        yield return new TextPart(text) { Citations = OpenAiCitations.Read(part, before) };
                        before += text.Length;
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
