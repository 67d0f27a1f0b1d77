using Gyre.Evaluation.Runs.Folders;

namespace Gyre.Evaluation.Runs.Lines;

/// <summary>Reads records by the place that an index gives.</summary>
internal static class LineRecords
{
    /// <summary>The records of some lines in their order; one that was rewritten meanwhile is left out.</summary>
    /// <param name="lines">Places, best in the order of files.</param>
    /// <param name="only">Fields that are wanted; null for all but nested calls and the second copy of the output.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static IEnumerable<Artifact> Read(IEnumerable<IndexedLine> lines, string[]? only, CancellationToken cancellationToken)
    {
        FileStream? open = null;
        byte[] buffer = [];
        try
        {
            foreach (var place in lines)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (open?.Name != place.File)
                {
                    open?.Dispose();
                    open = null;
                    if (!File.Exists(place.File))
                    {
                        continue;
                    }

                    open = new FileStream(place.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                }

                buffer = buffer.Length >= place.Length ? buffer : new byte[place.Length * 2];
                var read = RandomAccess.Read(open.SafeFileHandle, buffer.AsSpan(0, place.Length), place.Offset);
                if (RunArtifacts.TryParse(buffer.AsSpan(0, read), whole: false, only) is { } record && record.Line == place.Line)
                {
                    yield return record;
                }
            }
        }
        finally
        {
            open?.Dispose();
        }
    }

    /// <summary>The whole record of one line in a folder of artifacts, nested calls included; null where it is not there.</summary>
    public static Artifact? Find(string folder, int line)
    {
        foreach (var file in RunArtifacts.Files(folder).Where(f => MayHold(f, line)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            var rest = bytes.AsMemory(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            while (rest.Length > 0)
            {
                var end = rest.Span.IndexOf((byte)'\n');
                var record = end < 0 ? rest : rest[..end];
                if (RunArtifacts.TryParse(record.Span, whole: false, only: ["status"])?.Line == line && RunArtifacts.TryParse(record.Span, whole: true, only: null) is { } found)
                {
                    return found;
                }

                rest = end < 0 ? default : rest[(end + 1)..];
            }
        }

        return null;
    }

    // 000001000_000001999.jsonl holds the lines from 1,000 to 1,999; a node's file of one line is 000000007.jsonl.
    private static bool MayHold(string file, int line)
    {
        var range = Path.GetFileNameWithoutExtension(file).Split('_');
        return !int.TryParse(range[0], out var first) || (range.Length == 1 ? first == line || first == 0 : !int.TryParse(range[1], out var last) || (first <= line && line <= last));
    }
}
