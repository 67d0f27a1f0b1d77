using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Gyre.Kernel;

namespace Gyre.Gateway.Routing;

/// <summary>Which pool a model's name means: one immutable snapshot, which a request keeps from its beginning to its end.</summary>
public sealed class RouteTable
{
    private readonly FrozenDictionary<string, Pool> pools;
    private readonly FrozenDictionary<string, Pool>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly ImplicitRoutes others;
    private readonly ConditionalWeakTable<Pool, Reach> reaches = [];

    internal RouteTable(IEnumerable<Pool> pools, ImplicitRoutes others)
    {
        this.pools = pools.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);
        lookup = this.pools.GetAlternateLookup<ReadOnlySpan<char>>();
        this.others = others;
    }

    /// <summary>How many deployments and pools the workspace's files define.</summary>
    public int Count => pools.Count;

    /// <summary>What the workspace's files define, by name.</summary>
    public IEnumerable<Pool> Defined => pools.Values.OrderBy(p => p.Name, StringComparer.Ordinal);

    /// <summary>What callers have asked for without a file, by name.</summary>
    internal IEnumerable<Pool> Asked => others.Pools.OrderBy(p => p.Name, StringComparer.Ordinal);

    /// <summary>Every name that a list of models should show: what files define, then what connections offer.</summary>
    public IEnumerable<string> Names => Defined.Select(p => p.Name).Concat(others.Suggestions()).Distinct(StringComparer.Ordinal);

    /// <summary>How many names without a file are remembered.</summary>
    internal int KeptNames => others.Kept;

    /// <summary>The pool behind a name: one that a file defines, <c>connection/model</c>, or a model that a connection's provider offers. Null where there is none.</summary>
    public Pool? Find(ReadOnlySpan<char> model) => lookup.TryGetValue(model, out var pool) ? pool : others.Find(model);

    /// <summary>What a request for a pool can lead to; worked out once for each.</summary>
    internal Reach ReachOf(Pool pool) => reaches.TryGetValue(pool, out var known) ? known : reaches.GetValue(pool, Follow);

    /// <summary>What to answer where <c>name/*</c> finds nothing; names the nearest connection.</summary>
    /// <param name="name">As the caller named it.</param>
    /// <param name="shown">Whether the caller may hear of <c>name/*</c>.</param>
    internal Problem ConnectionNotFound(string name, Func<string, bool> shown) => new(
        "connection-not-found",
        $"There is no connection '{name}'.{NearestName.Hint(name, others.Connections.Where(c => shown(c + "/*")))} Behind /providers/ stands the name of one, then the provider's own path.");

    /// <summary>What to answer where <see cref="Find"/> finds nothing; names the nearest that would be found.</summary>
    /// <param name="model">As the caller named it.</param>
    /// <param name="shown">Whether the caller may hear of a name.</param>
    public Problem NotFound(string model, Func<string, bool> shown)
    {
        return new Problem("model-not-found", $"There is no model '{model}' here.{NearestName.Hint(model, Names.Where(shown))} GET /v1/models lists what there is.") { Field = "model" };
    }

    private Reach Follow(Pool pool)
    {
        List<Pool> reached = [pool];
        for (var i = 0; i < reached.Count; i++)
        {
            foreach (var name in reached[i].Fallbacks.Values)
            {
                if (Find(name) is { } next && !reached.Contains(next))
                {
                    reached.Add(next);
                }
            }
        }

        return new Reach(reached);
    }
}
