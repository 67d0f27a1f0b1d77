using System.IO.Pipelines;
using Gyre.Gateway.Forwarding;

namespace Gyre.Gateway.Cache;

/// <summary>Writes an answer to the client and keeps a copy of it, unless it grows too long.</summary>
internal sealed class AnswerCopy(PipeWriter client, int longest, TimeProvider time) : PipeWriter, IDisposable
{
    private readonly AnswerBuffer copy = new();
    private Memory<byte> given;

    /// <summary>Whether it grew too long to be kept.</summary>
    public bool TooLong { get; private set; }

    /// <summary>The clock's timestamp of the last piece.</summary>
    public long LastAt { get; private set; }

    /// <summary>What was written so far.</summary>
    public ReadOnlyMemory<byte> Written => copy.Memory;

    public override bool CanGetUnflushedBytes => client.CanGetUnflushedBytes;

    public override long UnflushedBytes => client.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => given = client.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (!TooLong && copy.Length + bytes > longest)
        {
            TooLong = true;
            copy.Clear();
        }

        if (!TooLong)
        {
            given.Span[..bytes].CopyTo(copy.GetSpan(bytes));
            copy.Advance(bytes);
        }

        LastAt = time.GetTimestamp();
        given = given[bytes..];
        client.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => client.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => client.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => client.Complete(exception);

    public void Dispose() => copy.Dispose();
}
