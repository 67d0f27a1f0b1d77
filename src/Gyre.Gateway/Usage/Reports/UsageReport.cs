using System.Text.Json.Serialization;
using Gyre.Kernel;

namespace Gyre.Gateway.Usage.Reports;

/// <summary>What calls used and cost, in groups and in all.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Lines">One per group: the dearest first, or in order of time where that is what they are for.</param>
/// <param name="Total">Of all calls; every sum in it is that of the lines, to the nano-dollar.</param>
public sealed record UsageReport(UsageQuery Query, IReadOnlyList<UsageLine> Lines, UsageLine Total);

/// <summary>Some calls together.</summary>
public sealed record UsageLine
{
    /// <summary>The values of <see cref="UsageQuery.By"/>, in its order; empty where the calls have none.</summary>
    public IReadOnlyList<string> Group { get; init; } = [];

    public long Calls { get; init; }

    public long Answered { get; init; }

    /// <summary>Answered from the gateway's cache.</summary>
    public long Cached { get; init; }

    /// <summary>Refused by the gateway.</summary>
    public long Refused { get; init; }

    /// <summary>The client went away.</summary>
    public long Cancelled { get; init; }

    /// <summary>The provider failed, or the way to it.</summary>
    public long Failed { get; init; }

    /// <summary>Tokens and searches that providers counted, by bucket; null where no call said.</summary>
    public UsageTokens Tokens { get; init; } = new();

    /// <summary>Calls whose usage is an estimate.</summary>
    public long Estimated { get; init; }

    /// <summary>Of the calls whose cost is known.</summary>
    public NanoDollars Cost { get; init; }

    /// <summary>Calls that used something whose price is not known: they are not in <see cref="Cost"/>.</summary>
    public long UnknownCost { get; init; }

    /// <summary>What the answers from the gateway's cache would have cost, as far as that is known; no part of <see cref="Cost"/>.</summary>
    public NanoDollars Saved { get; init; }

    /// <summary>Of answered calls, in whole.</summary>
    public Percentiles? Latency { get; init; }

    /// <summary>From the request to the first token, of answered calls that had one.</summary>
    public Percentiles? FirstToken { get; init; }

    /// <summary>Lines together; percentiles can't be added.</summary>
    internal static UsageLine Sum(IEnumerable<UsageLine> lines) => lines.Aggregate(new UsageLine(), (sum, line) => new UsageLine
    {
        Calls = sum.Calls + line.Calls,
        Answered = sum.Answered + line.Answered,
        Cached = sum.Cached + line.Cached,
        Refused = sum.Refused + line.Refused,
        Cancelled = sum.Cancelled + line.Cancelled,
        Failed = sum.Failed + line.Failed,
        Estimated = sum.Estimated + line.Estimated,
        Cost = sum.Cost + line.Cost,
        UnknownCost = sum.UnknownCost + line.UnknownCost,
        Saved = sum.Saved + line.Saved,
        Tokens = sum.Tokens + line.Tokens,
    });
}

/// <summary>Half and nineteen of twenty calls took at most so long; to three digits.</summary>
public sealed record Percentiles(TimeSpan P50, TimeSpan P95);

/// <summary>Sums of disjoint buckets: a token is in one of them. Null where no call said.</summary>
public sealed record UsageTokens
{
    /// <summary>The buckets as the ledger, JSON and CSV name them, in order.</summary>
    public static IReadOnlyList<string> Buckets { get; } =
    [
        "fresh_input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input", "image_input", "output", "reasoning", "audio_output", "image_output", "searches",
    ];

    [JsonPropertyName("fresh_input"), JsonRequired]
    public long? FreshInput { get; init; }

    [JsonPropertyName("cache_read"), JsonRequired]
    public long? CacheRead { get; init; }

    [JsonPropertyName("cache_write_5m"), JsonRequired]
    public long? CacheWrite5m { get; init; }

    [JsonPropertyName("cache_write_1h"), JsonRequired]
    public long? CacheWrite1h { get; init; }

    [JsonPropertyName("audio_input"), JsonRequired]
    public long? AudioInput { get; init; }

    [JsonPropertyName("image_input"), JsonRequired]
    public long? ImageInput { get; init; }

    [JsonPropertyName("output"), JsonRequired]
    public long? Output { get; init; }

    [JsonPropertyName("reasoning"), JsonRequired]
    public long? Reasoning { get; init; }

    [JsonPropertyName("audio_output"), JsonRequired]
    public long? AudioOutput { get; init; }

    [JsonPropertyName("image_output"), JsonRequired]
    public long? ImageOutput { get; init; }

    [JsonPropertyName("searches"), JsonRequired]
    public long? Searches { get; init; }

    /// <summary>Bucket by bucket; what one side does not know is the other's.</summary>
    public static UsageTokens operator +(UsageTokens a, UsageTokens b) => new()
    {
        FreshInput = Sum(a.FreshInput, b.FreshInput),
        CacheRead = Sum(a.CacheRead, b.CacheRead),
        CacheWrite5m = Sum(a.CacheWrite5m, b.CacheWrite5m),
        CacheWrite1h = Sum(a.CacheWrite1h, b.CacheWrite1h),
        AudioInput = Sum(a.AudioInput, b.AudioInput),
        ImageInput = Sum(a.ImageInput, b.ImageInput),
        Output = Sum(a.Output, b.Output),
        Reasoning = Sum(a.Reasoning, b.Reasoning),
        AudioOutput = Sum(a.AudioOutput, b.AudioOutput),
        ImageOutput = Sum(a.ImageOutput, b.ImageOutput),
        Searches = Sum(a.Searches, b.Searches),
    };

    /// <summary>The values of <see cref="Buckets"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<long?> Values =>
        [FreshInput, CacheRead, CacheWrite5m, CacheWrite1h, AudioInput, ImageInput, Output, Reasoning, AudioOutput, ImageOutput, Searches];

    private static long? Sum(long? a, long? b) => a is null ? b : b is null ? a : checked(a + b);
}
