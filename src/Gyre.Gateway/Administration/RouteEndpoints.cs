using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Gateway.Administration;

/// <summary><c>/api/v1/targets</c> and <c>connections</c>: where calls can go, and how that is doing on the node that answers.</summary>
public static class RouteEndpoints
{
    /// <summary>Maps them; they need <see cref="AccountsEndpoints.AddAccounts"/> and, once there are keys, a key with the <c>admin</c> scope.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="gateway">Whose targets and connections.</param>
    /// <param name="time">The clock.</param>
    public static IEndpointRouteBuilder MapRoutes(this IEndpointRouteBuilder routes, GatewayRoom gateway, TimeProvider time)
    {
        var api = routes.MapAdministration("Routes");
        api.MapGet("/targets", Targets).WithName("ListTargets").WithSummary("Every target of deployments and pools, those asked for without a file too, and the state it is in on this node.");
        api.MapGet("/connections", ConnectionsAsync).WithName("ListConnections").WithSummary("Every connection: what it leads to, and nothing that is secret.");
        return routes;

        Ok<TargetsView> Targets()
        {
            var (table, now) = (gateway.Routes.Current, time.GetUtcNow());
            return TypedResults.Ok(new TargetsView(
                [
                    .. table.Defined.SelectMany(p => p.Targets.Select(t => TargetView.Of(p, t, defined: true, gateway.Catalog, time, now))),
                    .. table.Asked.SelectMany(p => p.Targets.Select(t => TargetView.Of(p, t, defined: false, gateway.Catalog, time, now))),
                ],
                [.. gateway.Routes.Faults.Select(f => f.ToString())]));
        }

        async Task<Ok<IReadOnlyList<ConnectionView>>> ConnectionsAsync(CancellationToken cancellationToken) => TypedResults.Ok<IReadOnlyList<ConnectionView>>(
            [.. (await gateway.Connections.ListAsync(cancellationToken)).Select(c => ConnectionView.Of(c, gateway.Catalog))]);
    }
}
