namespace Gyre.Gateway.Routing;

/// <summary>What a request asks of the choice of a target.</summary>
public readonly record struct RouteQuery
{
    /// <summary>Whether the answer is a stream: latency then means its first token.</summary>
    public bool Stream { get; init; }

    /// <summary>Requests with the same key stay together where the pool has an <see cref="Pool.Affinity"/>; see <see cref="Choosing.AffinityKey"/>.</summary>
    public ulong? Affinity { get; init; }

    /// <summary>The only regions that the caller may use; null for any.</summary>
    public IReadOnlySet<string>? Regions { get; init; }

    /// <summary>Whether a target can do what is asked at all (its provider speaks the operation, say); null for yes. Asked once per target and request.</summary>
    public Func<Target, bool>? Accepts { get; init; }

    /// <summary>Whether it may be sent only once: nobody knows what a second time would do.</summary>
    public bool Once { get; init; }

    /// <summary>Estimated input tokens, for the policy <see cref="RoutingPolicy.Cost"/>.</summary>
    public long InputTokens { get; init; }

    /// <summary>Expected output tokens, for the policy <see cref="RoutingPolicy.Cost"/>.</summary>
    public long OutputTokens { get; init; }
}

/// <summary>What a call to a target would cost; the seam to the price book.</summary>
public interface ITargetPrices
{
    /// <summary>Dollars, or null where the price is not known (which counts as dearer than any). Called for each candidate of a pool with the policy cost; must not block or allocate.</summary>
    double? CostOf(Target target, long inputTokens, long outputTokens);
}
