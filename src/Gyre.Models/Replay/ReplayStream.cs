using Gyre.Models.Providers;

namespace Gyre.Models.Replay;

/// <summary>Gives a recorded body piece by piece: a read never crosses the end of one, and waits for its time where a speed is set.</summary>
internal sealed class ReplayStream(IReadOnlyList<Recording.Chunk> chunks, double speed, TimeProvider time, long start) : PassingStream
{
    private int next;
    private ReadOnlyMemory<byte> rest;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (rest.IsEmpty)
        {
            if (next == chunks.Count)
            {
                return 0;
            }

            var chunk = chunks[next++];
            if (speed > 0 && TimeSpan.FromMilliseconds(chunk.At / speed) - time.GetElapsedTime(start) is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken);
            }

            rest = chunk.Bytes;
        }

        var count = Math.Min(buffer.Length, rest.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }
}
