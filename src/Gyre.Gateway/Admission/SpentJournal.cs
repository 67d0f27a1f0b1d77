using System.IO.MemoryMappedFiles;
using Gyre.Kernel;

namespace Gyre.Gateway.Admission;

/// <summary>
/// What this node has spent of its leases, in a file that is mapped into memory: adding to it is one instruction, and the kernel keeps it
/// when the process is killed. The file is locked while the process lives; who gets the lock may take over.
/// </summary>
/// <remarks>A machine that goes down may lose the last writes; the file names the boot it was written in, so that this is noticed.</remarks>
internal sealed unsafe class SpentJournal : IDisposable
{
    public const string Extension = ".spent";

    private const int Slots = 256 * 1024;
    private const int SlotsPerChunk = 1024;

    private readonly Lock gate = new();
    private readonly Stack<int> free = new();
    private readonly FileStream file;
    private readonly byte* start;
    private int written;

    private SpentJournal(string path, string node, FileStream file)
    {
        (Path, Node, this.file) = (path, node, file);
        using var map = MemoryMappedFile.CreateFromFile(file, null, (long)Slots * SlotBytes.Size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        var view = map.CreateViewAccessor();
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
    }

    public string Path { get; }

    /// <summary>The node's name in the database.</summary>
    public string Node { get; }

    /// <exception cref="ProblemException"><c>admission-not-writable</c>.</exception>
    public static SpentJournal Create(string folder)
    {
        var node = Guid.CreateVersion7().ToString("N");
        var path = System.IO.Path.Combine(folder, node + Extension);
        try
        {
            Directory.CreateDirectory(folder);
            // Locked before it has the name that others look for. Sharing only deletion is what lets it be renamed on Windows.
            var locked = new FileStream(path + ".new", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
            var journal = new SpentJournal(path, node, locked);
            journal.Allocate();
            SpentHeader.Write(journal.start);
            File.Move(path + ".new", path);
            return journal;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, e);
        }
    }

    /// <summary>A place for a meter; written before any lease is asked for, so that a lease without a place was never spent from.</summary>
    /// <exception cref="ProblemException"><c>admission-not-writable</c>: the disk is full, or 262,143 quotas are in use at once.</exception>
    public SpentSlot Take(MeterKey key)
    {
        lock (gate)
        {
            if (free.Count == 0)
            {
                Allocate();
            }

            var index = free.Pop();
            var slot = At(index);
            (slot->Quota, slot->Generation, slot->Period, slot->Spent) = (key.Quota, key.Generation, key.Period, 0);
            Volatile.Write(ref slot->InUse, 1);
            return new SpentSlot(this, index);
        }
    }

    public SlotBytes* At(int index) => (SlotBytes*)start + index;

    public void Free(int index)
    {
        lock (gate)
        {
            Volatile.Write(ref At(index)->InUse, 0);
            free.Push(index);
        }
    }

    /// <summary>
    /// Lets go of the file, as the end of the process does; it stays for whoever takes over. The memory stays mapped:
    /// a call that is settled too late must find it.
    /// </summary>
    public void Dispose() => file.Dispose();

    /// <summary>Removes the file: nothing in it is still owed to anybody.</summary>
    public void Delete()
    {
        File.Delete(Path);
        Dispose();
    }

    private static ProblemException NotWritable(string folder, Exception? e) => new(
        new Problem("admission-not-writable", $"What is spent can't be kept in '{folder}' ({e?.Message.TrimEnd('.') ?? "too many limits and budgets are in use at once"}). Free some space, or make the folder writable.") { File = folder }, e);

    // Pages of the mapping must have their place on the disk before they are touched: a full disk is an error here, and the end of the process there.
    private void Allocate()
    {
        if (written >= Slots)
        {
            throw NotWritable(System.IO.Path.GetDirectoryName(Path)!, null);
        }

        try
        {
            RandomAccess.Write(file.SafeFileHandle, new byte[SlotsPerChunk * SlotBytes.Size], (long)written * SlotBytes.Size);
        }
        catch (IOException e)
        {
            throw NotWritable(System.IO.Path.GetDirectoryName(Path)!, e);
        }

        // The first place is the header's.
        for (var index = written + SlotsPerChunk - 1; index >= Math.Max(written, 1); index--)
        {
            free.Push(index);
        }

        written += SlotsPerChunk;
        SpentHeader.WriteSlots(start, written);
    }
}
