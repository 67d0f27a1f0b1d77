using System.Collections.Immutable;

namespace Gyre.Models.Prices;

/// <summary>US dollars per bucket, in the units of <see cref="PriceUnit"/>. A bucket without a price is unknown, never free; free is written 0.</summary>
public sealed class Rates
{
    private readonly ImmutableArray<decimal?> prices;
    private readonly ImmutableArray<bool> undisclosed;

    /// <summary>From what is stated.</summary>
    /// <param name="stated">Prices by bucket; null says that the provider charges but the price is not known.</param>
    public Rates(IEnumerable<KeyValuePair<PriceBucket, decimal?>> stated)
    {
        var all = new decimal?[PriceUnit.All.Count];
        var hidden = new bool[PriceUnit.All.Count];
        foreach (var (bucket, price) in stated)
        {
            all[(int)bucket] = price;
            hidden[(int)bucket] = price is null;
        }

        prices = [.. all];
        undisclosed = [.. hidden];
    }

    /// <summary>None.</summary>
    public static Rates None { get; } = new([]);

    /// <summary>The price of a bucket, or null where it is unknown.</summary>
    public decimal? this[PriceBucket bucket] => prices[(int)bucket];

    /// <summary>Whether the provider charges for the bucket at a price that is not known here.</summary>
    public bool IsUndisclosed(PriceBucket bucket) => undisclosed[(int)bucket];

    /// <summary>What is stated, in order.</summary>
    public IEnumerable<KeyValuePair<PriceBucket, decimal?>> Stated =>
        PriceUnit.All.Where(u => prices[(int)u.Bucket] is not null || undisclosed[(int)u.Bucket]).Select(u => KeyValuePair.Create(u.Bucket, prices[(int)u.Bucket]));

    /// <summary>These with another price of one bucket.</summary>
    public Rates With(PriceBucket bucket, decimal price) => new(Stated.Where(s => s.Key != bucket).Append(KeyValuePair.Create(bucket, (decimal?)price)));

    /// <summary>Token prices times a factor; fees stay.</summary>
    public Rates Times(decimal factor) => factor == 1 ? this
        : new(Stated.Select(s => KeyValuePair.Create(s.Key, PriceUnit.Of(s.Key).IsTokens ? s.Value * factor : s.Value)));

    /// <summary>These, and the other's fees (not its token prices) where these state none.</summary>
    public Rates WithFeesOf(Rates other) =>
        new(other.Stated.Where(s => !PriceUnit.Of(s.Key).IsTokens && this[s.Key] is null && !IsUndisclosed(s.Key)).Concat(Stated));
}

/// <summary>Prices, and those that hold for a whole request once its input is longer than a threshold.</summary>
/// <param name="Rates">For requests up to the first threshold.</param>
/// <param name="Steps">By threshold, ascending: for requests with more input tokens, cached ones included.</param>
public sealed record RateCard(Rates Rates, IReadOnlyList<RateStep> Steps)
{
    /// <summary>What holds for a request of so many input tokens.</summary>
    public Rates For(long inputTokens)
    {
        var rates = Rates;
        foreach (var step in Steps)
        {
            rates = inputTokens > step.Above ? step.Rates : rates;
        }

        return rates;
    }

    /// <summary>Every set of prices on the card.</summary>
    public IEnumerable<Rates> All => Steps.Select(s => s.Rates).Prepend(Rates);
}

/// <summary>Prices of longer requests.</summary>
/// <param name="Above">Input tokens that a request must exceed.</param>
/// <param name="Rates">What then holds for all its tokens.</param>
public sealed record RateStep(long Above, Rates Rates);
