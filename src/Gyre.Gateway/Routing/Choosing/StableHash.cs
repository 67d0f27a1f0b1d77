namespace Gyre.Gateway.Routing.Choosing;

/// <summary>A hash that is the same on every node and in every process (<see cref="HashCode"/> is not).</summary>
internal static class StableHash
{
    private const ulong Start = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Of bytes: FNV-1a, then mixed.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes) => Mix(With(Start, bytes));

    /// <summary>Of bytes, and those after them.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> more) => Mix(With(With(Start, bytes), more));

    /// <summary>Of text, by its UTF-16 units.</summary>
    public static ulong Of(ReadOnlySpan<char> text) => Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text));

    /// <summary>Spreads every bit over all others (the finaliser of SplitMix64).</summary>
    public static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    private static ulong With(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * Prime;
        }

        return hash;
    }
}
