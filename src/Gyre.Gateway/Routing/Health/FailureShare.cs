namespace Gyre.Gateway.Routing.Health;

/// <summary>How many of the calls of the last ten to twenty seconds failed. Its owner locks.</summary>
internal sealed class FailureShare(TimeProvider time)
{
    private long windowEnds = Timestamps.Never;
    private (int Calls, int Failed) current;
    private (int Calls, int Failed) previous;

    /// <summary>Whether so many calls fail that the target is better left alone.</summary>
    public bool IsTooHigh => current.Failed + previous.Failed is >= HealthRules.FailuresInWindow and var failed && failed * 2 >= current.Calls + previous.Calls;

    /// <summary>Counts a call.</summary>
    public void Count(bool failed, long now)
    {
        if (now >= windowEnds)
        {
            var stale = windowEnds == Timestamps.Never || now >= time.Later(windowEnds, HealthRules.Window);
            previous = stale ? default : current;
            current = default;
            windowEnds = time.Later(now, HealthRules.Window);
        }

        current = (current.Calls + 1, current.Failed + (failed ? 1 : 0));
    }

    /// <summary>Forgets.</summary>
    public void Clear() => current = previous = default;
}
