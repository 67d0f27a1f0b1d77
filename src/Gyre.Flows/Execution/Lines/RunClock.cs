namespace Gyre.Flows.Execution.Lines;

/// <summary>The time as records keep it: whole microseconds, as Python's clock has them, so that a duration read back is the one written.</summary>
internal static class RunClock
{
    /// <summary>Now.</summary>
    public static DateTimeOffset Now(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond), now.Offset);
    }
}
