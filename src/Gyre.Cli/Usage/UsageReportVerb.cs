using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Gateway.Usage;
using Gyre.Gateway.Usage.Reports;

namespace Gyre.Cli.Usage;

/// <summary><c>gyre usage report</c>.</summary>
internal static class UsageReportVerb
{
    public static Command Create(CliHost host)
    {
        var by = new Option<string[]>("--by")
        {
            Description = $"Group by one or more, with commas: {string.Join(", ", UsageDimension.All.Select(d => d.Word))}. Default: team,model.",
            HelpName = "dimensions",
            AllowMultipleArgumentsPerToken = true,
        };
        var choice = new UsageChoice();
        var command = new Command("report", "Add calls up: tokens, cost, refusals, latency; the lines make up the total to the billionth of a dollar. --output csv for a sheet.") { by };
        foreach (var option in choice.Options)
        {
            command.Add(option);
        }

        return command.Does(
            host,
            async (call, cancellationToken) =>
            {
                var query = choice.Query(call) with { By = UsageDimension.List(call.Has(by) ? call.Value(by)! : ["team", "model"]) };
                var report = await new UsageReports(await UsageChoice.OpenAsync(call, cancellationToken)).ReportAsync(query, cancellationToken);
                if (call.Json)
                {
                    JsonDocuments.Print(call.Host.Output, json => JsonSerializer.Serialize(json, UsageReportView.Of(report)));
                }
                else if (call.Csv)
                {
                    UsageCsv.Write(call.Host.Output, report);
                }
                else
                {
                    UsageView.Print(call, report);
                }

                return ExitCodes.Done;
            },
            hasCsv: true);
    }
}
