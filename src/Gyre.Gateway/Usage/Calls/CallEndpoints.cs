using System.ComponentModel;
using Gyre.Gateway.Administration;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Ledger;
using Gyre.Kernel;
using Gyre.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Gateway.Usage.Calls;

/// <summary><c>/api/v1/calls</c>: the rows of the ledger.</summary>
public static class CallEndpoints
{
    /// <summary>The list's name. Beside its own parameters it takes every one of <see cref="UsageDimension.Filters"/>.</summary>
    public const string ListName = "ListCalls";

    private const int Usual = 100;
    private const int Most = 1000;
    private const double MostWait = 5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Own = ["from", "to", "before", "limit"];

    /// <summary>Maps them; they need an <see cref="Accounts"/>. Once there are keys the list needs one with the <c>admin</c> scope; a single call may be read by the key that made it.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="database">With the ledger.</param>
    /// <param name="ledger">This process's; what it has not handed over yet is read too.</param>
    /// <param name="time">The clock.</param>
    public static IEndpointRouteBuilder MapCalls(this IEndpointRouteBuilder routes, GyreDatabase database, UsageLedger ledger, TimeProvider time)
    {
        var calls = new CallStore(database);
        routes.MapAdministration("Usage").MapGet("/calls", ListAsync)
            .WithName(ListName).WithSummary("Calls, the newest first: ?from=24h&outcome=failed. The next ones with ?before= and the last id.").Tells(400, 404);
        routes.MapAdministration("Usage", everyKey: true).MapGet("/calls/{id:guid}", ShowAsync)
            .WithName("ShowCall").WithSummary("One call, by the x-gyre-request-id of its answer; for its own key and administrators.").Tells(404);
        return routes;

        async Task<Ok<IReadOnlyList<CallView>>> ListAsync(
            HttpContext http,
            [Description("Beginning of the period, as of a report. This month's where absent.")] string? from,
            [Description("End of the period, no part of it; now where absent.")] string? to,
            [Description("Only calls older than the one of this id.")] Guid? before,
            [Description("How many; 100 where absent, 1000 at the most.")] int? limit,
            CancellationToken cancellationToken)
        {
            var query = UsageRequest.Read(http.Request, from, to, Own, time.GetUtcNow());
            await ledger.FlushAsync(cancellationToken);
            if (before is { } id && await calls.FindAsync(id, cancellationToken) is null)
            {
                throw Missing(id);
            }

            return TypedResults.Ok(await calls.ListAsync(query, before, Math.Clamp(limit ?? Usual, 1, Most), cancellationToken));
        }

        async Task<Ok<CallView>> ShowAsync(
            Guid id,
            [Description("Seconds to wait for a call that has not ended yet, 5 at the most; 0 where absent.")] double? wait,
            HttpContext http,
            CancellationToken cancellationToken)
        {
            var caller = AdminAccess.CallerOf(http);
            var (begun, patience) = (time.GetTimestamp(), TimeSpan.FromSeconds(Math.Clamp(wait is { } seconds && !double.IsNaN(seconds) ? seconds : 0, 0, MostWait)));
            while (true)
            {
                await ledger.FlushAsync(cancellationToken);

                // Another's call is not told from one that never was.
                if (await calls.FindAsync(id, cancellationToken) is { } call && (call.KeyId == caller.KeyId || caller.Scopes.AllowsEndpoint(CallerScopes.Admin)))
                {
                    return TypedResults.Ok(call);
                }

                if (time.GetElapsedTime(begun) >= patience)
                {
                    throw Missing(id);
                }

                await Task.Delay(BetweenLooks, time, cancellationToken);
            }
        }
    }

    private static ProblemException Missing(Guid id) => new(new Problem("call-not-found", $"There is no call '{id}' that you may see. A call is in the ledger once it has ended."));
}
