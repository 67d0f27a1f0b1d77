using System.Runtime.InteropServices;

namespace Gyre.Gateway.Admission;

/// <summary>64 bytes of the journal, alone on their cache line.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct SlotBytes
{
    public const int Size = 64;

    public Guid Quota;
    public long Generation;
    public long Period;
    public long Spent;
    public long InUse;
}

/// <summary>A meter's place in the journal.</summary>
internal readonly unsafe struct SpentSlot(SpentJournal journal, int index)
{
    public long Spent => Volatile.Read(ref Bytes->Spent);

    private SlotBytes* Bytes => journal.At(index);

    public void Add(long cost)
    {
        if (cost != 0)
        {
            Interlocked.Add(ref Bytes->Spent, cost);
        }
    }

    public void Free() => journal.Free(index);
}
