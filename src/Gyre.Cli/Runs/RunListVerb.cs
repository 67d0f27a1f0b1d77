using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run list</c>: newest first.</summary>
internal static class RunListVerb
{
    public static Command Create(CliHost host)
    {
        var max = new Option<int>("--max-results", "-r") { Description = "At most this many.", DefaultValueFactory = _ => 50, HelpName = "n" };
        var all = new Option<bool>("--all-results") { Description = "All of them." };
        var archived = new Option<bool>("--archived-only") { Description = "Only archived runs." };
        var with = new Option<bool>("--include-archived") { Description = "Archived runs too." };
        return new Command("list", "List runs, newest first.") { max, all, archived, with }.Does(host, async (call, cancellationToken) =>
        {
            var store = await RunStores.OpenAsync(call, cancellationToken);
            var runs = await store.ListAsync(
                new RunFilter { Limit = call.Value(all) ? null : call.Value(max), OnlyArchived = call.Value(archived), IncludeArchived = call.Value(with) },
                cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, runs.Select(r => (object?)RunJson.ToDict(r)).ToList()));
                return ExitCodes.Done;
            }

            if (runs.Count == 0)
            {
                call.Note($"There are no runs in {call.Home.Folder}. Start one: gyre run create --file run.yaml");
                return ExitCodes.Done;
            }

            var table = Terminal.Table(call.Output, "name", "flow", "variant", "status", "lines", "created");
            foreach (var run in runs)
            {
                table.AddRow(
                    new Text(run.Name),
                    new Text(run.Definition.FlowName),
                    new Text(run.Definition.Variant?.Trim('$', '{', '}') ?? ""),
                    new Markup(RunView.Markup(run.State)),
                    new Text(RunView.Lines(run)),
                    new Text($"{run.CreatedAt.ToLocalTime():yyyy-MM-dd HH:mm}"));
            }

            call.Output.Write(table);
            return ExitCodes.Done;
        });
    }
}
