using Gyre.Gateway.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Gateway.Administration;

/// <summary><c>/api/v1/teams</c>, <c>projects</c> and <c>cost-centers</c>, which are alike.</summary>
internal static class GroupEndpoints
{
    public static void Map(RouteGroupBuilder groups, GroupKind kind)
    {
        var (one, words) = (kind.ToString(), GroupStore.Words(kind));
        groups.MapGet("", async Task<Ok<IReadOnlyList<GroupView>>> (Accounts accounts, CancellationToken cancellationToken) =>
                TypedResults.Ok<IReadOnlyList<GroupView>>([.. (await accounts.Groups.ListAsync(kind, cancellationToken)).Select(GroupView.Of)]))
            .WithName($"List{one}s").WithSummary($"All {words}s by name.");

        groups.MapPost("", async Task<Created<GroupView>> (NewGroup group, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
            {
                var made = await accounts.Groups.CreateAsync(
                    new Group { Kind = kind, Name = group.Name ?? "", Description = group.Description, Team = group.Team, CostCenter = group.CostCenter }, AdminAccess.ActorOf(http), cancellationToken);
                return TypedResults.Created($"{http.Request.Path}/{Uri.EscapeDataString(made.Name)}", GroupView.Of(made));
            })
            .WithName($"Create{one}").WithSummary($"Makes a {words}.").Tells(400, 404, 409);

        groups.MapGet("/{name}", async Task<Ok<GroupView>> (string name, Accounts accounts, CancellationToken cancellationToken) =>
                TypedResults.Ok(GroupView.Of(await accounts.Groups.ShowAsync(kind, name, cancellationToken))))
            .WithName($"Show{one}").WithSummary($"One {words}.").Tells(404);

        groups.MapPatch("/{name}", async Task<Ok<GroupView>> (string name, NewGroup change, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
                TypedResults.Ok(GroupView.Of(await accounts.Groups.ChangeAsync(
                    kind,
                    name,
                    g => g with { Description = change.Description ?? g.Description, Team = change.Team ?? g.Team, CostCenter = change.CostCenter ?? g.CostCenter },
                    AdminAccess.ActorOf(http),
                    cancellationToken))))
            .WithName($"Change{one}").WithSummary($"Changes what is given of a {words}; an empty text takes it away.").Tells(400, 404);

        groups.MapDelete("/{name}", async Task<NoContent> (string name, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
            {
                await accounts.Groups.DeleteAsync(kind, name, AdminAccess.ActorOf(http), cancellationToken);
                return TypedResults.NoContent();
            })
            .WithName($"Delete{one}").WithSummary($"Deletes a {words} that nothing uses.").Tells(404, 409);
    }
}
