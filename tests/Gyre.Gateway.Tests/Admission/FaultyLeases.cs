using Gyre.Gateway.Admission;
using Gyre.Kernel;

namespace Gyre.Gateway.Tests.Admission;

/// <summary>A database that goes away in the worst moments: before a change, or after it and before its answer.</summary>
internal sealed class FaultyLeases(ILeases inner) : ILeases
{
    public enum Fault
    {
        None,
        Before,
        After,
        Silence,
    }

    /// <summary>What happens to the next change.</summary>
    public Fault Next { get; set; }

    public Task<Lease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken) => FailAsync(() => inner.LeaseAsync(request, cancellationToken), cancellationToken);

    public Task TellAsync(string node, IReadOnlyList<LeaseState> states, CancellationToken cancellationToken) => FailAsync(() => inner.TellAsync(node, states, cancellationToken), cancellationToken);

    public Task EndAsync(string node, IReadOnlyList<LeaseState> states, CancellationToken cancellationToken) => FailAsync(() => inner.EndAsync(node, states, cancellationToken), cancellationToken);

    public Task TakeOverAsync(string node, IReadOnlyDictionary<MeterKey, long>? spent, CancellationToken cancellationToken) =>
        FailAsync(() => inner.TakeOverAsync(node, spent, cancellationToken), cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> BeatAsync(string node, CancellationToken cancellationToken) => inner.BeatAsync(node, cancellationToken);

    public Task<(long Version, long Wanted)> StateAsync(CancellationToken cancellationToken) => inner.StateAsync(cancellationToken);

    public Task<IReadOnlyList<MeterKey>> WantedSinceAsync(long wanted, CancellationToken cancellationToken) => inner.WantedSinceAsync(wanted, cancellationToken);

    public Task<long> SpentAsync(MeterKey key, CancellationToken cancellationToken) => inner.SpentAsync(key, cancellationToken);

    public Task PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PurgeAsync(before, cancellationToken);

    public Task<bool> WarnAsync(MeterKey key, int percent, CancellationToken cancellationToken) => inner.WarnAsync(key, percent, cancellationToken);

    private Task FailAsync(Func<Task> change, CancellationToken cancellationToken) => FailAsync(
        async () =>
        {
            await change();
            return true;
        },
        cancellationToken);

    private async Task<T> FailAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        var (fault, _) = (Next, Next = Fault.None);
        if (fault == Fault.Silence)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (fault == Fault.Before)
        {
            throw new ProblemException("database-unreachable", "cut before the change");
        }

        var result = await change();
        return fault == Fault.After ? throw new ProblemException("database-unreachable", "cut before the answer") : result;
    }
}
