namespace Gyre.Wire.Usage;

/// <summary>
/// What a call used, in buckets that never overlap, whatever the provider's way of counting.
/// Null means the provider did not say; zero means it said zero.
/// </summary>
public sealed record TokenUsage
{
    /// <summary>Input tokens that were neither cached nor audio nor image.</summary>
    public long? FreshInput { get; init; }

    /// <summary>Input tokens read from the provider's prompt cache.</summary>
    public long? CacheRead { get; init; }

    /// <summary>Input tokens written to the provider's prompt cache for five minutes (or for its only lifetime).</summary>
    public long? CacheWrite5m { get; init; }

    /// <summary>Input tokens written to the provider's prompt cache for an hour.</summary>
    public long? CacheWrite1h { get; init; }

    /// <summary>Audio input tokens.</summary>
    public long? AudioInput { get; init; }

    /// <summary>Image input tokens, where the provider counts them apart.</summary>
    public long? ImageInput { get; init; }

    /// <summary>Output tokens a reader sees: without reasoning, audio and image.</summary>
    public long? Output { get; init; }

    /// <summary>Output tokens spent on thinking.</summary>
    public long? Reasoning { get; init; }

    /// <summary>Audio output tokens.</summary>
    public long? AudioOutput { get; init; }

    /// <summary>Image output tokens.</summary>
    public long? ImageOutput { get; init; }

    /// <summary>Web searches the provider ran and charges by piece.</summary>
    public long? Searches { get; init; }

    /// <summary>Whether the numbers are an estimate of ours rather than the provider's count.</summary>
    public bool Estimated { get; init; }

    /// <summary>All input tokens, or null where nothing is known of them.</summary>
    public long? TotalInput => Sum(FreshInput, CacheRead, CacheWrite5m, CacheWrite1h, AudioInput, ImageInput);

    /// <summary>All output tokens, or null where nothing is known of them.</summary>
    public long? TotalOutput => Sum(Output, Reasoning, AudioOutput, ImageOutput);

    private static long? Sum(params ReadOnlySpan<long?> buckets)
    {
        long? sum = null;
        foreach (var bucket in buckets)
        {
            sum = bucket is { } tokens ? (sum ?? 0) + tokens : sum;
        }

        return sum;
    }
}
