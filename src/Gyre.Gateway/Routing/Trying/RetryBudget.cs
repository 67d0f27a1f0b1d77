namespace Gyre.Gateway.Routing.Trying;

/// <summary>Keeps repetitions a small part of the load, so that a provider in trouble is not asked more than before. Each request earns a fraction of a repetition, and a second earns one for pools with little traffic. Thread-safe.</summary>
/// <param name="ratio">Repetitions per request.</param>
/// <param name="time">The clock.</param>
internal sealed class RetryBudget(double ratio, TimeProvider time)
{
    private const double Most = 100;
    private const double AtStart = 10;
    private const double PerSecond = 1;

    private readonly Lock gate = new();
    private double balance = AtStart;
    private long earnedAt = time.GetTimestamp();

    /// <summary>Never allows a repetition.</summary>
    public static RetryBudget None { get; } = new(0, TimeProvider.System);

    /// <summary>A request came.</summary>
    public void Earn()
    {
        lock (gate)
        {
            balance = Math.Min(Most, balance + ratio);
        }
    }

    /// <summary>Pays for one repetition, if it can.</summary>
    public bool TrySpend()
    {
        if (ratio == 0)
        {
            return false;
        }

        lock (gate)
        {
            var now = time.GetTimestamp();
            balance = Math.Max(balance, Math.Min(AtStart, balance + (time.GetElapsedTime(earnedAt, now).TotalSeconds * PerSecond)));
            earnedAt = now;
            if (balance < 1)
            {
                return false;
            }

            balance--;
            return true;
        }
    }
}
