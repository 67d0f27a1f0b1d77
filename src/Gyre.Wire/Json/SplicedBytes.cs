namespace Gyre.Wire.Json;

/// <summary>Bytes in up to three pieces: what stood before, what was put in, what stood after. Nothing is copied until someone needs them together.</summary>
/// <param name="Before">The bytes before the splice, or all of them.</param>
/// <param name="Inserted">What was put in.</param>
/// <param name="After">The rest.</param>
public readonly record struct SplicedBytes(ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> Inserted = default, ReadOnlyMemory<byte> After = default)
{
    /// <summary>Of all pieces.</summary>
    public int Length => Before.Length + Inserted.Length + After.Length;

    /// <summary>Bytes in one piece.</summary>
    public static implicit operator SplicedBytes(ReadOnlyMemory<byte> whole) => new(whole);

    /// <summary>Bytes in one piece.</summary>
    public static implicit operator SplicedBytes(byte[] whole) => new(whole);

    /// <summary>All bytes together; copied only where there is more than one piece.</summary>
    public ReadOnlyMemory<byte> ToMemory()
    {
        if (Inserted.IsEmpty && After.IsEmpty)
        {
            return Before;
        }

        var whole = new byte[Length];
        Before.CopyTo(whole);
        Inserted.CopyTo(whole.AsMemory(Before.Length));
        After.CopyTo(whole.AsMemory(Before.Length + Inserted.Length));
        return whole;
    }

    /// <summary>Writes the pieces one after the other.</summary>
    public async ValueTask WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Before, cancellationToken);
        if (!Inserted.IsEmpty)
        {
            await stream.WriteAsync(Inserted, cancellationToken);
        }

        if (!After.IsEmpty)
        {
            await stream.WriteAsync(After, cancellationToken);
        }
    }
}
