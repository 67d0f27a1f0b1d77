using System.CommandLine;
using System.Globalization;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset dedupe</c>: a version without repetitions, and what was left out.</summary>
internal static class DatasetDedupeVerb
{
    private const int Shown = 20;

    public static Command Create(CliHost host)
    {
        var name = DatasetCommands.Reference();
        var by = new Option<Likeness>("--by")
        {
            Description = "What counts as the same: exact; normalized (but for case, punctuation, blanks); near (but for a few letters or words). Default exact.",
            HelpName = "exact|normalized|near",
            CustomParser = static given =>
            {
                if (Enum.TryParse<Likeness>(given.Tokens[0].Value, ignoreCase: true, out var likeness) && Enum.IsDefined(likeness))
                {
                    return likeness;
                }

                given.AddError($"--by is exact, normalized or near, not '{given.Tokens[0].Value}'.");
                return default;
            },
        };
        var threshold = new Option<double>("--threshold") { Description = "For near: the share of runs of five characters in common, from 0.3 to 1. Default 0.8.", DefaultValueFactory = _ => 0.8, HelpName = "share" };
        var columns = SharedOptions.Pairs("--columns", "The columns to compare. Default: all but the key.", "column");
        var into = new Option<string>("--into") { Description = "The dataset to make. Default: a new version of the same.", HelpName = "name" };
        return new Command("dedupe", "Make a version without the rows that repeat an earlier one, and list what was left out.") { name, by, threshold, columns, into }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Required(name);
            if (call.Value(threshold) is not (>= 0.3 and <= 1))
            {
                throw new UsageException("--threshold wants a share from 0.3 to 1.");
            }

            var request = new DedupeDataset(which, call.Value(by)) { Threshold = call.Value(threshold), Columns = call.Value(columns) ?? [], Into = call.Value(into) };
            var result = await request.RunAsync(DatasetStore.Of(call.Home, call.Host.Time), cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, ToDict(result)));
                return ExitCodes.Done;
            }

            Show(call, result);
            return ExitCodes.Done;
        });
    }

    private static void Show(Invocation call, DedupeResult result)
    {
        var (from, dropped) = (result.From, result.Dropped);
        if (dropped.Count > 0)
        {
            var table = Terminal.Table(call.Output, "row", "repeats row", "alike", "what");
            foreach (var row in dropped.Take(Shown))
            {
                var what = string.Join(", ", row.Value.Where(e => PythonText.Str(e.Key) != from.Dataset.Key).Take(2).Select(e => DatasetView.Shown(e.Value)));
                table.AddRow(new Text($"{row.Row}"), new Text($"{row.Repeats}"), new Text(row.Similarity.ToString("0.00", CultureInfo.InvariantCulture)), new Text(what));
            }

            call.Output.Write(table);
        }

        if (dropped.Count > Shown)
        {
            call.Note($"{dropped.Count - Shown} more are listed with --output json.");
        }

        var rows = dropped.Count == 1 ? "1 row repeats" : $"{dropped.Count} rows repeat";
        call.Host.Output.WriteLine(
            dropped.Count == 0 ? $"No row of {from.Reference} repeats another."
            : $"{rows} an earlier one of {from.Reference}; {result.Added.Pinned.Reference} has the other {result.Added.Pinned.Version.Rows}.");
    }

    private static PythonDict ToDict(DedupeResult result)
    {
        var dict = DatasetView.ToDict(result.Added);
        dict["from"] = result.From.Reference;
        dict["dropped"] = result.Dropped.Select(d => (object?)new PythonDict { ["row"] = (long)d.Row, ["repeats"] = (long)d.Repeats, ["similarity"] = d.Similarity, ["value"] = d.Value }).ToList();
        return dict;
    }
}
