using Gyre.Models.Prices;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Ledger;

/// <summary>The buckets of <see cref="TokenUsage"/> in the order in which the ledger, reports and exports have them. New ones come last: the journal is read by place.</summary>
public static class UsageBuckets
{
    private static readonly (string Name, PriceBucket Priced)[] Buckets =
    [
        ("fresh_input", PriceBucket.Input),
        ("cache_read", PriceBucket.CacheRead),
        ("cache_write_5m", PriceBucket.CacheWrite),
        ("cache_write_1h", PriceBucket.CacheWrite1h),
        ("audio_input", PriceBucket.AudioInput),
        ("image_input", PriceBucket.ImageInput),
        ("output", PriceBucket.Output),
        ("reasoning", PriceBucket.Reasoning),
        ("audio_output", PriceBucket.AudioOutput),
        ("image_output", PriceBucket.ImageOutput),
        ("searches", PriceBucket.Search),
        ("images", PriceBucket.Image),
        ("audio_ms", PriceBucket.AudioSecond),
        ("characters", PriceBucket.Character),
    ];

    /// <summary>As the ledger's columns, JSON and CSV name them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Buckets.Select(b => b.Name)];

    /// <summary>How many.</summary>
    internal const int Count = 14;

    /// <summary>The values in this order; null where the provider did not say.</summary>
    public static IReadOnlyList<long?> Values(TokenUsage usage)
    {
        var values = new long?[Count];
        Put(usage, values);
        return values;
    }

    /// <summary>Writes the values in this order.</summary>
    internal static void Put(TokenUsage usage, Span<long?> values)
    {
        values[0] = usage.FreshInput;
        values[1] = usage.CacheRead;
        values[2] = usage.CacheWrite5m;
        values[3] = usage.CacheWrite1h;
        values[4] = usage.AudioInput;
        values[5] = usage.ImageInput;
        values[6] = usage.Output;
        values[7] = usage.Reasoning;
        values[8] = usage.AudioOutput;
        values[9] = usage.ImageOutput;
        values[10] = usage.Searches;
        values[11] = usage.Images;
        values[12] = usage.AudioMilliseconds;
        values[13] = usage.Characters;
    }

    /// <summary>Usage of values in this order.</summary>
    internal static TokenUsage Of(ReadOnlySpan<long?> values, bool estimated = false) => new()
    {
        FreshInput = values[0],
        CacheRead = values[1],
        CacheWrite5m = values[2],
        CacheWrite1h = values[3],
        AudioInput = values[4],
        ImageInput = values[5],
        Output = values[6],
        Reasoning = values[7],
        AudioOutput = values[8],
        ImageOutput = values[9],
        Searches = values[10],
        Images = values[11],
        AudioMilliseconds = values[12],
        Characters = values[13],
        Estimated = estimated,
    };

    /// <summary>What was used of each bucket with something in it, in the units that prices are for.</summary>
    internal static IEnumerable<(PriceBucket Bucket, decimal Quantity)> Quantities(IReadOnlyList<long?> values) =>
        values.Zip(Buckets, (value, bucket) => (bucket.Priced, Quantity: (value ?? 0) / (bucket.Priced == PriceBucket.AudioSecond ? 1000m : 1m))).Where(b => b.Quantity > 0);
}
