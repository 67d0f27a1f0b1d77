using Gyre.Kernel;

namespace Gyre.Models.Prices;

/// <summary>Which price is wanted: the model that answered, and the circumstances a provider's price depends on.</summary>
public sealed record PriceQuestion
{
    /// <summary>The catalog's name of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>As the answer names it; an alias or dated snapshot is its model.</summary>
    public required string Model { get; init; }

    /// <summary>The model behind a deployment or fine-tuned name; asked first where given.</summary>
    public string? BaseModel { get; init; }

    /// <summary>When the answer was complete.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The service tier of the answer, not of the request. Null and <c>default</c>, <c>standard</c>, <c>on_demand</c> are the standard tier.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Where it was processed, if that has a price.</summary>
    public string? Region { get; init; }

    /// <summary>Whether it ran in the provider's batch service.</summary>
    public bool Batch { get; init; }

    /// <summary>Quality of the images made, where their price depends on it; null is the usual one.</summary>
    public string? ImageQuality { get; init; }

    /// <summary>Size of the images made, as <c>1024x1792</c>; null is the usual one.</summary>
    public string? ImageSize { get; init; }
}

/// <summary>What a call cost.</summary>
public sealed record PricedCall
{
    /// <summary>The sum of the lines, rounded once; null where any part is unknown.</summary>
    public NanoDollars? Cost { get; init; }

    /// <summary><see cref="Price.Version"/>, or null where no price was found.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>One per bucket with something in it, those without a known price included.</summary>
    public IReadOnlyList<PriceLine> Lines { get; init; } = [];

    /// <summary>Whether the usage was an estimate.</summary>
    public bool Estimated { get; init; }

    /// <summary>Why <see cref="Cost"/> is unknown.</summary>
    public PriceGap? Gap { get; init; }
}

/// <summary>One bucket of a call.</summary>
/// <param name="Bucket">Which.</param>
/// <param name="Quantity">Tokens, pieces or seconds.</param>
/// <param name="Rate">Dollars for <see cref="PriceUnit.Per"/> of them; null where unknown.</param>
public sealed record PriceLine(PriceBucket Bucket, decimal Quantity, decimal? Rate)
{
    /// <summary>Dollars, not rounded; null where the price is unknown.</summary>
    public decimal? Amount => Rate * Quantity / PriceUnit.Of(Bucket).Per;
}

/// <summary>Why a cost is unknown.</summary>
public enum PriceGap
{
    /// <summary>The catalog does not know the model.</summary>
    UnknownModel,

    /// <summary>The catalog knows the model but no price of it.</summary>
    NoPrice,

    /// <summary>Its prices begin later.</summary>
    NoPriceThen,

    /// <summary>The service tier has no price.</summary>
    NoPriceForTier,

    /// <summary>Something was used that has no price.</summary>
    NoPriceForBucket,

    /// <summary>The provider did not say what was used.</summary>
    UsageUnknown,
}
