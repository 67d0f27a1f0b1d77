using Gyre.Flows.Values;

namespace Gyre.Evaluation.Datasets;

/// <summary>A row of a version.</summary>
/// <param name="Number">From 1; also its line.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Bytes">Its JSON without the line's end; valid until the next row is asked for.</param>
internal readonly record struct StoredRow(int Number, long Offset, ReadOnlyMemory<byte> Bytes)
{
    public PythonDict Parse() => (PythonDict)PythonJson.Parse(Bytes.Span)!;

    /// <summary>Where to find it again.</summary>
    public RowPlace Place => new(Number, Offset, Bytes.Length);
}

/// <summary>Where a row is in its file.</summary>
internal readonly record struct RowPlace(int Number, long Offset, int Length);

/// <summary>A place between two rows.</summary>
/// <param name="Rows">How many lie before it.</param>
/// <param name="Offset">Where the next one begins in the file.</param>
internal readonly record struct RowStart(int Rows, long Offset);

/// <summary>The rows of a version, one at a time, or one by its place.</summary>
/// <param name="file">Written by <see cref="RowsWriter"/>: every row ends with a line's end.</param>
internal sealed class StoredRows(string file) : IDisposable
{
    private readonly Lazy<Microsoft.Win32.SafeHandles.SafeFileHandle> handle = new(() => File.OpenHandle(file, options: FileOptions.RandomAccess));

    /// <summary>All rows in order.</summary>
    public IEnumerable<StoredRow> All(CancellationToken cancellationToken) => From(default, cancellationToken);

    /// <summary>The rows from a place on.</summary>
    /// <param name="start">How many rows lie before it, and how many bytes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IEnumerable<StoredRow> From(RowStart start, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(file, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 });
        stream.Position = start.Offset;
        var buffer = new byte[1 << 17];
        var (filled, number, offset) = (0, start.Rows, start.Offset);
        while (stream.Read(buffer, filled, buffer.Length - filled) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            filled += read;
            var at = 0;
            while (buffer.AsSpan(at, filled - at).IndexOf((byte)'\n') is >= 0 and var length)
            {
                yield return new StoredRow(++number, offset + at, buffer.AsMemory(at, length));
                at += length + 1;
            }

            buffer.AsSpan(at, filled - at).CopyTo(buffer);
            (filled, offset) = (filled - at, offset + at);
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * filled);
            }
        }
    }

    /// <summary>One row again.</summary>
    public PythonDict At(RowPlace place)
    {
        var bytes = new byte[place.Length];
        var read = RandomAccess.Read(handle.Value, bytes, place.Offset);
        return (PythonDict)PythonJson.Parse(bytes.AsSpan(0, read))!;
    }

    public void Dispose()
    {
        if (handle.IsValueCreated)
        {
            handle.Value.Dispose();
        }
    }
}
