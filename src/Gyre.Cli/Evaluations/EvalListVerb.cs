using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval list</c>: newest first.</summary>
internal static class EvalListVerb
{
    public static Command Create(CliHost host)
    {
        var max = new Option<int>("--max-results", "-r") { Description = "At most this many.", DefaultValueFactory = _ => 50, HelpName = "n" };
        return new Command("list", "List evaluations, newest first.") { max }.Does(host, async (call, cancellationToken) =>
        {
            var session = await EvalSession.OpenAsync(call, null, cancellationToken);
            var evaluations = await session.Store.ListAsync(call.Value(max), cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, evaluations.Select(e => (object?)EvalJson.ToDict(e)).ToList()));
                return ExitCodes.Done;
            }

            if (evaluations.Count == 0)
            {
                call.Note($"There are no evaluations in {call.Home.Folder}. Start one: gyre eval run --file evaluation.yaml");
                return ExitCodes.Done;
            }

            var table = Terminal.Table(call.Output, "name", "targets", "status", "created");
            foreach (var evaluation in evaluations)
            {
                table.AddRow(
                    new Text(evaluation.Name),
                    new Text(string.Join("; ", evaluation.Definition.Targets.Select(t => t.Name))),
                    new Text(evaluation.State.ToString()),
                    new Text($"{evaluation.CreatedAt.ToLocalTime():yyyy-MM-dd HH:mm}"));
            }

            call.Output.Write(table);
            return ExitCodes.Done;
        });
    }
}
