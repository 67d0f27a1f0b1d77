using Gyre.Gateway.Callers;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Gateway.Administration;

/// <summary><c>/api/v1/keys</c>; a key is named by its name, id or prefix.</summary>
internal static class KeyEndpoints
{
    private const long LongestGrace = 366 * 24 * 60 * 60;

    public static void Map(RouteGroupBuilder keys)
    {
        keys.MapGet("", ListAsync).WithName("ListKeys").WithSummary("All keys; revoked ones too with ?revoked=true.");
        keys.MapPost("", CreateAsync).WithName("CreateKey").WithSummary("Makes a key; its text is in this answer only.").Tells(400, 404, 409);
        keys.MapGet("/{key}", ShowAsync).WithName("ShowKey").WithSummary("One key.").Tells(404);
        keys.MapPost("/{key}/rotate", RotateAsync).WithName("RotateKey").WithSummary("Gives a key a new text, which is in this answer only.").Tells(400, 404, 409);
        keys.MapPost("/{key}/suspend", SuspendAsync).WithName("SuspendKey").WithSummary("Stops a key until it is resumed.").Tells(404, 409);
        keys.MapPost("/{key}/resume", ResumeAsync).WithName("ResumeKey").WithSummary("Lets a suspended key work again.").Tells(404, 409);
        keys.MapPost("/{key}/revoke", RevokeAsync).WithName("RevokeKey").WithSummary("Ends a key for good.").Tells(404, 409);
    }

    private static async Task<Ok<IReadOnlyList<KeyView>>> ListAsync(Accounts accounts, bool? revoked, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<KeyView>>([.. (await accounts.Keys.ListAsync(revoked ?? false, cancellationToken)).Select(k => KeyView.Of(k))]);

    private static async Task<Created<KeyView>> CreateAsync(NewKey key, Accounts accounts, HttpContext http, CancellationToken cancellationToken)
    {
        var made = await accounts.Keys.CreateAsync(key.ToKey(), AdminAccess.ActorOf(http), cancellationToken);
        return TypedResults.Created($"/api/v1/keys/{made.Key.Id}", KeyView.Of(made.Key, made.Text));
    }

    private static async Task<Ok<KeyView>> ShowAsync(string key, Accounts accounts, CancellationToken cancellationToken) =>
        TypedResults.Ok(KeyView.Of(await accounts.Keys.ShowAsync(key, cancellationToken)));

    private static async Task<Ok<KeyView>> RotateAsync(string key, Rotation? rotation, Accounts accounts, HttpContext http, CancellationToken cancellationToken)
    {
        var grace = rotation?.GraceSeconds ?? 0;
        if (grace is < 0 or > LongestGrace)
        {
            throw new ProblemException(new Problem("key-invalid", $"An old key goes on for 0 to {LongestGrace} seconds, a year, not for {grace}.") { Field = "grace_seconds" });
        }

        var made = await accounts.Keys.RotateAsync(key, TimeSpan.FromSeconds(grace), AdminAccess.ActorOf(http), cancellationToken);
        return TypedResults.Ok(KeyView.Of(made.Key, made.Text));
    }

    private static async Task<Ok<KeyView>> SuspendAsync(string key, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(KeyView.Of(await accounts.Keys.SuspendAsync(key, AdminAccess.ActorOf(http), cancellationToken)));

    private static async Task<Ok<KeyView>> ResumeAsync(string key, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(KeyView.Of(await accounts.Keys.ResumeAsync(key, AdminAccess.ActorOf(http), cancellationToken)));

    private static async Task<Ok<KeyView>> RevokeAsync(string key, Accounts accounts, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(KeyView.Of(await accounts.Keys.RevokeAsync(key, AdminAccess.ActorOf(http), cancellationToken)));
}
