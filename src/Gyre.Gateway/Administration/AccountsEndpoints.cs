using System.ComponentModel;
using System.Text.Json.Serialization;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gyre.Gateway.Administration;

/// <summary><c>/api/v1/keys</c>, <c>teams</c>, <c>projects</c>, <c>cost-centers</c>, <c>budgets</c>, <c>limits</c>, <c>audit</c> and <c>caller</c>.</summary>
public static class AccountsEndpoints
{
    private const int MostAudit = 1000;

    /// <summary>What the administration needs of the host.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="accounts">Gives them, when the first request comes.</param>
    public static IServiceCollection AddAccounts(this IServiceCollection services, Func<Accounts> accounts) => services
        .AddSingleton(_ => accounts())

        // What can't be read is told in words, and a number is a number: a document that says "number or text" makes poor clients.
        .Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true)
        .ConfigureHttpJsonOptions(o => o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);

    /// <summary>Maps them; they need <see cref="AddAccounts"/> and, once there are keys, a key with the <c>admin</c> scope.</summary>
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapAdministration("Accounts");
        KeyEndpoints.Map(api.MapGroup("/keys"));
        GroupEndpoints.Map(api.MapGroup("/teams"), GroupKind.Team);
        GroupEndpoints.Map(api.MapGroup("/projects"), GroupKind.Project);
        GroupEndpoints.Map(api.MapGroup("/cost-centers"), GroupKind.CostCenter);
        QuotaEndpoints.Map(api.MapGroup("/budgets"), QuotaKind.Budget);
        QuotaEndpoints.Map(api.MapGroup("/limits"), QuotaKind.Limit);
        api.MapGet("/audit", AuditAsync).WithName("ListAudit").WithSummary("Who changed what, the newest first.").Tells(400);
        CallerEndpoints.Map(routes.MapAdministration("Accounts", everyKey: true).MapGroup("/caller"));
        return routes;
    }

    private static async Task<Ok<IReadOnlyList<AuditView>>> AuditAsync(
        Accounts accounts,
        [Description("Only changes of what has this name.")] string? subject,
        [Description("How many; 100 where absent, 1000 at the most.")] int? limit,
        CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<AuditView>>([.. (await accounts.Audit.ListAsync(subject, Math.Clamp(limit ?? 100, 1, MostAudit), cancellationToken)).Select(AuditView.Of)]);
}
