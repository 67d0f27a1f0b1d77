using Gyre.Kernel;
using Gyre.Models.Catalog;
using Gyre.Wire.Usage;

namespace Gyre.Models.Prices;

/// <summary>What calls cost, by the catalog's prices. Safe to share; a new catalog is a new book.</summary>
public sealed class PriceBook(ModelCatalog catalog)
{
    // Dollars for one call.
    private const decimal Absurd = 1_000_000_000;

    /// <summary>Where the prices come from.</summary>
    public ModelCatalog Catalog { get; } = catalog;

    /// <summary>The price of a call; never throws and never takes an unknown price for nothing.</summary>
    public PricedCall Price(PriceQuestion question, TokenUsage usage)
    {
        if (Find(question) is not { } model)
        {
            return Unknown(PriceGap.UnknownModel, usage);
        }

        if (PriceAt(model, question.At, out var gap) is not { } price)
        {
            return Unknown(gap, usage);
        }

        if (RatesFor(price, question, usage.TotalInput ?? 0) is not { } rates)
        {
            return Unknown(PriceGap.NoPriceForTier, usage) with { PriceVersion = price.Version };
        }

        return Sum(UsageLines.Of(model, rates, usage), price.Version, UsageLines.IsKnown(model, rates, usage), usage.Estimated);
    }

    /// <summary>The most that a call can cost, for a reservation: the dearest input and output price that could apply; null where unknown.</summary>
    /// <param name="question">The service tier is the one asked for; where it is <c>auto</c>, every tier may apply.</param>
    /// <param name="most">The most that may be used: all input tokens together, all output tokens together (thinking included), and each sort of piece.</param>
    public NanoDollars? WorstCost(PriceQuestion question, TokenUsage most)
    {
        if (Find(question) is not { } model || PriceAt(model, question.At, out _) is not { } price)
        {
            return null;
        }

        if (question.ServiceTier is not "auto")
        {
            return Dearest(model, price, question, most);
        }

        var every = question with { ServiceTier = null, Batch = false };
        var dearest = Dearest(model, price, every, most);
        foreach (var tier in price.Tiers.Keys)
        {
            dearest = Larger(dearest, Dearest(model, price, every with { ServiceTier = tier }, most));
        }

        return dearest;
    }

    /// <summary>Whether a model is paid for by the token at a moment; true where that is not known.</summary>
    public bool IsByTokens(PriceQuestion question) => Find(question)?.PriceAt(question.At)?.IsByTokens ?? true;

    private CatalogModel? Find(PriceQuestion question) =>
        (question.BaseModel is { Length: > 0 } behind ? Catalog.Find(question.Provider, behind) : null) ?? Catalog.Find(question.Provider, question.Model);

    private static Price? PriceAt(CatalogModel model, DateTimeOffset at, out PriceGap gap)
    {
        Price? found = null;
        foreach (var price in model.Prices)
        {
            found = price.From is null || price.From <= at ? price : found;
        }

        gap = model.Prices.Count == 0 ? PriceGap.NoPrice : PriceGap.NoPriceThen;
        return found;
    }

    private static Rates? RatesFor(Price price, PriceQuestion question, long inputTokens) =>
        RatesFor(price, question, inputTokens, RegionFactor(price, question) * HourFactor(price, question));

    private static Rates? RatesFor(Price price, PriceQuestion question, long inputTokens, decimal factor)
    {
        var standard = price.Card.For(inputTokens);
        if (price.ImageOf(question.ImageQuality, question.ImageSize) is { } image)
        {
            standard = standard.With(PriceBucket.Image, image);
        }

        if (TierOf(question) is not { } tier)
        {
            return standard.Times(factor);
        }

        return price.Tiers.TryGetValue(tier, out var own) ? own switch
        {
            { Factor: { } share } => standard.Times(share * factor),
            { Card: { } card } when card.Steps.Count > 0 || price.Card.Steps.Count == 0 || inputTokens <= price.Card.Steps[0].Above => card.For(inputTokens).Times(factor).WithFeesOf(standard),
            _ => null,
        }
        : null;
    }

