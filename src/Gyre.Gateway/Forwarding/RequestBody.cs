using System.Buffers;
using System.IO.Pipelines;

namespace Gyre.Gateway.Forwarding;

/// <summary>A request's body in one rented array. Dispose it when nothing reads it any more.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstRent = 4 * 1024;

    // What is announced may never come: many who announce much and send nothing would fill the memory.
    private const int MostAhead = 128 * 1024;

    private byte[] bytes;
    private int length;

    private RequestBody(byte[] bytes) => this.bytes = bytes;

    /// <summary>No body.</summary>
    public static RequestBody Empty { get; } = new([]);

    public ReadOnlyMemory<byte> Memory => bytes.AsMemory(0, length);

    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, length);

    /// <summary>Reads to the end.</summary>
    /// <param name="reader">The body.</param>
    /// <param name="announced">Content-Length, where the client sent one.</param>
    /// <param name="most">Bytes; a longer body is not read to its end.</param>
    /// <param name="cancellationToken">Cancelled when the client goes.</param>
    /// <returns>Null where it is longer than <paramref name="most"/>.</returns>
    public static async ValueTask<RequestBody?> ReadAsync(PipeReader reader, long? announced, long most, CancellationToken cancellationToken)
    {
        if (announced > most)
        {
            return null;
        }

        var body = new RequestBody(ArrayPool<byte>.Shared.Rent((int)Math.Min(announced ?? FirstRent, MostAhead)));
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                if (body.length + result.Buffer.Length > most)
                {
                    body.Dispose();
                    return null;
                }

                body.Append(result.Buffer);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return body;
                }
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            (bytes, length) = ([], 0);
        }
    }

    private void Append(in ReadOnlySequence<byte> more)
    {
        var needed = length + (int)more.Length;
        if (needed > bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, bytes.Length * 2));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        more.CopyTo(bytes.AsSpan(length));
        length = needed;
    }
}
