using System.Text.Json.Serialization;
using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Routing.Files;
using Gyre.Gateway.Routing.Health;
using Gyre.Kernel;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;
using Gyre.Workspace;

namespace Gyre.Gateway.Routing;

/// <summary>What a workspace's route files say, read as a running gateway would take them over.</summary>
/// <param name="Faults">Everything that is wrong, each with file and line; the gateway would keep its old table.</param>
/// <param name="Routes">What callers can ask for, by name; none where there are faults.</param>
public sealed record RouteCheck(IReadOnlyList<Problem> Faults, IReadOnlyList<RouteView> Routes)
{
    /// <summary>Reads files, connections and catalog.</summary>
    /// <exception cref="ProblemException">The connections or the catalog can't be read.</exception>
    public static async Task<RouteCheck> OfAsync(GyreHome home, TimeProvider time, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        var prices = new PriceBook(CatalogFiles.Open(home.WorkspaceFolder));
        var known = new CatalogRoutes(prices.Catalog);
        var pricing = new TargetPricing(prices, known, time);
        var connections = await new WorkspaceRoutes(home, time, environment).ListAsync(cancellationToken);
        var reading = RouteReading.Of(GatewayRoom.FolderOf(home), connections, known, new HealthBook(time));
        return new RouteCheck(reading.Faults, [.. reading.Table?.Defined.Select(p => RouteView.Of(p, pricing)) ?? []]);
    }
}

/// <summary>A name that callers can ask for.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind"><c>deployment</c> or <c>pool</c>.</param>
/// <param name="Policy">How a target of a tier is chosen: <c>weighted</c>, <c>latency</c> or <c>cost</c>.</param>
/// <param name="Targets">Its ways to a model, the lowest tier first.</param>
/// <param name="Fallbacks">Where a request goes then, by what went wrong.</param>
public sealed record RouteView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("policy")] string Policy,
    [property: JsonPropertyName("targets")] IReadOnlyList<TargetView> Targets,
    [property: JsonPropertyName("fallbacks")] IReadOnlyDictionary<string, string> Fallbacks)
{
    internal static RouteView Of(Pool pool, TargetPricing pricing) => new(
        pool.Name,
        pool.Targets is [var only] && only.Name == pool.Name ? "deployment" : "pool",
        pool.Policy.ToString().ToLowerInvariant(),
        [.. pool.Targets.OrderBy(t => t.Tier).Select(t => TargetView.Of(t, pricing))],
        pool.Fallbacks.OrderBy(f => f.Key).ToDictionary(f => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Key.ToString()), f => f.Value, StringComparer.Ordinal));
}

/// <summary>One way to a model.</summary>
/// <param name="Name">The deployment's name, or <c>connection/model</c>.</param>
/// <param name="Connection">The connection that leads to the provider.</param>
/// <param name="Provider">By the catalog's name; null where it is not known.</param>
/// <param name="Model">What the provider calls it.</param>
/// <param name="Tier">Lower tiers are asked first.</param>
/// <param name="Weight">Share within the tier.</param>
/// <param name="Region">Where the data is processed; null where it is not written, which fits no constraint.</param>
/// <param name="Price"><c>known</c>, <c>reserved</c> (a call costs nothing more) or <c>unknown</c> (a hard budget in dollars refuses it).</param>
public sealed record TargetView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("connection")] string Connection,
    [property: JsonPropertyName("provider")] string? Provider,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("tier")] int Tier,
    [property: JsonPropertyName("weight")] int Weight,
    [property: JsonPropertyName("region")] string? Region,
    [property: JsonPropertyName("price")] string Price)
{
    internal static TargetView Of(Target target, TargetPricing pricing) => new(
        target.Name,
        target.Connection.Name,
        pricing.ProviderOf(target),
        target.Model,
        target.Tier,
        target.Weight,
        target.Region,
        target.Reserved ? "reserved" : pricing.CostOf(target, 1, 0) is null ? "unknown" : "known");
}