    // Batch says what was bought even where the answer repeats another tier's name.
    private static string? TierOf(PriceQuestion question) =>
        question.Batch ? "batch" : question.ServiceTier?.ToLowerInvariant() is null or "" or "default" or "standard" or "on_demand" ? null : question.ServiceTier;

    private static decimal RegionFactor(Price price, PriceQuestion question) =>
        question.Region is { } region && price.Regions.TryGetValue(region, out var regional) ? regional : 1m;

    private static decimal HourFactor(Price price, PriceQuestion question)
    {
        var factor = 1m;
        foreach (var window in price.Windows)
        {
            factor *= window.Contains(question.At) ? window.Factor : 1m;
        }

        return factor;
    }

    private static PricedCall Sum(IReadOnlyList<PriceLine> lines, string version, bool known, bool estimated)
    {
        decimal? sum = 0m;
        foreach (var line in lines)
        {
            sum += line.Amount;
        }

        // No call uses so much; what a provider claims may be any number.
        known &= !(sum > Absurd);
        return new PricedCall
        {
            Cost = known && sum is { } dollars ? NanoDollars.Of(dollars) : null,
            PriceVersion = version,
            Lines = lines,
            Estimated = estimated,
            Gap = sum is null ? PriceGap.NoPriceForBucket : known ? null : PriceGap.UsageUnknown,
        };
    }

    private static NanoDollars? Dearest(CatalogModel model, Price price, PriceQuestion question, TokenUsage used)
    {
        var (inputTokens, outputTokens) = (used.TotalInput ?? 0, used.TotalOutput ?? 0);
        var region = RegionFactor(price, question);
        var windows = 1m;
        foreach (var window in price.Windows)
        {
            windows *= Math.Max(1m, window.Factor);
        }

        var most = Cost(inputTokens);
        foreach (var step in price.Card.Steps)
        {
            most = Larger(most, Cost(Math.Min(step.Above, inputTokens)));
        }

        // Without steps every length has the same prices; a tier may have steps of its own.
        return price.Card.Steps.Count == 0 && TierOf(question) is null ? most : Larger(most, Cost(0));

        // All of it at the prices for requests of this length.
        NanoDollars? Cost(long length)
        {
            var rates = RatesFor(price, question, length, region);
            var input = Max(rates, PriceBucket.Input, PriceBucket.CacheRead, PriceBucket.CacheWrite, PriceBucket.CacheWrite1h, PriceBucket.AudioInput, PriceBucket.ImageInput);
            var output = Max(rates, PriceBucket.Output, PriceBucket.Reasoning, PriceBucket.AudioOutput, PriceBucket.ImageOutput);
            return rates is null || rates.IsUndisclosed(PriceBucket.Request) || UsageLines.Pieces(model, rates, used) is not { } pieces
                || (UsageLines.SoldByTokens(rates) && (input is null || (output is null && outputTokens > 0)))
                ? null
                : NanoDollars.Of(((((input ?? 0) * inputTokens) + ((output ?? 0) * outputTokens)) * windows / PriceUnit.Of(PriceBucket.Input).Per) + pieces);
        }
    }

    // One that is unknown makes the whole unknown.
    private static NanoDollars? Larger(NanoDollars? one, NanoDollars? other) => one is { } a && other is { } b ? (a > b ? a : b) : null;

    private static decimal? Max(Rates? rates, params ReadOnlySpan<PriceBucket> buckets)
    {
        decimal? most = null;
        foreach (var bucket in buckets)
        {
            most = rates?[bucket] is { } rate && !(rate <= most) ? rate : most;
        }

        return most;
    }

    private static PricedCall Unknown(PriceGap gap, TokenUsage usage) => new() { Gap = gap, Estimated = usage.Estimated };
}
