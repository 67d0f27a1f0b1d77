using Gyre.Models.Providers;

namespace Gyre.Models.Simulated;

/// <summary>Gives pieces at their times: one per read where there is time between them, else as many as fit. May break off.</summary>
internal sealed class SimulatedStream(byte[][] pieces, TimeSpan gap, int? cut, TimeProvider time) : PassingStream
{
    private readonly long start = time.GetTimestamp();
    private int piece;
    private int at;
    private int given;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = 0;
        while (read < buffer.Length && piece < pieces.Length)
        {
            // Not by waiting the gap each time: timers are coarse, and late ones must not add up.
            if (at == 0 && gap > TimeSpan.Zero && (gap * piece) - time.GetElapsedTime(start) is var wait && wait > TimeSpan.Zero)
            {
                if (read > 0)
                {
                    break;
                }

                await Task.Delay(wait, time, cancellationToken);
            }

            var count = Math.Min(buffer.Length - read, pieces[piece].Length - at);
            count = cut is { } last ? Math.Min(count, last - given) : count;
            pieces[piece].AsSpan(at, count).CopyTo(buffer.Span[read..]);
            (read, at, given) = (read + count, at + count, given + count);
            if (given == cut)
            {
                return read > 0 ? read : throw new IOException("The simulated connection was cut.");
            }

            if (at == pieces[piece].Length)
            {
                (piece, at) = (piece + 1, 0);
            }
        }

        return read;
    }
}
