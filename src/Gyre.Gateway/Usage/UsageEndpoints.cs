using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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
    /// <summary>The route's name. Beside its own parameters it takes every one of <see cref="UsageDimension.Filters"/>.</summary>
    public const string ReportName = "ReportUsage";

    private static readonly string[] Own = ["from", "to", "by", "format"];

    /// <summary>Maps it; it needs an <see cref="Callers.Accounts"/> and, once there are keys, a key with the <c>admin</c> scope.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="reports">Adds up.</param>
    /// <param name="ledger">This process's; what it has not handed over yet is counted too.</param>
    /// <param name="time">The clock.</param>
    public static IEndpointRouteBuilder MapUsage(this IEndpointRouteBuilder routes, UsageReports reports, UsageLedger ledger, TimeProvider time)
    {
        routes.MapAdministration("Usage")
            .MapGet("/usage", ReportAsync)
            .WithName(ReportName)
            .WithSummary("What calls used and cost: ?by=team,model&from=2026-11&to=2026-12&team=search; ?format=csv for a sheet.")
            .Produces<UsageReportView>(200, "application/json", "text/csv")
            .Tells(400);
        return routes;

        async Task<IResult> ReportAsync(
            HttpContext http,
            [Description("Beginning of the period: 2026-11, 2026-11-21, 2026-11-21T08:00Z, today, yesterday, or 7d, 24h, 90m ago. This month's where absent.")] string? from,
            [Description("End of the period, no part of it; now where absent.")] string? to,
            [Description("What a line is for: one or more dimensions, with commas or repeated. Without any there is only the total.")] string[]? by,
            [AllowedValues("json", "csv")] string? format,
            CancellationToken cancellationToken)
        {
            var query = UsageRequest.Read(http.Request, from, to, Own, time.GetUtcNow()) with { By = UsageDimension.List(by ?? []) };
            if (format is not (null or "" or "json" or "csv"))
            {
                throw new ProblemException(new Problem("usage-format", $"A report is json or csv, not '{format}'.") { Field = "format" });
            }

            await ledger.FlushAsync(cancellationToken);
            var report = await reports.ReportAsync(query, cancellationToken);
            if (format != "csv")
            {
                return Results.Json(UsageReportView.Of(report));
            }

            var text = new StringWriter();
            UsageCsv.Write(text, report);
            return Results.Text(text.ToString(), "text/csv; charset=utf-8");
        }
    }
}
