using System.Text.Json;
using Gyre.Gateway.Administration;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Usage.Reports;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Gateway.Usage;

/// <summary><c>/api/v1/usage</c>.</summary>
public static class UsageEndpoints
{
    private static readonly string[] Own = ["from", "to", "by", "format"];

    /// <summary>Maps it; it needs an <see cref="Callers.Accounts"/> and, once there are keys, a key with the <c>admin</c> scope.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="reports">Adds up.</param>
    /// <param name="ledger">This process's; what it has not handed over yet is counted too.</param>
    /// <param name="time">The clock.</param>
    public static IEndpointRouteBuilder MapUsage(this IEndpointRouteBuilder routes, UsageReports reports, UsageLedger ledger, TimeProvider time)
    {
        routes.MapGroup("/api/v1").AddEndpointFilter<AdminAccess>().ProducesProblem(401).ProducesProblem(403).WithTags("Usage")
            .MapGet("/usage", (HttpContext http, CancellationToken cancellationToken) => ReportAsync(http, reports, ledger, time, cancellationToken))
            .WithName("ReportUsage")
            .WithSummary("What calls used and cost: ?by=team,model&from=2026-11&to=2026-12&team=search; ?format=csv for a sheet.")
            .ProducesProblem(400);
        return routes;
    }

    private static async Task<IResult> ReportAsync(HttpContext http, UsageReports reports, UsageLedger ledger, TimeProvider time, CancellationToken cancellationToken)
    {
        var given = http.Request.Query;
        var query = new UsageQuery
        {
            Period = UsagePeriod.Read(Text(given, "from"), Text(given, "to"), time.GetUtcNow()),
            By = UsageDimension.List(given["by"].OfType<string>()),
            Only = given.Where(p => !Own.Contains(p.Key, StringComparer.Ordinal)).ToDictionary(p => Filter(p.Key), p => (IReadOnlyList<string>)[.. p.Value.OfType<string>()]),
        };
        var format = Text(given, "format") ?? "json";
        if (format is not ("json" or "csv"))
        {
            throw new ProblemException(new Problem("usage-format", $"A report is json or csv, not '{format}'.") { Field = "format" });
        }

        await ledger.FlushAsync(cancellationToken);
        var report = await reports.ReportAsync(query, cancellationToken);
        if (format == "csv")
        {
            var text = new StringWriter();
            UsageCsv.Write(text, report);
            return Results.Text(text.ToString(), "text/csv; charset=utf-8");
        }

        return Results.Stream(
            async body =>
            {
                await using var json = new Utf8JsonWriter(body);
                UsageJson.Write(json, report);
            },
            "application/json");
    }

    private static UsageDimension Filter(string name) =>
        UsageDimension.Find(name) is { IsTime: false } dimension
            ? dimension
            : throw new ProblemException(new Problem(
                "usage-filter",
                $"'{name}' is no filter of usage.{NearestName.Hint(name, [.. Own, .. UsageDimension.Filters.Select(d => d.Field)])} It takes {string.Join(", ", Own)}, and {string.Join(", ", UsageDimension.Filters.Select(d => d.Field))} with a value to look for.")
            {
                Field = name,
            });

    private static string? Text(IQueryCollection given, string name) => given[name].ToString() is { Length: > 0 } text ? text : null;
}
