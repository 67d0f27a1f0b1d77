using System.Collections.Concurrent;

namespace Gyre.Gateway.Routing.Health;

/// <summary>The health of every target by (connection, model), so that a reload of the routes forgets nothing. Thread-safe.</summary>
/// <param name="time">The clock.</param>
public sealed class HealthBook(TimeProvider time)
{
    // Models that callers name freely (connection/anything) must not grow it without end; what is forgotten here is only learned again.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(string Connection, string Model), TargetHealth> targets = new();
    private readonly ConcurrentDictionary<string, CredentialHealth> credentials = new(StringComparer.Ordinal);

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>The health of one target.</summary>
    public TargetHealth Of(string connection, string model)
    {
        if (targets.Count >= Most)
        {
            targets.Clear();
        }

        return targets.GetOrAdd(
            (connection, model),
            (key, book) => new TargetHealth(book.credentials.GetOrAdd(key.Connection, _ => new CredentialHealth(book.Time)), book.Time),
            this);
    }
}
