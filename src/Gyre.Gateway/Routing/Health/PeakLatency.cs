namespace Gyre.Gateway.Routing.Health;

/// <summary>A target's recent latency: a moving mean that jumps to a peak at once and forgets it over seconds, and the 95th percentile of the last calls. Thread-safe.</summary>
internal sealed class PeakLatency(TimeProvider time)
{
    private const double ForgetSeconds = 10;
    private const int Kept = 128;
    private const int Enough = 20;
    private const int SortEvery = 16;

    private readonly Lock gate = new();
    private readonly float[] last = new float[Kept];
    private int count;
    private long seenAt;
    private double mean;
    private double percentile95;

    /// <summary>Takes one measured time.</summary>
    public void Observe(TimeSpan latency, long now)
    {
        var seconds = latency.TotalSeconds;
        lock (gate)
        {
            var before = Faded(mean, now);
            Volatile.Write(ref mean, seconds > before ? seconds : (mean * Weight(now)) + (seconds * (1 - Weight(now))));
            Volatile.Write(ref seenAt, now);
            last[count++ % Kept] = (float)seconds;
            if (count >= Enough && (count == Enough || count % SortEvery == 0))
            {
                Volatile.Write(ref percentile95, Percentile());
            }
        }
    }

    /// <summary>Seconds, faded by the time since the last call so that a target which was slow once is tried again; 0 where nothing was measured.</summary>
    public double At(long now)
    {
        var seconds = Volatile.Read(ref mean);
        return seconds == 0 ? 0 : Faded(seconds, now);
    }

    /// <summary>The 95th percentile of the last 128 calls; null before the twentieth.</summary>
    public TimeSpan? Percentile95 => Volatile.Read(ref percentile95) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;

    private double Faded(double seconds, long now) => seconds * Weight(now);

    private double Weight(long now) => Math.Exp(-Math.Max(0, now - Volatile.Read(ref seenAt)) / (ForgetSeconds * time.TimestampFrequency));

    private float Percentile()
    {
        Span<float> sorted = stackalloc float[Kept];
        var size = Math.Min(count, Kept);
        last.AsSpan(0, size).CopyTo(sorted);
        sorted[..size].Sort();
        return sorted[(int)Math.Ceiling(size * 0.95) - 1];
    }
}
