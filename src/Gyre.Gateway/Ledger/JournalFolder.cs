using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Gyre.Gateway.Ledger;

/// <summary>The files of one node's journal, as its importer sees them.</summary>
/// <param name="Path">Named after the node.</param>
internal sealed record JournalFolder(string Path)
{
    public const string LockName = "owner.lock";

    /// <summary>Ends the name of a folder whose owner is about to be written.</summary>
    public const string Unnamed = ".new";

    /// <summary>Ends the name of a folder that can't be read; it is kept for whoever looks into it.</summary>
    public const string Damaged = ".damaged";

    // Some hundred rows, and at least one of any length.
    private const int PieceBytes = 64 * 1024;

    /// <summary>The node whose journal it is.</summary>
    public string Node => System.IO.Path.GetFileName(Path);

    public static string SegmentPath(string folder, long number) =>
        System.IO.Path.Combine(folder, number.ToString("00000000", CultureInfo.InvariantCulture) + ".journal");

    /// <summary>Every journal under the folder that nodes share.</summary>
    public static IEnumerable<JournalFolder> All(string root) =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root).Where(d => !d.EndsWith(Unnamed, StringComparison.Ordinal) && !d.EndsWith(Damaged, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(d => new JournalFolder(d)) : [];

    /// <summary>Takes a journal whose node is dead; null while it lives. The lock ends with its process.</summary>
    public IDisposable? TryTake()
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(Path, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Numbers of its segments, oldest first.</summary>
    public IReadOnlyList<long> Segments() =>
    [
        .. Directory.EnumerateFiles(Path, "*.journal")
            .Select(f => long.TryParse(System.IO.Path.GetFileNameWithoutExtension(f), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(n => n > 0)
            .Order(),
    ];

    /// <summary>Rows of a segment from a byte on, and the byte behind the last one.</summary>
    /// <exception cref="InvalidDataException">The first of them is damaged.</exception>
    public (IReadOnlyList<LedgerRow> Rows, int End) Read(long segment, int from, int most)
    {
        var rows = new List<LedgerRow>();
        var path = SegmentPath(Path, segment);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            for (var more = true; more && rows.Count < most;)
            {
                var start = from;
                var piece = buffer.AsSpan(0, RandomAccess.Read(file, buffer, from));
                while (rows.Count < most && LengthAt(piece) is > 0 and <= LedgerRecord.MaximumBytes and var length && (sizeof(int) + length <= piece.Length || from == start))
                {
                    rows.Add(LedgerRecord.Read(piece.Slice(sizeof(int), Math.Min(length, piece.Length - sizeof(int)))));
                    piece = piece[Math.Min(sizeof(int) + length, piece.Length)..];
                    from += sizeof(int) + length;
                }

                more = from > start;
            }
        }
        catch (InvalidDataException e) when (rows.Count == 0)
        {
            throw new InvalidDataException($"{path}, byte {from}: {e.Message}", e);
        }
        catch (InvalidDataException)
        {
            // What stands before it is good.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return (rows, from);
    }

    // Zero where the journal ends.
    private static int LengthAt(ReadOnlySpan<byte> piece) => piece.Length < sizeof(int) ? 0 : BinaryPrimitives.ReadInt32LittleEndian(piece);

    public void DeleteSegment(long segment) => File.Delete(SegmentPath(Path, segment));

    /// <summary>Puts it where nobody tries again; not to be owned by then.</summary>
    public void SetAside() => Directory.Move(Path, Path + Damaged);

    public void Delete() => Directory.Delete(Path, recursive: true);
}
