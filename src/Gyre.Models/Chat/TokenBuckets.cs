using Gyre.Wire.OpenAi;
using Microsoft.Extensions.AI;

namespace Gyre.Models.Chat;

/// <summary>Tokens in buckets that do not overlap, so that each is priced once. OpenAI counts cached tokens among the prompt's and reasoning among the completion's.</summary>
public sealed record TokenBuckets
{
    /// <summary>Input that the provider read anew.</summary>
    public long Fresh { get; init; }

    /// <summary>Input from the provider's cache.</summary>
    public long CacheRead { get; init; }

    /// <summary>Audio input.</summary>
    public long AudioIn { get; init; }

    /// <summary>Visible output.</summary>
    public long Output { get; init; }

    /// <summary>Thinking.</summary>
    public long Reasoning { get; init; }

    /// <summary>Audio output.</summary>
    public long AudioOut { get; init; }

    /// <summary>Of OpenAI's usage.</summary>
    public static TokenBuckets Of(OpenAiUsage usage) => new()
    {
        Fresh = Math.Max(0, usage.PromptTokens - usage.CachedTokens - usage.AudioPromptTokens),
        CacheRead = usage.CachedTokens,
        AudioIn = usage.AudioPromptTokens,
        Output = Math.Max(0, usage.CompletionTokens - usage.ReasoningTokens - usage.AudioCompletionTokens),
        Reasoning = usage.ReasoningTokens,
        AudioOut = usage.AudioCompletionTokens,
    };

    /// <summary>In the vocabulary of Microsoft.Extensions.AI: totals as the provider counts them, the buckets in <see cref="UsageDetails.AdditionalCounts"/>.</summary>
    internal static UsageDetails Details(OpenAiUsage usage)
    {
        var buckets = Of(usage);
        var details = new UsageDetails
        {
            InputTokenCount = usage.PromptTokens,
            OutputTokenCount = usage.CompletionTokens,
            TotalTokenCount = usage.TotalTokens,
            CachedInputTokenCount = usage.CachedTokens,
            ReasoningTokenCount = usage.ReasoningTokens,
            AdditionalCounts = new AdditionalPropertiesDictionary<long>
            {
                ["fresh"] = buckets.Fresh,
                ["cache_read"] = buckets.CacheRead,
                ["audio_in"] = buckets.AudioIn,
                ["output"] = buckets.Output,
                ["reasoning"] = buckets.Reasoning,
                ["audio_out"] = buckets.AudioOut,
            },
        };
        if (usage.Estimated)
        {
            details.AdditionalCounts["estimated"] = 1;
        }

        return details;
    }
}
