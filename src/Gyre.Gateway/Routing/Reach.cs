using System.Collections.Immutable;

namespace Gyre.Gateway.Routing;

/// <summary>Everything that a request for one pool can lead to.</summary>
internal sealed class Reach
{
    public Reach(IReadOnlyList<Pool> pools)
    {
        Pools = pools;
        Names = [.. pools.SelectMany(NamesOf).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The pool asked for, then every pool it may fall back to, by way of others too.</summary>
    public IReadOnlyList<Pool> Pools { get; }

    /// <summary>By what names its models are known: those of the pools, and of each target the model, the model behind a deployment, and <c>connection/model</c>.</summary>
    public ImmutableArray<string> Names { get; }

    private static IEnumerable<string> NamesOf(Pool pool) =>
        pool.Targets.SelectMany(t => new[] { t.Name, t.Model, t.BaseModel, $"{t.Connection.Name}/{t.Model}" }).Prepend(pool.Name).OfType<string>();
}
