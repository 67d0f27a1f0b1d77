using System.Collections.Concurrent;
using Gyre.Gateway.Routing.Health;
using Gyre.Gateway.Routing.Trying;
using Gyre.Models.Connections;

namespace Gyre.Gateway.Routing;

/// <summary>The ways that need no file: <c>connection/model</c>, and a model's own name where the provider of a connection offers it. Thread-safe.</summary>
internal sealed class ImplicitRoutes(IReadOnlyList<Connection> connections, IKnownModels? known, HealthBook book)
{
    // Names come from callers: without a limit they could fill the memory.
    private const int MostKept = 4096;

    // The stand-in for a model, without network or key; a connection of this name takes its place.
    private const string OfflineModel = "quote";

    private readonly ConcurrentDictionary<string, Pool> pools = new(StringComparer.Ordinal);

    /// <summary>How many names are remembered.</summary>
    public int Kept => pools.Count;

    /// <summary>The pools that were asked for.</summary>
    public IEnumerable<Pool> Pools => pools.Values;

    /// <summary>The names of what leads to providers.</summary>
    public IEnumerable<string> Connections => connections.Select(c => c.Name);

    /// <summary>The pool of one target that a name means, or null.</summary>
    public Pool? Find(ReadOnlySpan<char> name)
    {
        if (pools.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var kept))
        {
            return kept;
        }

        var text = name.ToString();
        if (Meaning(text) is not { } meaning)
        {
            return null;
        }

        if (pools.Count >= MostKept)
        {
            pools.Clear();
        }

        return pools.GetOrAdd(text, _ => PoolOf(text, meaning.Connection, meaning.Model));
    }

    /// <summary>Names that would be found, to suggest one of them.</summary>
    public IEnumerable<string> Suggestions()
    {
        yield return $"{ConnectionSources.Offline.Name}/{OfflineModel}";
        foreach (var connection in connections)
        {
            foreach (var model in known?.ProviderOf(connection) is { } provider ? known.ModelsOf(provider) : [])
            {
                yield return model;
                yield return $"{connection.Name}/{model}";
            }
        }
    }

    private (Connection Connection, string Model)? Meaning(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash < name.Length - 1 && connections.FirstOrDefault(c => c.Name == name[..slash]) is { } named)
        {
            return (named, name[(slash + 1)..]);
        }

        if (name == $"{ConnectionSources.Offline.Name}/{OfflineModel}")
        {
            return (ConnectionSources.Offline, OfflineModel);
        }

        // The first in order; who wants another, or several, writes a deployment or a pool.
        return known is not null && connections.FirstOrDefault(c => known.ProviderOf(c) is { } provider && known.Offers(provider, name)) is { } offering ? (offering, name) : null;
    }

    private Pool PoolOf(string name, Connection connection, string model) => new()
    {
        Name = name,
        Label = $"{connection.Name}/*",
        Targets =
        [
            new Target
            {
                Name = $"{connection.Name}/{model}",
                Connection = connection,
                Model = model,
                Health = book.Of(connection.Name, model),
                Hash = Choosing.StableHash.Of($"{connection.Name}/{model}"),
            },
        ],
        Budget = new RetryBudget(new RetryPolicy().Budget, book.Time),
    };
}
