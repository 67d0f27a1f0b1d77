using System.Text.Json;
using Gyre.Evaluation.Runs.Folders;

namespace Gyre.Evaluation.Runs.Lines;

/// <summary>Where the finished lines of one run lie in its files, so that any of them is read without those before. Files that grow are looked at again.</summary>
/// <param name="folder">The run's.</param>
internal sealed class LineIndex(RunFolder folder)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Length, DateTime Written, IndexedLine[] Lines)> files = new(StringComparer.Ordinal);
    private IndexedLine[] lines = [];

    /// <summary>All finished lines by number, as the files are now.</summary>
    public IReadOnlyList<IndexedLine> Read(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var there = RunArtifacts.Files(folder.FlowArtifacts).Select(path => new FileInfo(path)).Where(f => f.Exists).ToList();
            var changed = files.Count != there.Count;
            foreach (var file in there)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!files.TryGetValue(file.FullName, out var known) || known.Length != file.Length || known.Written != file.LastWriteTimeUtc)
                {
                    files[file.FullName] = (file.Length, file.LastWriteTimeUtc, Scan(file.FullName));
                    changed = true;
                }
            }

            if (changed)
            {
                foreach (var gone in files.Keys.Except(there.Select(f => f.FullName), StringComparer.Ordinal).ToList())
                {
                    files.Remove(gone);
                }

                // A line that two records claim is the first.
                lines = [.. files.OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => f.Value.Lines).DistinctBy(l => l.Line).OrderBy(l => l.Line)];
            }

            return lines;
        }
    }

    private static IndexedLine[] Scan(string file)
    {
        byte[] bytes;
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            bytes = new byte[stream.Length];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            bytes = read == bytes.Length ? bytes : bytes[..read];
        }

        var found = new List<IndexedLine>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = bytes.AsSpan(at).IndexOf((byte)'\n');
            var record = length < 0 ? bytes.AsSpan(at) : bytes.AsSpan(at, length);

            // The original writes one record without a line's end; ours without one is torn.
            if ((length >= 0 || RunArtifacts.TryParse(record, whole: true, only: null) is not null) && Head(record) is var (line, failed) && line >= 0)
            {
                found.Add(new IndexedLine(line, failed, file, at, record.Length));
            }

            at += record.Length + 1;
        }

        return [.. found];
    }

    // Both stand before what is long.
    private static (int Line, bool Failed) Head(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record, Options);
        var (line, status) = (-1, (string?)null);
        try
        {
            reader.Read();
            while ((line < 0 || status is null) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("line_number"u8))
                {
                    reader.Read();
                    line = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : -1;
                }
                else if (reader.ValueTextEquals("run_info"u8))
                {
                    status = Status(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            return (line, status != nameof(Flows.Execution.Records.RunStatus.Completed));
        }
        catch (JsonException)
        {
            return RunArtifacts.TryParse(record, whole: true, only: null) is { } whole ? (whole.Line ?? -1, whole.Status != nameof(Flows.Execution.Records.RunStatus.Completed)) : (-1, false);
        }
    }

    private static string Status(ref Utf8JsonReader reader)
    {
        reader.Read();
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("status"u8))
            {
                reader.Read();
                return reader.GetString() ?? "";
            }

            reader.Skip();
        }

        return "";
    }
}

/// <summary>Where a finished line's record lies.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Failed">Whether it has no output.</param>
/// <param name="File">Full path.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">In bytes.</param>
internal readonly record struct IndexedLine(int Line, bool Failed, string File, int Offset, int Length);
