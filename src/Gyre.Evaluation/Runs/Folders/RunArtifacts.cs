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
/// <param name="folder">The run's.</param>
/// <param name="only">Fields of a record that are wanted; null for all.</param>
/// <param name="whole">Whether the records are to be written again. Else their nested calls and the second copy of the output, half of their length, are passed over.</param>
internal sealed class RunArtifacts(RunFolder folder, bool whole = false, string[]? only = null)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    /// <summary>Finished lines in line order; only one file's records are in memory.</summary>
    public IEnumerable<Artifact> Lines() => Files(folder.FlowArtifacts).SelectMany(file => Read(file, whole, only).OrderBy(a => a.Line));

    /// <summary>The records of one node in line order, aggregation ones left out.</summary>
    public IEnumerable<Artifact> OfNode(string node) => In(folder.NodeFolder(node));

    /// <summary>The same by the node's folder.</summary>
    public IEnumerable<Artifact> In(string nodeFolder) =>
        Files(nodeFolder).SelectMany(file => Read(file, whole, only).Where(a => a.Line is not null).OrderBy(a => a.Line));

    /// <summary>The names of the nodes' folders.</summary>
    public IEnumerable<string> NodeFolders() => Directory.Exists(folder.NodeArtifacts) ? Directory.EnumerateDirectories(folder.NodeArtifacts).Order(StringComparer.Ordinal) : [];

    /// <summary>The artifact files of a folder in the order of their lines.</summary>
    public static IEnumerable<string> Files(string of) => Directory.Exists(of) ? Directory.EnumerateFiles(of, "*.jsonl").Order(StringComparer.Ordinal) : [];

    /// <summary>All whole records of a file; a torn one at its end is passed over.</summary>
    public static IEnumerable<Artifact> Read(string file) => Read(file, whole: false, only: null);

    /// <summary>The same with the bytes of each record.</summary>
    public static IEnumerable<(Artifact Artifact, ReadOnlyMemory<byte> Bytes)> ReadWithPlaces(string file) => ReadWithPlaces(file, whole: false, only: null);

    private static IEnumerable<Artifact> Read(string file, bool whole, string[]? only) => ReadWithPlaces(file, whole, only).Select(r => r.Artifact);

    private static IEnumerable<(Artifact Artifact, ReadOnlyMemory<byte> Bytes)> ReadWithPlaces(string file, bool whole, string[]? only)
    {
        ReadOnlyMemory<byte> rest = File.ReadAllBytes(file);
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            // The original writes one record without a line's end.
            var record = end < 0 ? rest : rest[..end];
            if (TryParse(record.Span, whole, only) is { } artifact)
            {
                yield return (artifact, record);
            }

            rest = end < 0 ? default : rest[(end + 1)..];
        }
    }

    private static Artifact? TryParse(ReadOnlySpan<byte> record, bool whole, string[]? only)
    {
        try
        {
            return whole ? Whole(record) : Brief(record, only);
        }
        catch (JsonException)
        {
            // Torn, or with a NaN, which only the reader of whole values takes.
            return whole ? null : TryParse(record, whole: true, only);
        }
    }

    private static Artifact? Whole(ReadOnlySpan<byte> record) =>
        PythonJson.Parse(record) is PythonDict dict && dict.TryGetValue("run_info", out var info) && info is PythonDict run
            ? new Artifact(dict.TryGetValue("line_number", out var line) && line is long number ? (int)number : null, run)
            : null;

    private static Artifact? Brief(ReadOnlySpan<byte> record, string[]? only)
    {
        var reader = new Utf8JsonReader(record, Options);
        int? line = null;
        PythonDict? run = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("run_info"u8))
            {
                run = RunInfo(ref reader, only);
            }
            else if (reader.ValueTextEquals("line_number"u8))
            {
                reader.Read();
                line = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : null;
            }
            else
            {
                reader.Skip();
            }
        }

        // Two records on one line are none.
        return reader.Read() || run is null ? null : new Artifact(line, run);
    }

    private static PythonDict? RunInfo(ref Utf8JsonReader reader, string[]? only)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        var run = new PythonDict();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("api_calls"u8) || reader.ValueTextEquals("result"u8) || !IsWanted(ref reader, only))
            {
                reader.Skip();
            }
            else
            {
                run[reader.GetString()] = PythonJson.Read(ref reader);
            }
        }

        return run;
    }

    private static bool IsWanted(ref Utf8JsonReader reader, string[]? only)
    {
        foreach (var field in only ?? [])
        {
            if (reader.ValueTextEquals(field))
            {
                return true;
            }
        }

        return only is null;
    }
}
