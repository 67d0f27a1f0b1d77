using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Datasets;

/// <summary>How datasets and their versions are shown.</summary>
internal static class DatasetView
{
    /// <summary>Versions that were just made.</summary>
    public static void ShowAdded(Invocation call, IReadOnlyList<VersionAdded> added)
    {
        if (call.Json)
        {
            var versions = added.Select(a => (object?)ToDict(a)).ToList();
            JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, versions is [var only] ? only : versions));
            return;
        }

        var table = Terminal.Table(call.Output, "dataset", "rows", "size", "sha256");
        foreach (var (pinned, _) in added)
        {
            table.AddRow(new Text(pinned.Reference), new Text($"{pinned.Version.Rows}"), new Text(Size(pinned.Version.Bytes)), new Text(pinned.Version.Sha256[..12]));
        }

        call.Output.Write(table);
        foreach (var (pinned, _) in added.Where(a => !a.IsNew))
        {
            call.Note($"{pinned.Reference} had these rows already; no version was added.");
        }
    }

    public static PythonDict ToDict(VersionAdded added)
    {
        var dict = ToDict(added.Pinned);
        dict["new"] = added.IsNew;
        return dict;
    }

    /// <summary>A version by itself.</summary>
    public static PythonDict ToDict(PinnedDataset pinned)
    {
        var dict = new PythonDict { ["name"] = pinned.Dataset.Name, ["reference"] = pinned.Reference, ["path"] = pinned.File };
        foreach (var (key, value) in ToDict(pinned.Version))
        {
            dict[key] = value;
        }

        return dict;
    }

    public static PythonDict ToDict(Dataset dataset) => new()
    {
        ["name"] = dataset.Name,
        ["description"] = dataset.Description,
        ["key"] = dataset.Key,
        ["schema"] = dataset.Schema,
        ["latest"] = (long?)dataset.Latest?.Number,
        ["versions"] = dataset.Versions.Select(v => (object?)ToDict(v)).ToList(),
    };

    /// <summary>Bytes as people say them.</summary>
    public static string Size(long bytes) =>
        bytes < 1_000 ? $"{bytes} B"
        : bytes < 1_000_000 ? $"{bytes / 1e3:0.0} kB"
        : bytes < 1_000_000_000 ? $"{bytes / 1e6:0.0} MB"
        : $"{bytes / 1e9:0.0} GB";

    /// <summary>A value as a cell shows it.</summary>
    public static string Shown(object? value, int most = 60)
    {
        var text = (value as string ?? PythonJson.Write(value)).ReplaceLineEndings(" ");
        return text.Length > most ? text[..most] + "…" : text;
    }

    private static PythonDict ToDict(DatasetVersion version) => new()
    {
        ["version"] = (long)version.Number,
        ["sha256"] = version.Sha256,
        ["rows"] = version.Rows,
        ["bytes"] = version.Bytes,
        ["created"] = $"{version.CreatedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}",
        ["file"] = version.Origin.File,
        ["file_sha256"] = version.Origin.FileSha256,
        ["of"] = version.Origin.Of,
        ["how"] = version.Origin.How,
        ["deleted"] = version.DeletedAt is { } deleted ? $"{deleted.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : null,
    };
}
