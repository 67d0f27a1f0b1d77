namespace Gyre.Models.Simulated;

/// <summary>A limit per minute as providers enforce it: over any second, a second's share. Safe for any number of threads.</summary>
internal sealed class SimulatedLimit
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly double perSecond;
    private double left;
    private long filled;

    private SimulatedLimit(double perMinute, TimeProvider time)
    {
        (perSecond, this.time) = (perMinute / 60, time);
        left = Math.Max(1, perSecond);
        filled = time.GetTimestamp();
    }

    /// <summary>Null for no limit.</summary>
    public static SimulatedLimit? Of(double? perMinute, TimeProvider? time) => perMinute is { } most ? new SimulatedLimit(most, time ?? TimeProvider.System) : null;

    /// <summary>Takes from what is left; false where that is used up. What is larger than a second's share passes when all of it is there, and is owed.</summary>
    public bool TryTake(double amount)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            var most = Math.Max(1, perSecond);
            left = Math.Min(most, left + (time.GetElapsedTime(filled, now).TotalSeconds * perSecond));
            filled = now;
            if (left < Math.Min(amount, most))
            {
                return false;
            }

            left -= amount;
            return true;
        }
    }
}
