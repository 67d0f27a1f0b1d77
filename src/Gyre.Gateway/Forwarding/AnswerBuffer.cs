using System.Buffers;

namespace Gyre.Gateway.Forwarding;

/// <summary>
/// Bytes of an answer in a rented array that grows: written at its end, taken from its beginning. One owner; dispose it.
/// Nothing is rented before something comes: most of the time a call waits, and thousands may.
/// </summary>
internal sealed class AnswerBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] bytes = [];
    private int start;
    private int end;

    /// <summary>What is there and not yet taken.</summary>
    public ReadOnlyMemory<byte> Memory => bytes.AsMemory(start, end - start);

    public ReadOnlySpan<byte> Span => bytes.AsSpan(start, end - start);

    public int Length => end - start;

    /// <summary>Takes bytes from the beginning.</summary>
    public void Take(int count)
    {
        start += count;
        if (start == end)
        {
            (start, end) = (0, 0);
        }
    }

    /// <summary>Takes bytes out of the middle.</summary>
    public void RemoveAt(int at, int count)
    {
        bytes.AsSpan(start, at).CopyTo(bytes.AsSpan(start + count));
        Take(count);
    }

    public void Clear() => (start, end) = (0, 0);

    public void Advance(int count) => end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return bytes.AsMemory(end);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Reads what has come; 0 at the end.</summary>
    public async ValueTask<int> ReadFromAsync(Stream stream, int atLeastRoomFor, CancellationToken cancellationToken)
    {
        Reserve(atLeastRoomFor);
        var read = await stream.ReadAsync(bytes.AsMemory(end), cancellationToken);
        end += read;
        return read;
    }

    /// <summary>Gives the array back while nothing is in it; the next bytes rent another.</summary>
    public void GiveBack()
    {
        if (start == end)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        Return(bytes);
        (bytes, start, end) = ([], 0, 0);
    }

    private static void Return(byte[] rented)
    {
        if (rented.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Reserve(int room)
    {
        if (bytes.Length - end >= room)
        {
            return;
        }

        var kept = end - start;
        if (bytes.Length - kept >= room && kept <= bytes.Length / 2)
        {
            Span.CopyTo(bytes);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(kept + room, bytes.Length * 2));
            Span.CopyTo(larger);
            Return(bytes);
            bytes = larger;
        }

        (start, end) = (0, kept);
    }
}
