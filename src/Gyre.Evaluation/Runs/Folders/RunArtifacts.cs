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

    /// <summary>Finished lines in line order; only one file's bytes are in memory, and one record.</summary>
    public IEnumerable<Artifact> Lines() => InOrder(folder.FlowArtifacts);

    /// <summary>The records of one node in line order, aggregation ones left out.</summary>
    public IEnumerable<Artifact> OfNode(string node) => In(folder.NodeFolder(node));

    /// <summary>The same by the node's folder.</summary>
    public IEnumerable<Artifact> In(string nodeFolder) => InOrder(nodeFolder).Where(a => a.Line is not null);

    /// <summary>The names of the nodes' folders.</summary>
    public IEnumerable<string> NodeFolders() => Directory.Exists(folder.NodeArtifacts) ? Directory.EnumerateDirectories(folder.NodeArtifacts).Order(StringComparer.Ordinal) : [];

    /// <summary>The artifact files of a folder in the order of their lines.</summary>
    public static IEnumerable<string> Files(string of) => Directory.Exists(of) ? Directory.EnumerateFiles(of, "*.jsonl").Order(StringComparer.Ordinal) : [];

    /// <summary>All whole records of a file; a torn one at its end is passed over.</summary>
    public static IEnumerable<Artifact> Read(string file) => ReadWithPlaces(file).Select(r => r.Artifact);

    /// <summary>The same with the bytes of each record.</summary>
    public static IEnumerable<(Artifact Artifact, ReadOnlyMemory<byte> Bytes)> ReadWithPlaces(string file)
    {
        foreach (var record in Records(File.ReadAllBytes(file)))
        {
            if (TryParse(record.Span, whole: false, only: null) is { } artifact)
            {
                yield return (artifact, record);
            }
        }
    }

    // A thousand parsed records are ten times their bytes, so they are put in order before; and one buffer serves all files.
    private IEnumerable<Artifact> InOrder(string of)
    {
        byte[] buffer = [];
        foreach (var file in Files(of))
        {
            var length = ReadInto(ref buffer, file);
            foreach (var record in Records(buffer.AsMemory(0, length)).OrderBy(record => LineOf(record.Span)))
            {
                if (TryParse(record.Span, whole, only) is { } artifact)
                {
                    yield return artifact;
                }
            }
        }
    }

    private static int ReadInto(ref byte[] buffer, string file)
    {
        using var handle = File.OpenHandle(file, share: FileShare.ReadWrite, options: FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(handle);
        if (buffer.Length < length)
        {
            buffer = length <= Array.MaxLength ? new byte[Math.Min(length + (length / 4), Array.MaxLength)] : throw new IOException($"'{file}' is larger than two gigabytes.");
        }

        var read = 0;

        while (read < length && RandomAccess.Read(handle, buffer.AsSpan(read, (int)length - read), read) is > 0 and var more)
        {
            read += more;
        }

        return read;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Records(ReadOnlyMemory<byte> rest)
    {
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            // The original writes one record without a line's end.
            yield return end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
        }
    }

    /// <summary>The line of a record without reading on where that stands first, as it does in ours; null where it has none.</summary>
    private static int? LineOf(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record, Options);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("line_number"u8))
                {
                    return Line(ref reader);
                }

                reader.Skip();
            }

            return null;
        }
        catch (JsonException)
        {
            return TryParse(record, whole: true, only: null)?.Line;
        }
    }

    private static int? Line(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : null;
    }

    /// <summary>One record; null where it is torn.</summary>
    internal static Artifact? TryParse(ReadOnlySpan<byte> record, bool whole, string[]? only)
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
                line = Line(ref reader);
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
