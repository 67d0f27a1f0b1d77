namespace Gyre.Gateway.Routing;

/// <summary>How a pool chooses among the targets of one tier that are ready.</summary>
public enum RoutingPolicy
{
    /// <summary>By chance, in proportion to the weights.</summary>
    Weighted,

    /// <summary>Of two drawn by weight, the one with less work in flight and the better recent latency.</summary>
    Latency,

    /// <summary>The cheapest for this call; those of one price by weight.</summary>
    Cost,
}
