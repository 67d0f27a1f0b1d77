using System.CommandLine;
using System.Globalization;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset show</c>: a version's origin and columns.</summary>
internal static class DatasetShowVerb
{
    public static Command Create(CliHost host)
    {
        var name = DatasetCommands.Reference();
        return new Command("show", "Show a version: where it came from, its columns with their types, gaps and examples.") { name }.Does(host, async (call, cancellationToken) =>
        {
            var pinned = await DatasetStore.Of(call.Home, call.Host.Time).PinAsync(call.Required(name), cancellationToken);
            var profile = DatasetProfile.Of(pinned, cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, ToDict(pinned, profile)));
                return ExitCodes.Done;
            }

            Show(call, pinned, profile);
            return ExitCodes.Done;
        });
    }

    private static void Show(Invocation call, PinnedDataset pinned, DatasetProfile profile)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (label, value) in Facts(pinned).Where(f => f.Value is { Length: > 0 }))
        {
            grid.AddRow(new Markup($"[grey]{label}[/]"), new Text(value!));
        }

        call.Output.Write(grid);
        var table = Terminal.Table(call.Output, "column", "values", "missing", "range", "examples");
        foreach (var column in profile.Columns)
        {
            table.AddRow(
                new Text(column.Name),
                new Text(column.Kinds.Count == 1 ? column.Kinds.Keys.First() : string.Join(", ", column.Kinds.Select(k => $"{k.Value} {k.Key}"))),
                new Text(Gaps(column)),
                new Text(Range(column)),
                new Text(string.Join(" | ", column.FirstValues.Select(v => DatasetView.Shown(v, 40)))));
        }

        call.Output.Write(table);
    }

    private static IEnumerable<(string Label, string? Value)> Facts(PinnedDataset pinned)
    {
        var (dataset, version, origin) = (pinned.Dataset, pinned.Version, pinned.Version.Origin);
        yield return ("dataset", pinned.Reference);
        yield return ("description", dataset.Description);
        yield return ("rows", $"{version.Rows} ({DatasetView.Size(version.Bytes)})");
        yield return ("key", dataset.Key);
        yield return ("schema", dataset.Schema);
        yield return ("from", origin.Of is { } of ? $"{of}: {origin.How}" : origin.File);
        yield return ("made", $"{version.CreatedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
        yield return ("sha256", version.Sha256);
        yield return ("versions", string.Join(", ", dataset.Versions.Select(v => v.DeletedAt is null ? $"{v.Number} ({v.Rows} rows)" : $"{v.Number} (deleted)")));
    }

    private static string Gaps(ColumnProfile column) =>
        string.Join(", ", new[] { column.Missing > 0 ? $"{column.Missing}" : "", column.Empty > 0 ? $"{column.Empty} empty" : "" }.Where(t => t.Length > 0));

    private static string Range(ColumnProfile column) => string.Join("; ", new[]
    {
        column.Numbers is var (low, high) ? string.Create(CultureInfo.InvariantCulture, $"{low:0.######} to {high:0.######}") : "",
        column.Lengths is var (shortest, longest) ? (shortest == longest ? $"{longest} {(longest == 1 ? "character" : "characters")}" : $"{shortest} to {longest} characters") : "",
    }.Where(t => t.Length > 0));

    private static PythonDict ToDict(PinnedDataset pinned, DatasetProfile profile)
    {
        var dict = DatasetView.ToDict(pinned);
        dict["description"] = pinned.Dataset.Description;
        dict["key"] = pinned.Dataset.Key;
        dict["schema"] = pinned.Dataset.Schema;
        dict["columns"] = profile.Columns.Select(c => (object?)new PythonDict
        {
            ["name"] = c.Name,
            ["values"] = new PythonDict(c.Kinds.Select(k => KeyValuePair.Create(k.Key, (object?)k.Value))),
            ["missing"] = c.Missing,
            ["empty"] = c.Empty,
            ["low"] = c.Numbers?.Low,
            ["high"] = c.Numbers?.High,
            ["shortest"] = (long?)c.Lengths?.Shortest,
            ["longest"] = (long?)c.Lengths?.Longest,
            ["examples"] = c.FirstValues.Select(v => (object?)v).ToList(),
        }).ToList();
        return dict;
    }
}
