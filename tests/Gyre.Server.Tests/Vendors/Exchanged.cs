using System.Buffers;
using System.Diagnostics;
using System.Threading.Channels;

namespace Gyre.Server.Tests.Vendors;

/// <summary>One request that reached a vendor, and what left the vendor for it.</summary>
internal sealed class Exchanged
{
    private readonly ArrayBufferWriter<byte> sent = new();
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> gate = Channel.CreateUnbounded<bool>();

    public required string Path { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>The answer's bytes.</summary>
    public byte[] Sent => sent.WrittenSpan.ToArray();

    /// <summary>Done when the caller hung up.</summary>
    public Task Closed => closed.Task;

    /// <summary>When the caller hung up, by <see cref="Stopwatch"/>.</summary>
    public long ClosedAt { get; private set; }

    /// <summary>Lets one more event out.</summary>
    public void Release() => gate.Writer.TryWrite(true);

    public async Task AtGateAsync(CancellationToken cancellationToken) => await gate.Reader.ReadAsync(cancellationToken);

    public void Keep(ReadOnlySpan<byte> bytes) => sent.Write(bytes);

    public void Close()
    {
        ClosedAt = Stopwatch.GetTimestamp();
        closed.TrySetResult();
    }
}
