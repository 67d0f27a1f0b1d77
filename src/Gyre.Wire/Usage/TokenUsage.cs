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

    /// <summary>Searches the provider ran and charges by the piece: of the web, or a reranker's units.</summary>
    public long? Searches { get; init; }

    /// <summary>Images made.</summary>
    public long? Images { get; init; }

    /// <summary>Thousandths of a second of audio heard.</summary>
    public long? AudioMilliseconds { get; init; }

    /// <summary>Characters spoken.</summary>
    public long? Characters { get; init; }

    /// <summary>Whether the numbers are an estimate of ours rather than the provider's count.</summary>
    public bool Estimated { get; init; }

    /// <summary>All input tokens, or null where nothing is known of them.</summary>
    public long? TotalInput => Sum(FreshInput, CacheRead, CacheWrite5m, CacheWrite1h, AudioInput, ImageInput);

    /// <summary>All output tokens, or null where nothing is known of them.</summary>
    public long? TotalOutput => Sum(Output, Reasoning, AudioOutput, ImageOutput);

    /// <summary>Bucket by bucket; what one side does not know is the other's.</summary>
    public static TokenUsage operator +(TokenUsage a, TokenUsage b) => new()
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
        Images = Sum(a.Images, b.Images),
        AudioMilliseconds = Sum(a.AudioMilliseconds, b.AudioMilliseconds),
        Characters = Sum(a.Characters, b.Characters),
        Estimated = a.Estimated || b.Estimated,
    };

    private static long? Sum(params ReadOnlySpan<long?> buckets)
    {
        long? sum = null;
        foreach (var bucket in buckets)
        {
            sum = bucket is { } count ? Add(sum ?? 0, count) : sum;
        }

        return sum;
    }

    // What a provider claims may be any number.
    private static long Add(long a, long b) => (long)Int128.Clamp((Int128)a + b, long.MinValue, long.MaxValue);
}
