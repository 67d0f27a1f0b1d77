using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gyre.Models.Offline;

/// <summary>What the stand-in says to one request, before it is put into OpenAI's shape.</summary>
/// <param name="Content">The text; null for a refusal.</param>
/// <param name="Refusal">Why there is no content, where a schema was asked for that can't be filled honestly.</param>
/// <param name="FinishReason"><c>stop</c>, or <c>length</c> where <c>max_tokens</c> cut it.</param>
/// <param name="PromptTokens">Estimated.</param>
internal sealed partial record OfflineAnswer(string? Content, string? Refusal, string FinishReason, long PromptTokens)
{
    /// <summary>Estimated.</summary>
    public long CompletionTokens => Tokens(Content ?? Refusal ?? "");

    public static OfflineAnswer ToChat(JsonElement request)
    {
        var messages = request.TryGetProperty("messages", out var list) ? list : default;
        var prompt = PromptParts.OfChat(messages);
        var quotation = Quotation.Of(prompt);
        var tokens = Tokens(prompt.Instructions) + Tokens(prompt.Context) + Tokens(prompt.Question);
        var (content, refusal) = Formatted(request, prompt, quotation);
        return Cut(request, new OfflineAnswer(content, refusal, "stop", tokens));
    }

    public static OfflineAnswer ToText(JsonElement request, string text)
    {
        var answer = Quotation.Of(PromptParts.OfText(text)).Text;
        return Cut(request, new OfflineAnswer(answer, null, "stop", Tokens(text)));
    }

    /// <summary>About four characters each.</summary>
    public static long Tokens(string text) => (text.Length + 3) / 4;

    private static (string? Content, string? Refusal) Formatted(JsonElement request, PromptParts prompt, Quotation quotation)
    {
        var format = request.TryGetProperty("response_format", out var wanted) && wanted.ValueKind == JsonValueKind.Object && wanted.TryGetProperty("type", out var type) ? type.GetString() : "text";
        switch (format)
        {
            case "json_object":
                return (AsObject(prompt, quotation).ToJsonString(Readable), null);
            case "json_schema":
                var schema = wanted.TryGetProperty("json_schema", out var named) && named.ValueKind == JsonValueKind.Object && named.TryGetProperty("schema", out var inner) ? inner : default;
                if (ReferenceEquals(quotation.Text, Quotation.NoJudge))
                {
                    return (null, quotation.Text);
                }

                return new SchemaFiller(schema, quotation, prompt.Question).Fill() is { } filled
                    ? (filled.ToJsonString(Readable), null)
                    : (null, "The offline stand-in cannot fill this schema. " + quotation.Text);
            default:
                return (quotation.Text, null);
        }
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // JSON mode without a schema: prompts show the keys they want in an example.
    private static JsonObject AsObject(PromptParts prompt, Quotation quotation)
    {
        if (ReferenceEquals(quotation.Text, Quotation.NoJudge))
        {
            return new JsonObject { ["error"] = quotation.Text };
        }

        var keys = ExampleKey().Matches(prompt.Instructions + "\n" + prompt.Question).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).ToList();
        var answer = keys.FirstOrDefault(k => k.Contains("answer", StringComparison.OrdinalIgnoreCase)) ?? keys.FirstOrDefault() ?? "answer";
        var made = new JsonObject();
        foreach (var key in keys.DefaultIfEmpty(answer))
        {
            made[key] = key == answer ? quotation.Text : null;
        }

        return made;
    }

    private static OfflineAnswer Cut(JsonElement request, OfflineAnswer answer)
    {
        if (answer.Content is not { } text)
        {
            return answer;
        }

        foreach (var stop in Stops(request))
        {
            text = text.IndexOf(stop, StringComparison.Ordinal) is var at and >= 0 ? text[..at] : text;
        }

        long most = long.MaxValue;
        foreach (var name in new[] { "max_tokens", "max_completion_tokens" })
        {
            most = request.TryGetProperty(name, out var limit) && limit.ValueKind == JsonValueKind.Number && limit.TryGetInt64(out var tokens) ? Math.Min(most, tokens) : most;
        }

        return Tokens(text) <= most ? answer with { Content = text } : answer with { Content = text[..(int)(most * 4)], FinishReason = "length" };
    }

    private static IEnumerable<string> Stops(JsonElement request) =>
        !request.TryGetProperty("stop", out var stop) ? []
        : stop.ValueKind == JsonValueKind.String ? [stop.GetString()!]
        : stop.ValueKind == JsonValueKind.Array ? stop.EnumerateArray().Where(s => s.ValueKind == JsonValueKind.String && s.GetString()!.Length > 0).Select(s => s.GetString()!)
        : [];

    [GeneratedRegex(@"[{,\n]\s*[""'](\w+)[""']\s*:")]
    private static partial Regex ExampleKey();
}
