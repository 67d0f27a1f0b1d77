using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Gyre.Gateway.Callers;

/// <summary>SHA-256 of a key's text. Keys are random, so neither salt nor a slow hash would add anything.</summary>
internal readonly record struct KeyHash(ulong A, ulong B, ulong C, ulong D)
{
    // Longer than any key of ours; what is longer is hashed on the heap and found nowhere.
    private const int OnStack = 256;

    public static KeyHash Of(ReadOnlySpan<char> key)
    {
        Span<byte> text = key.Length <= OnStack ? stackalloc byte[OnStack * 3] : new byte[Encoding.UTF8.GetMaxByteCount(key.Length)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(key, text)], hash);
        return MemoryMarshal.Read<KeyHash>(hash);
    }

    public static KeyHash Of(byte[] stored) => MemoryMarshal.Read<KeyHash>(stored);

    public byte[] ToBytes() => MemoryMarshal.AsBytes(new ReadOnlySpan<KeyHash>(in this)).ToArray();

    /// <inheritdoc/>
    public override int GetHashCode() => (int)A;
}
