using System.Buffers;
using System.Runtime.CompilerServices;

namespace Gyre.Wire.Sse;

/// <summary>Reads server-sent events from a stream as they arrive.</summary>
public static class SseReader
{
    /// <summary>Every event until the stream ends. Events of one read are given before the next read.</summary>
    public static async IAsyncEnumerable<SseEvent> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var parser = new SseParser();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer, cancellationToken);
                if (read == 0)
                {
                    break;
                }

                parser.Append(buffer.AsSpan(0, read));
                while (parser.TryRead(out var next))
                {
                    yield return next;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        parser.Complete();
        while (parser.TryRead(out var last))
        {
            yield return last;
        }
    }
}
