using System.Runtime.CompilerServices;
using Gyre.Gateway.Routing;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Prices;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Forwarding;

/// <summary>Prices of calls at targets: the price book asked with what a target says of itself.</summary>
internal sealed class TargetPricing(PriceBook book, IKnownModels known, TimeProvider time) : ITargetPrices
{
    private static readonly PricedCall Paid = new() { Cost = NanoDollars.Zero, PriceVersion = "reserved" };

    private static readonly PricedCall Unknown = new();

    // Of a model whose limit is not known: as much as current models write at the most.
    private const long UnknownOutput = 128 * 1024;

    // Enough tokens that rounding does not show, and fewer than any price changes at.
    private const long Sample = 10_000;

    private readonly ConditionalWeakTable<Target, Rate> rates = [];

    // Worked out once per connection: it takes reading an address.
    private readonly ConditionalWeakTable<Connection, string> providers = [];

    /// <summary>The catalog's name of who stands behind a target; null where that is not known.</summary>
    public string? ProviderOf(Target target)
    {
        if (!providers.TryGetValue(target.Connection, out var provider) && (provider = known.ProviderOf(target.Connection)) is not null)
        {
            providers.AddOrUpdate(target.Connection, provider);
        }

        return provider;
    }

    /// <summary>What a call cost.</summary>
    /// <param name="target">Who answered.</param>
    /// <param name="model">The model as the answer names it; null where it does not.</param>
    /// <param name="serviceTier">As the answer says.</param>
    /// <param name="at">When it was complete.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="asked">What sort of pieces the request asks for; null where there are none.</param>
    public PricedCall Price(Target target, string? model, string? serviceTier, DateTimeOffset at, TokenUsage usage, RequestPieces? asked = null) =>
        target.Reserved ? Paid
        : ProviderOf(target) is not { } provider ? Unknown
        : book.Price(
            Question(target, provider, at, serviceTier, asked) with { Model = model ?? target.Model, BaseModel = target.Behind?.Id ?? target.Model },
            usage);

    /// <inheritdoc/>
    public double? CostOf(Target target, long inputTokens, long outputTokens)
    {
        // Some prices change with the hour.
        var minute = time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        if (!rates.TryGetValue(target, out var rate) || rate.Minute != minute)
        {
            rate = new Rate(RateOf(target, new TokenUsage { FreshInput = Sample, Output = 0 }), RateOf(target, new TokenUsage { FreshInput = 0, Output = Sample }), minute);
            rates.AddOrUpdate(target, rate);
        }

        return (rate.Input * inputTokens) + (outputTokens == 0 ? 0 : rate.Output * outputTokens);
    }

    /// <summary>The most output tokens a call can have: what it asks for, else what the longest-winded model of the pools can write.</summary>
    /// <param name="pools">The pool asked for and all it may fall back to.</param>
    /// <param name="asked">The request's own limit.</param>
    public long MostOutput(IReadOnlyList<Pool> pools, long? asked)
    {
        if (asked is { } limit)
        {
            return limit;
        }

        var most = 0L;
        foreach (var target in pools.SelectMany(p => p.Targets))
        {
            var model = target.Behind ?? (ProviderOf(target) is { } provider ? book.Catalog.Find(provider, target.Model) : null);
            most = Math.Max(most, model?.MaxOutput ?? UnknownOutput);
        }

        return most;
    }

    /// <summary>Whether any target of the pools is paid for by the token, or may be.</summary>
    public bool IsByTokens(IReadOnlyList<Pool> pools, DateTimeOffset at) =>
        pools.SelectMany(p => p.Targets).Any(t => ProviderOf(t) is not { } provider || book.IsByTokens(Question(t, provider, at, null, null)));

    /// <summary>The most a call can cost at any target of the pools, twice that where two may be asked at once; null where a price is not known.</summary>
    public NanoDollars? Worst(IReadOnlyList<Pool> pools, string? serviceTier, DateTimeOffset at, TokenUsage used, RequestPieces asked)
    {
        var most = NanoDollars.Zero;
        foreach (var target in pools.SelectMany(p => p.Targets))
        {
            if (target.Reserved)
            {
                continue;
            }

            if (ProviderOf(target) is not { } provider
                || book.WorstCost(Question(target, provider, at, serviceTier, asked), used) is not { } cost)
            {
                return null;
            }

            most = cost > most ? cost : most;
        }

        return pools.Any(p => p.Hedge is not null) ? most + most : most;
    }

    private static PriceQuestion Question(Target target, string provider, DateTimeOffset at, string? serviceTier, RequestPieces? asked) => new()
    {
        Provider = target.Behind?.Provider ?? provider,
        Model = target.Model,
        BaseModel = target.Behind?.Id,
        At = at,
        ServiceTier = serviceTier,
        Region = target.Region,
        ImageQuality = asked?.Quality,
        ImageSize = asked?.Size,
    };

    private double? RateOf(Target target, TokenUsage usage) =>
        Price(target, null, null, time.GetUtcNow(), usage).Cost is { } cost ? (double)cost.Dollars / Sample : null;

    private sealed record Rate(double? Input, double? Output, long Minute);
}
