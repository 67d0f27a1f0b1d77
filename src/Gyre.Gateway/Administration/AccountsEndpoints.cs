using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Gateway.Administration;

/// <summary><c>/api/v1/keys</c>, <c>teams</c>, <c>projects</c>, <c>cost-centers</c>, <c>budgets</c>, <c>limits</c> and <c>audit</c>.</summary>
public static class AccountsEndpoints
{
    private const int MostAudit = 1000;

    /// <summary>Maps them; they need an <see cref="Accounts"/> and, once there are keys, a key with the <c>admin</c> scope.</summary>
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").AddEndpointFilter<AdminAccess>().ProducesProblem(401).ProducesProblem(403).WithTags("Accounts");
        KeyEndpoints.Map(api.MapGroup("/keys"));
        GroupEndpoints.Map(api.MapGroup("/teams"), GroupKind.Team);
        GroupEndpoints.Map(api.MapGroup("/projects"), GroupKind.Project);
        GroupEndpoints.Map(api.MapGroup("/cost-centers"), GroupKind.CostCenter);
        QuotaEndpoints.Map(api.MapGroup("/budgets"), QuotaKind.Budget);
        QuotaEndpoints.Map(api.MapGroup("/limits"), QuotaKind.Limit);
        api.MapGet("/audit", AuditAsync).WithName("ListAudit").WithSummary("Who changed what, the newest first.");
        return routes;
    }

    private static async Task<Ok<IReadOnlyList<AuditView>>> AuditAsync(Accounts accounts, string? subject, int? limit, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<AuditView>>([.. (await accounts.Audit.ListAsync(subject, Math.Clamp(limit ?? 100, 1, MostAudit), cancellationToken)).Select(AuditView.Of)]);
}
