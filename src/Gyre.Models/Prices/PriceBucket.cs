namespace Gyre.Models.Prices;

/// <summary>What providers charge for, each counted once.</summary>
public enum PriceBucket
{
    /// <summary>Input tokens neither cached nor audio nor image.</summary>
    Input,

    /// <summary>Input tokens read from the prompt cache.</summary>
    CacheRead,

    /// <summary>Input tokens written to the prompt cache for five minutes, or for its only lifetime.</summary>
    CacheWrite,

    /// <summary>Input tokens written to the prompt cache for an hour.</summary>
    CacheWrite1h,

    /// <summary>Audio input tokens.</summary>
    AudioInput,

    /// <summary>Image input tokens; a chat model without a price of its own bills them as input.</summary>
    ImageInput,

    /// <summary>Output tokens a reader sees.</summary>
    Output,

    /// <summary>Thinking tokens; billed as output where no price of their own is stated.</summary>
    Reasoning,

    /// <summary>Audio output tokens.</summary>
    AudioOutput,

    /// <summary>Image output tokens.</summary>
    ImageOutput,

    /// <summary>Searches: the web's, or a reranker's units.</summary>
    Search,

    /// <summary>A fee for each request.</summary>
    Request,

    /// <summary>Images made.</summary>
    Image,

    /// <summary>Audio heard or spoken.</summary>
    AudioSecond,

    /// <summary>Characters spoken.</summary>
    Character,
}

/// <summary>How a bucket is written in files and shown to people.</summary>
/// <param name="Bucket">Which.</param>
/// <param name="Key">In files and JSON.</param>
/// <param name="Label">For a person.</param>
/// <param name="Per">How many units the published price is for.</param>
/// <param name="Unit">For a person: what <paramref name="Per"/> counts.</param>
public sealed record PriceUnit(PriceBucket Bucket, string Key, string Label, decimal Per, string Unit)
{
    private const decimal Million = 1_000_000;

    /// <summary>All, in the order they are shown; indexed by the bucket's number.</summary>
    public static IReadOnlyList<PriceUnit> All { get; } =
    [
        new(PriceBucket.Input, "input", "input", Million, "1M tokens"),
        new(PriceBucket.CacheRead, "cache_read", "cache read", Million, "1M tokens"),
        new(PriceBucket.CacheWrite, "cache_write", "cache write", Million, "1M tokens"),
        new(PriceBucket.CacheWrite1h, "cache_write_1h", "cache write, 1 h", Million, "1M tokens"),
        new(PriceBucket.AudioInput, "audio_input", "audio input", Million, "1M tokens"),
        new(PriceBucket.ImageInput, "image_input", "image input", Million, "1M tokens"),
        new(PriceBucket.Output, "output", "output", Million, "1M tokens"),
        new(PriceBucket.Reasoning, "reasoning", "reasoning", Million, "1M tokens"),
        new(PriceBucket.AudioOutput, "audio_output", "audio output", Million, "1M tokens"),
        new(PriceBucket.ImageOutput, "image_output", "image output", Million, "1M tokens"),
        new(PriceBucket.Search, "search", "searches", 1000, "1,000"),
        new(PriceBucket.Request, "request", "requests", 1000, "1,000"),
        new(PriceBucket.Image, "image", "images", 1, "image"),
        new(PriceBucket.AudioSecond, "audio_minute", "audio", 60, "minute"),
        new(PriceBucket.Character, "characters", "characters", Million, "1M characters"),
    ];

    /// <summary>Whether the bucket counts tokens: only their prices change with tier, hour and region.</summary>
    public bool IsTokens => Bucket <= PriceBucket.ImageOutput;

    /// <summary>Of a bucket.</summary>
    public static PriceUnit Of(PriceBucket bucket) => All[(int)bucket];
}
