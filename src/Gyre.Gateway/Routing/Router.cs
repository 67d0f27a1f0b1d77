using Gyre.Gateway.Routing.Choosing;
using Gyre.Gateway.Routing.Trying;

namespace Gyre.Gateway.Routing;

/// <summary>Begins the tries of requests. One for the process; thread-safe.</summary>
/// <param name="time">The clock.</param>
/// <param name="prices">For pools with the policy cost; null where no price is known.</param>
/// <param name="random">For tests; thread-safe randomness otherwise.</param>
public sealed class Router(TimeProvider time, ITargetPrices? prices = null, Random? random = null)
{
    private readonly Random random = random ?? Random.Shared;
    private readonly TargetChooser chooser = new(random ?? Random.Shared, prices);

    /// <summary>The tries of one request.</summary>
    /// <param name="table">The snapshot that the request keeps to its end.</param>
    /// <param name="pool">What the caller asked for, found in <paramref name="table"/>.</param>
    /// <param name="query">What is asked of the choice.</param>
    /// <param name="client">Cancelled when the caller hangs up.</param>
    public Attempts Begin(RouteTable table, Pool pool, in RouteQuery query, CancellationToken client) => new(table, pool, query, chooser, time, random, client);
}
