namespace Gyre.Models.Providers;

/// <summary>A provider pushed back.</summary>
/// <param name="Connection">Name of the connection.</param>
/// <param name="Model">Model or deployment that was asked.</param>
/// <param name="RetryAfter">How long the provider wants to be left alone, where it said so.</param>
/// <param name="At">When the answer came.</param>
public readonly record struct RateLimited(string Connection, string Model, TimeSpan? RetryAfter, DateTimeOffset At);

/// <summary>Passes push-back of providers on to whoever controls concurrency. Thread-safe.</summary>
public sealed class RateLimitSignal
{
    private readonly Lock gate = new();
    private Action<RateLimited>[] listeners = [];

    /// <summary>One that nothing is ever reported to.</summary>
    public static RateLimitSignal Silent { get; } = new();

    /// <summary>Calls <paramref name="listener"/> at each push-back, on the thread of the call that met it, until the result is disposed.</summary>
    public IDisposable Subscribe(Action<RateLimited> listener)
    {
        lock (gate)
        {
            listeners = [.. listeners, listener];
        }

        return new Subscription(this, listener);
    }

    /// <summary>Tells every listener.</summary>
    public void Report(RateLimited limited)
    {
        foreach (var listener in listeners)
        {
            listener(limited);
        }
    }

    private sealed class Subscription(RateLimitSignal signal, Action<RateLimited> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (signal.gate)
            {
                signal.listeners = [.. signal.listeners.Where(l => l != listener)];
            }
        }
    }
}
