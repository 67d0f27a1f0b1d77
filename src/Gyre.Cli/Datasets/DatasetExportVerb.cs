using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset export</c>: a version as a file.</summary>
internal static class DatasetExportVerb
{
    public static Command Create(CliHost host)
    {
        var name = DatasetCommands.Reference();
        var to = new Option<string>("--to") { Description = "What to write: .jsonl, .json, .csv or .tsv.", HelpName = "path" };
        return new Command("export", "Write a version to a file.") { name, to }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Required(name);
            var path = call.Host.Full(call.Required(to, $"{which} --to {which.Split('@')[0]}.jsonl"));
            var pinned = await DatasetStore.Of(call.Home, call.Host.Time).PinAsync(which, cancellationToken);
            new ExportDataset(pinned, path).Run(cancellationToken);
            return call.Done($"{pinned.Version.Rows} rows of {pinned.Reference} are in {path}.", "file", path);
        });
    }
}
