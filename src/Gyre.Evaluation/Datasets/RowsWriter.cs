using System.Buffers;
using System.Security.Cryptography;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Datasets;

/// <summary>Writes rows as JSON lines beside the finished ones. They are there, as a whole, once they are kept; a process that ends before leaves nothing that anybody reads.</summary>
internal sealed class RowsWriter : IDisposable
{
    /// <summary>How files that are still being written end.</summary>
    public const string Unfinished = ".new";

    private const int Enough = 1 << 16;

    private readonly string folder;
    private readonly string path;
    private readonly FileStream stream;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> buffer = new(2 * Enough);
    private readonly System.Text.Json.Utf8JsonWriter json;
    private string? sha256;

    public RowsWriter(string folder)
    {
        this.folder = folder;
        path = Path.Combine(folder, Guid.NewGuid().ToString("n") + Unfinished);
        stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        json = PythonJson.Writer(buffer);
    }

    /// <summary>How many rows there are so far.</summary>
    public long Rows { get; private set; }

    /// <summary>How many bytes they have, once finished.</summary>
    public long Bytes { get; private set; }

    /// <summary>The hash of all rows; no more can be added.</summary>
    public string Sha256 => sha256 ?? throw new InvalidOperationException("The rows are not finished.");

    public void Add(PythonDict row)
    {
        PythonJson.Write(json, row);
        json.Flush();
        json.Reset();
        EndRow();
    }

    /// <summary>Adds a row that is kept in another version, as it is.</summary>
    public void Add(ReadOnlySpan<byte> row)
    {
        buffer.Write(row);
        EndRow();
    }

    /// <summary>No more rows: everything is on the disk.</summary>
    public void Finish()
    {
        Flush();
        stream.Flush(flushToDisk: true);
        sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Gives the rows their name; where the same are kept already, these are dropped. Only under the folder's lock.</summary>
    public void Keep()
    {
        var kept = Path.Combine(folder, Sha256 + ".jsonl");
        stream.Dispose();
        if (File.Exists(kept))
        {
            File.Delete(path);
            return;
        }

        File.Move(path, kept);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(kept, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    /// <summary>What was not kept is gone.</summary>
    public void Dispose()
    {
        stream.Dispose();
        File.Delete(path);
        hash.Dispose();
        json.Dispose();
    }

    private void EndRow()
    {
        buffer.Write("\n"u8);
        Rows++;
        if (buffer.WrittenCount > Enough)
        {
            Flush();
        }
    }

    private void Flush()
    {
        hash.AppendData(buffer.WrittenSpan);
        stream.Write(buffer.WrittenSpan);
        Bytes += buffer.WrittenCount;
        buffer.ResetWrittenCount();
    }
}
