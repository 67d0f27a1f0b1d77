namespace Gyre.Flows.Execution.Lines;

/// <summary>The time a line may take. It stands still while the line waits for a Python worker: that is not the line's doing.</summary>
internal sealed class LineClock : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly CancellationTokenSource expired = new();
    private readonly ITimer timer;
    private TimeSpan left;
    private long since;
    private int pauses;

    /// <param name="time">The clock.</param>
    /// <param name="seconds">From now on.</param>
    public LineClock(TimeProvider time, double seconds)
    {
        (this.time, Seconds, left, since) = (time, seconds, TimeSpan.FromSeconds(seconds), time.GetTimestamp());
        timer = time.CreateTimer(static clock => ((LineClock)clock!).Expire(), this, left, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the line was given.</summary>
    public double Seconds { get; }

    /// <summary>Cancelled when the time is over.</summary>
    public CancellationToken Expired => expired.Token;

    /// <summary>Stands still until as many calls of <see cref="Resume"/> have come.</summary>
    public void Pause()
    {
        lock (gate)
        {
            if (pauses++ == 0)
            {
                left -= time.GetElapsedTime(since);
                timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Goes on.</summary>
    public void Resume()
    {
        lock (gate)
        {
            if (--pauses == 0)
            {
                since = time.GetTimestamp();
                timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        expired.Dispose();
    }

    private void Expire()
    {
        lock (gate)
        {
            if (pauses > 0)
            {
                return;
            }
        }

        try
        {
            expired.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The line ended at this very moment.
        }
    }
}
