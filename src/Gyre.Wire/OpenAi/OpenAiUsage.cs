using System.Text.Json;

namespace Gyre.Wire.OpenAi;

/// <summary>OpenAI's <c>usage</c> object. <c>prompt_tokens</c> includes the cached ones and <c>completion_tokens</c> the reasoning, as on the wire.</summary>
public sealed record OpenAiUsage
{
    public long PromptTokens { get; init; }

    public long CompletionTokens { get; init; }

    public long TotalTokens { get; init; }

    /// <summary>Part of <see cref="PromptTokens"/> read from the provider's cache.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Part of <see cref="PromptTokens"/> that is audio.</summary>
    public long AudioPromptTokens { get; init; }

    /// <summary>Part of <see cref="CompletionTokens"/> spent on thinking.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Part of <see cref="CompletionTokens"/> that is audio.</summary>
    public long AudioCompletionTokens { get; init; }

    /// <summary>Whether the numbers are an estimate of ours (<c>"estimated": true</c>) rather than the provider's count.</summary>
    public bool Estimated { get; init; }

    /// <summary>The usage of an answer or stream chunk, or null where it has none (absent, null, or not an object).</summary>
    public static OpenAiUsage? Of(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("usage", out var usage) ? Read(usage) : null;

    /// <summary>Finds the usage in the bytes of an answer without building a document: the hot path's way.</summary>
    public static OpenAiUsage? Peek(ReadOnlySpan<byte> json)
    {
        // "usage" is last in OpenAI's answers, but nothing promises it: walk the top level and skip everything else.
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("usage"u8))
                {
                    reader.Read();
                    using var usage = JsonDocument.ParseValue(ref reader);
                    return Read(usage.RootElement);
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Not JSON, or cut: there is no usage to see.
        }

        return null;
    }

    private static OpenAiUsage? Read(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var (prompt, completion) = (Number(usage, "prompt_tokens"), Number(usage, "completion_tokens"));
        return new OpenAiUsage
        {
            PromptTokens = prompt,
            CompletionTokens = completion,
            TotalTokens = Number(usage, "total_tokens") is > 0 and var total ? total : prompt + completion,
            CachedTokens = Detail(usage, "prompt_tokens_details", "cached_tokens"),
            AudioPromptTokens = Detail(usage, "prompt_tokens_details", "audio_tokens"),
            ReasoningTokens = Detail(usage, "completion_tokens_details", "reasoning_tokens"),
            AudioCompletionTokens = Detail(usage, "completion_tokens_details", "audio_tokens"),
            Estimated = usage.TryGetProperty("estimated", out var estimated) && estimated.ValueKind == JsonValueKind.True,
        };
    }

    private static long Number(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    private static long Detail(JsonElement usage, string group, string name) =>
        usage.TryGetProperty(group, out var details) && details.ValueKind == JsonValueKind.Object ? Number(details, name) : 0;
}
