namespace Gyre.Gateway.Routing.Health;

/// <summary>Arithmetic on a clock's timestamps, which never jump back as the time of day does.</summary>
internal static class Timestamps
{
    /// <summary>Before every timestamp.</summary>
    public const long Never = long.MinValue;

    /// <summary>The timestamp <paramref name="by"/> after <paramref name="from"/>.</summary>
    public static long Later(this TimeProvider time, long from, TimeSpan by) =>
        from + (long)(by.Ticks * (time.TimestampFrequency / (double)TimeSpan.TicksPerSecond));
}
