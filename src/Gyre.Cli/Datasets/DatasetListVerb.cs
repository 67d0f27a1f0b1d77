using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset list</c>.</summary>
internal static class DatasetListVerb
{
    public static Command Create(CliHost host) => new Command("list", "List datasets by name, with their latest versions.").Does(host, (call, _) =>
    {
        var datasets = DatasetStore.Of(call.Home, call.Host.Time).List();
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, datasets.Select(d => (object?)DatasetView.ToDict(d)).ToList()));
            return Task.FromResult(ExitCodes.Done);
        }

        if (datasets.Count == 0)
        {
            call.Note($"There are no datasets in {call.Home.DatasetsFolder}. Make one: gyre dataset create NAME --file FILE");
            return Task.FromResult(ExitCodes.Done);
        }

        var table = Terminal.Table(call.Output, "name", "latest", "rows", "size", "made", "description");
        foreach (var dataset in datasets)
        {
            var latest = dataset.Latest;
            table.AddRow(
                new Text(dataset.Name),
                new Text(latest is null ? "deleted" : $"{dataset.Name}@{latest.Number}"),
                new Text(latest is null ? "" : $"{latest.Rows}"),
                new Text(latest is null ? "" : DatasetView.Size(latest.Bytes)),
                new Text(latest is null ? "" : $"{latest.CreatedAt.ToLocalTime():yyyy-MM-dd HH:mm}"),
                new Text(dataset.Description ?? ""));
        }

        call.Output.Write(table);
        return Task.FromResult(ExitCodes.Done);
    });
}
