using Gyre.Models.Prices;

namespace Gyre.Gateway.Usage.Exports;

/// <summary>How a bucket is called in FOCUS, in the format it asks of units.</summary>
/// <param name="Sku">Ends the identifier of the SKU.</param>
/// <param name="Name">What is metered.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="PricingUnit">What the published price is for.</param>
/// <param name="Per">How many of <paramref name="Unit"/> that are.</param>
internal sealed record FocusMeter(string Sku, string Name, string Unit, string PricingUnit, decimal Per)
{
    private static readonly FocusMeter Calls = new("call", "Requests", "Requests", "Requests", 1);

    private static readonly FocusMeter[] Meters =
    [
        Tokens(PriceBucket.Input, "Input Tokens"),
        Tokens(PriceBucket.CacheRead, "Cached Input Tokens"),
        Tokens(PriceBucket.CacheWrite, "Cache Write Tokens"),
        Tokens(PriceBucket.CacheWrite1h, "Cache Write Tokens (1 hour)"),
        Tokens(PriceBucket.AudioInput, "Audio Input Tokens"),
        Tokens(PriceBucket.ImageInput, "Image Input Tokens"),
        Tokens(PriceBucket.Output, "Output Tokens"),
        Tokens(PriceBucket.Reasoning, "Reasoning Tokens"),
        Tokens(PriceBucket.AudioOutput, "Audio Output Tokens"),
        Tokens(PriceBucket.ImageOutput, "Image Output Tokens"),
        Of(PriceBucket.Search, "Searches", "Searches", "1000 Searches"),
        Of(PriceBucket.Request, "Requests", "Requests", "1000 Requests"),
        Of(PriceBucket.Image, "Images", "Images", "Images"),
        Of(PriceBucket.AudioSecond, "Audio", "Seconds", "Minutes"),
        Of(PriceBucket.Character, "Characters", "Characters", "1000000 Characters"),
    ];

    /// <summary>Of a bucket; null for a call as such.</summary>
    public static FocusMeter Of(PriceBucket? bucket) => bucket is { } known ? Meters[(int)known] : Calls;

    private static FocusMeter Tokens(PriceBucket bucket, string name) => Of(bucket, name, "Tokens", "1000000 Tokens");

    private static FocusMeter Of(PriceBucket bucket, string name, string unit, string pricingUnit) => new(PriceUnit.Of(bucket).Key, name, unit, pricingUnit, PriceUnit.Of(bucket).Per);
}
