using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset diff</c>: what differs between two versions.</summary>
internal static class DatasetDiffVerb
{
    public static Command Create(CliHost host)
    {
        var names = new Argument<string[]>("versions") { Description = "The two versions: name@1 name@2. One name alone compares its last two.", Arity = new ArgumentArity(0, 2), HelpName = "a b" };
        var key = new Option<string>("--key") { Description = "The column to find rows by. Default: the dataset's key, else the whole row.", HelpName = "column" };
        var max = new Option<int>("--max-results", "-r") { Description = "Rows of each kind to show; the counts are of all.", DefaultValueFactory = _ => 20, HelpName = "n" };
        return new Command("diff", "Compare two versions: rows added, removed and changed, cell by cell.") { names, key, max }.Does(host, async (call, cancellationToken) =>
        {
            var store = DatasetStore.Of(call.Home, call.Host.Time);
            var (first, second) = call.Value(names) switch
            {
                [var a, var b] => (a, b),
                [var one] => LastTwo(store.Get(one)),
                _ => throw new UsageException($"Say which versions: {call.Words()} NAME@1 NAME@2."),
            };
            var (x, y) = (await store.PinAsync(first, cancellationToken), await store.PinAsync(second, cancellationToken));
            var diff = DatasetDiff.Compare(x, y, call.Value(key) ?? y.Dataset.Key, call.Value(max), cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, ToDict(diff)));
                return ExitCodes.Done;
            }

            Show(call, diff);
            return ExitCodes.Done;
        });
    }

    private static (string, string) LastTwo(Dataset dataset) => dataset.Versions.Where(v => v.DeletedAt is null).TakeLast(2).ToList() is [var a, var b]
        ? ($"{dataset.Name}@{a.Number}", $"{dataset.Name}@{b.Number}")
        : throw new UsageException($"'{dataset.Name}' has one version; name another dataset to compare it with.");

    private static void Show(Invocation call, DatasetDiff diff)
    {
        var (a, b) = (diff.A.Reference, diff.B.Reference);
        var host = call.Host.Output;
        host.WriteLine($"{b} against {a}: {diff.Same} rows alike, {diff.Added} added, {diff.Removed} removed{(diff.Key is null ? "" : $", {diff.Changed} changed (by {diff.Key})")}");
        foreach (var (words, columns) in new[] { ("Columns added", diff.AddedColumns), ("Columns removed", diff.RemovedColumns) }.Where(c => c.Item2.Count > 0))
        {
            host.WriteLine($"{words}: {string.Join(", ", columns)}");
        }

        if (diff.IsEmpty && diff.A.Version.Sha256 != diff.B.Version.Sha256)
        {
            host.WriteLine("The same rows; their order, or that of their columns, differs.");
        }

        var table = Terminal.Table(call.Output, "", diff.Key ?? "row", "column", a, b);
        foreach (var row in diff.ChangedRows)
        {
            foreach (var (index, cell) in row.Cells.Index())
            {
                table.AddRow(
                    new Text(index == 0 ? "changed" : ""),
                    new Text(index == 0 ? DatasetView.Shown(row.Key) : ""),
                    new Text(cell.Column),
                    new Text(cell.WasThere ? DatasetView.Shown(cell.Before) : "(none)"),
                    new Text(cell.IsThere ? DatasetView.Shown(cell.After) : "(none)"));
            }
        }

        foreach (var row in diff.RemovedRows)
        {
            table.AddRow(new Text("removed"), Name(row), new Text(""), new Text(Rest(row)), new Text(""));
        }

        foreach (var row in diff.AddedRows)
        {
            table.AddRow(new Text("added"), Name(row), new Text(""), new Text(""), new Text(Rest(row)));
        }

        if (table.Rows.Count > 0)
        {
            call.Output.Write(table);
        }

        var hidden = diff.Changed - diff.ChangedRows.Count + diff.Added - diff.AddedRows.Count + diff.Removed - diff.RemovedRows.Count;
        if (hidden > 0)
        {
            call.Note($"{hidden} more are not shown; see more with --max-results.");
        }

        Text Name(PythonDict row) => new(diff.Key is { } key ? DatasetView.Shown(row.GetValueOrDefault(key)) : "");
        string Rest(PythonDict row) => string.Join(", ", row.Where(e => PythonText.Str(e.Key) != diff.Key).Take(3).Select(e => $"{PythonText.Str(e.Key)}: {DatasetView.Shown(e.Value, 30)}"));
    }

    private static PythonDict ToDict(DatasetDiff diff) => new()
    {
        ["a"] = diff.A.Reference,
        ["b"] = diff.B.Reference,
        ["key"] = diff.Key,
        ["same"] = diff.Same,
        ["added"] = diff.Added,
        ["removed"] = diff.Removed,
        ["changed"] = diff.Key is null ? null : diff.Changed,
        ["added_columns"] = diff.AddedColumns.Select(c => (object?)c).ToList(),
        ["removed_columns"] = diff.RemovedColumns.Select(c => (object?)c).ToList(),
        ["added_rows"] = diff.AddedRows.Select(r => (object?)r).ToList(),
        ["removed_rows"] = diff.RemovedRows.Select(r => (object?)r).ToList(),
        ["changed_rows"] = diff.ChangedRows.Select(r => (object?)new PythonDict
        {
            ["key"] = r.Key,
            ["cells"] = r.Cells.Select(c => (object?)new PythonDict { ["column"] = c.Column, ["before"] = c.Before, ["after"] = c.After }).ToList(),
        }).ToList(),
    };
}
