using System.Buffers;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects;

/// <summary>A provider's streamed body in a client's dialect. What arrived in one read is given before the next.</summary>
internal sealed class TranslatingStream(Stream inner, StreamTranslation translation) : PassingStream
{
    private readonly ArrayBufferWriter<byte> ready = new();
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int given;
    private bool over;
    private bool disposed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (given == ready.WrittenCount && !over)
        {
            ready.ResetWrittenCount();
            given = 0;
            var read = await inner.ReadAsync(this.buffer, cancellationToken);
            if (read == 0)
            {
                translation.Complete(ready);
            }
            else
            {
                translation.Translate(this.buffer.AsSpan(0, read), ready);
            }

            over = read == 0 || translation.Ended || translation.Error is not null;
        }

        var count = Math.Min(buffer.Length, ready.WrittenCount - given);
        ready.WrittenMemory.Slice(given, count).CopyTo(buffer);
        given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            ArrayPool<byte>.Shared.Return(buffer);
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
