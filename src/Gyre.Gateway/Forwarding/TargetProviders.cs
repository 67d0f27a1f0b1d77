using System.Runtime.CompilerServices;
using Gyre.Gateway.Routing;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Gateway.Forwarding;

/// <summary>The provider behind a target, its connection's secrets filled in. Found once per target, which lives as long as its route table.</summary>
internal sealed class TargetProviders(IConnectionSource connections, IModelProviders providers)
{
    private readonly ConditionalWeakTable<Target, IModelProvider> known = [];
    private readonly ConditionalWeakTable<Pool, object> prepared = [];

    /// <summary>The provider of a target that was found before; null where it was not.</summary>
    public IModelProvider? Known(Target target) => known.TryGetValue(target, out var provider) ? provider : null;

    /// <summary>The provider of a target.</summary>
    /// <exception cref="ProblemException">The connection is gone or can't be used.</exception>
    public ValueTask<IModelProvider> OfAsync(Target target, CancellationToken cancellationToken) =>
        known.TryGetValue(target, out var provider) ? new(provider) : FindAsync(target, cancellationToken);

    /// <summary>Finds the providers of a pool and of all it may fall back to, so that <see cref="Known"/> knows them. A target whose connection is gone is left out while the pool has another.</summary>
    /// <exception cref="ProblemException">No target of the pool can be reached.</exception>
    public ValueTask PrepareAsync(RouteTable table, Pool pool, CancellationToken cancellationToken) =>
        prepared.TryGetValue(pool, out _) ? ValueTask.CompletedTask : FindAllAsync(table, pool, cancellationToken);

    private async ValueTask FindAllAsync(RouteTable table, Pool asked, CancellationToken cancellationToken)
    {
        ProblemException? fault = null;
        foreach (var target in table.ReachOf(asked).Pools.SelectMany(p => p.Targets))
        {
            try
            {
                await OfAsync(target, cancellationToken);
            }
            catch (ProblemException e)
            {
                fault ??= e;
            }
        }

        if (fault is null)
        {
            prepared.TryAdd(asked, asked);
        }
        else if (asked.Targets.All(t => Known(t) is null))
        {
            throw fault;
        }
    }

    private async ValueTask<IModelProvider> FindAsync(Target target, CancellationToken cancellationToken)
    {
        var connection = target.Connection.Type == "OfflineConnection"
            ? target.Connection
            : await connections.FindAsync(target.Connection.Name, cancellationToken)
                ?? throw new ProblemException("connection-not-found", $"The connection '{target.Connection.Name}' of '{target.Name}' is gone. Make it again with: gyre connection create --file FILE");
        var provider = providers.For(connection);
        known.AddOrUpdate(target, provider);
        return provider;
    }
}
