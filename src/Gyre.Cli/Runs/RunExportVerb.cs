using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Runs;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run export</c>: the whole run as a folder or zip, or its lines as JSONL or CSV.</summary>
internal static class RunExportVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("run");
        var argument = SharedOptions.NameArgument("run");
        var to = new Option<string>("--to") { Description = "What to write: a folder or .zip with everything, or .jsonl or .csv with the lines.", HelpName = "path" };
        return new Command("export", "Copy a run out, or write its lines to a file.") { argument, name, to }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var path = call.Host.Full(call.Required(to, $"{which} --to {which}.csv"));
            var run = await (await RunStores.OpenAsync(call, cancellationToken)).GetAsync(which, cancellationToken);
            if (Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".csv")
            {
                var count = await RunLinesFile.WriteAsync(RunDetails.Read(run, limit: null), path, cancellationToken);
                return call.Done(count == 1 ? $"1 line is in {path}." : $"{count} lines are in {path}.", "file", path);
            }

            await RunExport.WriteAsync(run, path, cancellationToken);
            return call.Done($"Run '{which}' is in {path}.", "file", path);
        });
    }
}
