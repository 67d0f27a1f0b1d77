using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gyre.Gateway.Admission;

/// <summary>The first 64 bytes of a journal.</summary>
[StructLayout(LayoutKind.Sequential, Size = SlotBytes.Size)]
internal struct SpentHeader
{
    private const long Format = 0x0001_7473_7279_67; // gyrst, version 1

    private long magic;
    private Guid boot;
    private long slots;

    // Names one start of one machine. Where there is no such name, a restart of the machine can't be told from one of the process.
    private static Guid Boot { get; } =
        File.Exists("/proc/sys/kernel/random/boot_id") && Guid.TryParse(File.ReadAllText("/proc/sys/kernel/random/boot_id"), out var id) ? id : Guid.Empty;

    public static unsafe void Write(byte* start)
    {
        ref var header = ref Unsafe.AsRef<SpentHeader>(start);
        header.boot = Boot;
        Volatile.Write(ref header.magic, Format);
    }

    /// <summary>How many slots, this one included, have their place on the disk.</summary>
    public static unsafe void WriteSlots(byte* start, int slots) => Volatile.Write(ref Unsafe.AsRef<SpentHeader>(start).slots, slots);

    /// <summary>How many slots there are to read.</summary>
    public readonly long Slots => slots;

    /// <summary>Whether everything the process wrote is in the file.</summary>
    public readonly bool IsWhole => magic == Format && boot == Boot;
}
