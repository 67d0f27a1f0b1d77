using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Reports;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run visualize</c>: one HTML file with table, metrics, graph and errors.</summary>
internal static class RunVisualizeVerb
{
    public static Command Create(CliHost host)
    {
        var names = new Option<string>("--names", "--name", "-n") { Description = "Names of runs, with commas between; the first is the baseline of the others.", HelpName = "a,b" };
        var argument = new Argument<string[]>("names") { Description = "The same, with blanks between.", Arity = ArgumentArity.ZeroOrMore };
        var path = new Option<string>("--html-path") { Description = "File to write. Default: NAME.html here.", HelpName = "path" };
        return new Command("visualize", "Write one HTML file about one run or several: lines, metrics, comparison, graph, errors.") { argument, names, path }.Does(host, async (call, cancellationToken) =>
        {
            string[] wanted = [.. (call.Value(names) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), .. call.Value(argument) ?? []];
            if (wanted.Length == 0)
            {
                throw new UsageException($"Say which runs: {call.Words()} NAME [NAME].");
            }

            var store = await RunStores.OpenAsync(call, cancellationToken);
            var runs = new List<Run>();
            foreach (var name in wanted)
            {
                runs.Add(await store.GetAsync(name, cancellationToken));
            }

            var file = call.Host.Full(call.Value(path) ?? $"{string.Join("-", wanted)}.html");
            var comparison = runs.Count == 2 ? await RunCompareVerb.CompareAsync(call, wanted[0], wanted[1], new ComparisonOptions(), cancellationToken) : null;
            file = RunReport.Write(runs, file, new ReportOptions { Comparison = comparison });
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, new PythonDict { ["file"] = file }));
            }
            else
            {
                call.Host.Output.WriteLine(file);
            }

            return ExitCodes.Done;
        });
    }
}
