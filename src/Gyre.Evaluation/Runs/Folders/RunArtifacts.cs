using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs.Folders;

/// <summary>One record of an artifact file.</summary>
/// <param name="Line">0-based; null for an aggregation node.</param>
/// <param name="RunInfo">The line's or the node's record.</param>
internal sealed record Artifact(int? Line, PythonDict RunInfo)
{
    /// <summary>Completed, Failed, Bypassed …</summary>
    public string Status => RunInfo.TryGetValue("status", out var status) ? status as string ?? "" : "";

    public object? this[string field] => RunInfo.TryGetValue(field, out var value) ? value : null;
}

/// <summary>Reads the artifacts of a run, ours or the original's, a file at a time.</summary>
internal sealed class RunArtifacts(RunFolder folder)
{
    /// <summary>Finished lines in line order; only one file's records are in memory.</summary>
    public IEnumerable<Artifact> Lines() => Files(folder.FlowArtifacts).SelectMany(file => Read(file).OrderBy(a => a.Line));

    /// <summary>The records of one node in line order, aggregation ones left out.</summary>
    public IEnumerable<Artifact> OfNode(string node) =>
        Files(folder.NodeFolder(node)).SelectMany(file => Read(file).Where(a => a.Line is not null).OrderBy(a => a.Line));

    /// <summary>The names of the nodes' folders.</summary>
    public IEnumerable<string> NodeFolders() => Directory.Exists(folder.NodeArtifacts) ? Directory.EnumerateDirectories(folder.NodeArtifacts).Order(StringComparer.Ordinal) : [];

    /// <summary>The artifact files of a folder in the order of their lines.</summary>
    public static IEnumerable<string> Files(string of) => Directory.Exists(of) ? Directory.EnumerateFiles(of, "*.jsonl").Order(StringComparer.Ordinal) : [];

    /// <summary>All whole records of a file; a torn one at its end is passed over.</summary>
    public static IEnumerable<Artifact> Read(string file) => ReadWithPlaces(file).Select(r => r.Artifact);

    /// <summary>The same with the number of bytes up to the end of each record.</summary>
    public static IEnumerable<(Artifact Artifact, ReadOnlyMemory<byte> Bytes)> ReadWithPlaces(string file)
    {
        ReadOnlyMemory<byte> rest = File.ReadAllBytes(file);
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            // The original writes one record without a line's end.
            var record = end < 0 ? rest : rest[..end];
            if (TryParse(record.Span) is { } artifact)
            {
                yield return (artifact, record);
            }

            rest = end < 0 ? default : rest[(end + 1)..];
        }
    }

    private static Artifact? TryParse(ReadOnlySpan<byte> record)
    {
        try
        {
            return PythonJson.Parse(record) is PythonDict dict && dict.TryGetValue("run_info", out var info) && info is PythonDict run
                ? new Artifact(dict.TryGetValue("line_number", out var line) && line is long number ? (int)number : null, run)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
