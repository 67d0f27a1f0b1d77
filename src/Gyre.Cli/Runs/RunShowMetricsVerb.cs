using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run show-metrics</c>: what aggregation nodes logged.</summary>
internal static class RunShowMetricsVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("run");
        var argument = SharedOptions.NameArgument("run");
        return new Command("show-metrics", "Show what a run's aggregation nodes logged.") { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var run = await (await RunStores.OpenAsync(call, cancellationToken)).GetAsync(which, cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, run.Metrics ?? []));
                return ExitCodes.Done;
            }

            if (run.Metrics is not { Count: > 0 } metrics)
            {
                call.Note($"Run '{which}' has no metrics: its flow has no aggregation node that logs any.");
                return ExitCodes.Done;
            }

            var table = Terminal.Table(call.Output, "metric", "value");
            foreach (var (metric, value) in metrics)
            {
                table.AddRow(new Text(PythonText.Str(metric)), new Text(PythonText.Str(value)));
            }

            call.Output.Write(table);
            return ExitCodes.Done;
        });
    }
}
