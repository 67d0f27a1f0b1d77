using System.IO.MemoryMappedFiles;
using Gyre.Kernel;

namespace Gyre.Gateway.Ledger;

/// <summary>
/// Where a call's row goes first: mapped files of one node. A row is kept when <see cref="Append"/> returns, without a system call,
/// and outlives the process however it ends. The <see cref="UsageLedger"/> takes the rows over into the database.
/// Appends may come from any thread; the lock covers the copy alone.
/// </summary>
internal sealed unsafe class LedgerJournal : IDisposable
{
    /// <summary>A segment's size in bytes; taken from the disk when it is opened, so a full disk is an error then and no crash later.</summary>
    public const int SegmentBytes = 8 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly string folder;
    private readonly FileStream owner;
    private Segment? current;

    // Held ready, so that calls under way have a place for their rows when the disk is full.
    private Segment? next;
    private bool disposed;

    private LedgerJournal(string folder, string node, FileStream owner)
    {
        (this.folder, Node, this.owner) = (folder, node, owner);
    }

    /// <summary>Names this process's journal in the database.</summary>
    public string Node { get; }

    /// <summary>Opens a new journal under a folder that nodes on the machine share.</summary>
    /// <exception cref="ProblemException"><c>ledger-not-writable</c>.</exception>
    public static LedgerJournal Open(string root)
    {
        var node = Guid.CreateVersion7().ToString("N");
        var place = Path.Combine(root, node);
        try
        {
            // Locked before it has its name, so that nobody takes it for a dead node's.
            var unnamed = place + JournalFolder.Unnamed;
            Directory.CreateDirectory(unnamed);
            var held = new FileStream(Path.Combine(unnamed, JournalFolder.LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            Directory.Move(unnamed, place);
            var journal = new LedgerJournal(place, node, held);
            lock (journal.gate)
            {
                journal.current = new Segment(place, 1);
            }

            return journal;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(e);
        }
    }

    /// <summary>Segment and byte up to which rows have been written.</summary>
    public (long Segment, int Position) End
    {
        get
        {
            lock (gate)
            {
                return (current!.Number, current.Written);
            }
        }
    }

    /// <summary>Keeps a row.</summary>
    /// <exception cref="ProblemException"><c>ledger-not-writable</c>: the disk is full or gone.</exception>
    public void Append(LedgerRow row)
    {
        Span<byte> record = stackalloc byte[LedgerRecord.MaximumBytes];
        var length = LedgerRecord.Write(row, record);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!current!.Fits(length))
            {
                Roll();
            }

            current.Append(record[..length]);
        }
    }

    /// <summary>Makes a full disk known before a provider is paid: true while a whole segment is held ready for the rows of this call and all that are under way.</summary>
    public bool HasRoom()
    {
        lock (gate)
        {
            if (disposed)
            {
                return false;
            }

            try
            {
                next ??= new Segment(folder, current!.Number + 1);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (!disposed)
            {
                disposed = true;
                current?.Dispose();
                next?.Dispose();
                owner.Dispose();
            }
        }
    }

    private void Roll()
    {
        try
        {
            var following = next ?? new Segment(folder, current!.Number + 1);
            current!.Dispose();
            (current, next) = (following, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(e);
        }
    }

    private static ProblemException NotWritable(Exception e) =>
        new(new Problem("ledger-not-writable", $"The usage ledger can't be written ({e.Message.TrimEnd('.')}). Free some space or mend the folder; calls are refused until then."), e);

    private sealed class Segment : IDisposable
    {
        private readonly MemoryMappedFile file;
        private readonly MemoryMappedViewAccessor view;
        private readonly byte* start;

        public Segment(string folder, long number)
        {
            Number = number;
            var handle = File.OpenHandle(JournalFolder.SegmentPath(folder, number), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, SegmentBytes);
            file = MemoryMappedFile.CreateFromFile(handle, null, SegmentBytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            view = file.CreateViewAccessor();
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        }

        public long Number { get; }

        public int Written { get; private set; }

        // One more length, zero, always stands behind the last row.
        public bool Fits(int length) => Written + sizeof(int) + length + sizeof(int) <= SegmentBytes;

        public void Append(ReadOnlySpan<byte> record)
        {
            record.CopyTo(new Span<byte>(start + Written + sizeof(int), record.Length));

            // The length makes the row count: a kill before it leaves zero there, the end of the journal.
            Volatile.Write(ref *(int*)(start + Written), record.Length);
            Written += sizeof(int) + record.Length;
        }

        public void Dispose()
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            file.Dispose();
        }
    }
}
