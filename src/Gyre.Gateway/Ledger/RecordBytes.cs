using System.Buffers.Binary;
using System.Text;

namespace Gyre.Gateway.Ledger;

/// <summary>Puts values one after another into a span.</summary>
internal ref struct RecordWriter(Span<byte> target)
{
    /// <summary>Longer texts are cut: names are short, and a hostile one must not grow the journal.</summary>
    private const int LongestText = 320;

    private readonly Span<byte> target = target;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    public void Byte(byte value) => target[Length++] = value;

    public void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target[Length..], value);
        Length += sizeof(long);
    }

    public void Id(Guid id)
    {
        id.TryWriteBytes(target[Length..]);
        Length += 16;
    }

    /// <summary>Null and empty are told apart.</summary>
    public void Text(string? text, int longest = LongestText)
    {
        var count = text is null ? 0 : Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, longest)), target[(Length + 2)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(target[Length..], text is null ? ushort.MaxValue : (ushort)count);
        Length += 2 + count;
    }
}

/// <summary>Takes them out again, in the same order.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> source = source;

    public byte Byte()
    {
        var value = source[0];
        source = source[1..];
        return value;
    }

    public long Long()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(source);
        source = source[sizeof(long)..];
        return value;
    }

    public Guid Id()
    {
        var id = new Guid(source[..16]);
        source = source[16..];
        return id;
    }

    public string? Text()
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(source);
        source = source[2..];
        if (count == ushort.MaxValue)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(source[..count]);
        source = source[count..];
        return text;
    }
}
