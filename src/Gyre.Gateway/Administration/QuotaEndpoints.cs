using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Gateway.Administration;

/// <summary><c>/api/v1/budgets</c> and <c>limits</c>, which are alike.</summary>
internal static class QuotaEndpoints
{
    public static void Map(RouteGroupBuilder quotas, QuotaKind kind)
    {
        var word = QuotaWords.Word(kind);
        quotas.MapGet("", async Task<Ok<IReadOnlyList<QuotaView>>> (Accounts accounts, CancellationToken cancellationToken) =>
                TypedResults.Ok<IReadOnlyList<QuotaView>>([.. (await accounts.Quotas.ListAsync(kind, cancellationToken)).Select(QuotaView.Of)]))
            .WithName($"List{kind}s").WithSummary($"All {word}s by name, and where they stand.");

        quotas.MapPost("", async Task<Created<QuotaView>> (NewQuota quota, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
            {
                var made = await accounts.Quotas.CreateAsync(quota.ToQuota(kind), AdminAccess.ActorOf(http), cancellationToken);
                return TypedResults.Created($"{http.Request.Path}/{Uri.EscapeDataString(made.Name)}", await ViewAsync(accounts, kind, made.Name, cancellationToken));
            })
            .WithName($"Create{kind}").WithSummary($"Makes a {word}.").Tells(400, 404, 409);

        quotas.MapGet("/{name}", async Task<Ok<QuotaView>> (string name, Accounts accounts, CancellationToken cancellationToken) =>
                TypedResults.Ok(await ViewAsync(accounts, kind, name, cancellationToken)))
            .WithName($"Show{kind}").WithSummary($"One {word}, and where it stands.").Tells(404);

        quotas.MapPatch("/{name}", (string name, QuotaChange change, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
                ChangeAsync(accounts, kind, name, "changed", change.ApplyTo, http, cancellationToken))
            .WithName($"Change{kind}").WithSummary($"Changes what is given of a {word}.").Tells(400, 404);

        quotas.MapPost("/{name}/override", (string name, NewOverride other, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
                ChangeAsync(accounts, kind, name, "overridden", other.ApplyTo, http, cancellationToken))
            .WithName($"Override{kind}").WithSummary("Sets another amount until a time.").Tells(400, 404);

        quotas.MapPost("/{name}/reset", (string name, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
                ChangeAsync(accounts, kind, name, "reset", QuotaStore.Reset, http, cancellationToken))
            .WithName($"Reset{kind}").WithSummary("Counts from zero from now on.").Tells(404);

        quotas.MapPost("/{name}/suspend", (string name, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
                ChangeAsync(accounts, kind, name, "suspended", q => q with { Suspended = true }, http, cancellationToken))
            .WithName($"Suspend{kind}").WithSummary("Lets everything pass until it is resumed.").Tells(404);

        quotas.MapPost("/{name}/resume", (string name, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
                ChangeAsync(accounts, kind, name, "resumed", q => q with { Suspended = false }, http, cancellationToken))
            .WithName($"Resume{kind}").WithSummary("Holds again.").Tells(404);

        quotas.MapDelete("/{name}", async Task<NoContent> (string name, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
            {
                await accounts.Quotas.DeleteAsync(kind, name, AdminAccess.ActorOf(http), cancellationToken);
                return TypedResults.NoContent();
            })
            .WithName($"Delete{kind}").WithSummary($"Deletes a {word}.").Tells(404);
    }

    private static async Task<Ok<QuotaView>> ChangeAsync(
        Accounts accounts, QuotaKind kind, string name, string action, Func<Quota, Quota> change, HttpContext http, CancellationToken cancellationToken)
    {
        await accounts.Quotas.ChangeAsync(kind, name, action, change, AdminAccess.ActorOf(http), cancellationToken);
        return TypedResults.Ok(await ViewAsync(accounts, kind, name, cancellationToken));
    }

    private static async Task<QuotaView> ViewAsync(Accounts accounts, QuotaKind kind, string name, CancellationToken cancellationToken) =>
        QuotaView.Of(await accounts.Quotas.ShowAsync(kind, name, cancellationToken));
}
