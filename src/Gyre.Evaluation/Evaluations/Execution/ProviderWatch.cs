namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>
/// Sees every call of a run to a provider and says when nothing gets through any more: then the run stops, instead of failing line
/// after line. Safe for any number of threads.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ProviderWatch(TimeProvider time)
{
    /// <summary>How long nothing may get through. Windows of providers' limits are a minute.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Fewer may be single calls that the provider takes badly.
    private const int Fewest = 5;

    private readonly Lock gate = new();
    private long? since;
    private int failures;
    private bool answered;

    /// <summary>Whether any call ever got through.</summary>
    public bool HasAnswered
    {
        get
        {
            lock (gate)
            {
                return answered;
            }
        }
    }

    /// <summary>A call got through, even if to be told that it was wrong.</summary>
    public void Answered()
    {
        lock (gate)
        {
            answered = true;
            since = null;
            failures = 0;
        }
    }

    /// <summary>A call failed for want of a provider.</summary>
    /// <param name="wait">How long the provider wants to be left alone, where it says so.</param>
    /// <returns>Whether it is to be given up for now.</returns>
    public bool Failed(TimeSpan? wait)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            since ??= now;
            failures++;
            return wait > Patience || (failures >= Fewest && time.GetElapsedTime(since.Value, now) >= Patience);
        }
    }
}
