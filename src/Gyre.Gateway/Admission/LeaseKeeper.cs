using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Admission;

/// <summary>Leases slices from the database and brings back what was spent and what is not needed.</summary>
/// <param name="journal">Where what was spent outlives the process.</param>
/// <param name="leases">The database.</param>
/// <param name="rules">Reads the quotas as they are now.</param>
/// <param name="time">The clock.</param>
/// <param name="patience">How long a call waits for other nodes to give back what they do not use.</param>
/// <param name="log">Where trouble with the database is told.</param>
internal sealed class LeaseKeeper(
    SpentJournal journal, ILeases leases, Func<CancellationToken, Task<IReadOnlyList<Quota>>> rules, TimeProvider time, TimeSpan patience, ILogger log) : IDisposable
{
    private static readonly TimeSpan Denial = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Guid, Gate> gates = new();
    private readonly Channel<Meter> low = Channel.CreateUnbounded<Meter>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim reloading = new(1, 1);
    private readonly Outage outage = new();
    private volatile RuleBook book = new([]);
    private volatile IReadOnlyCollection<string> dead = [];

    public string Node => journal.Node;

    public RuleBook Book => book;

    public IEnumerable<Gate> Gates => gates.Values;

    /// <summary>Nodes that hold leases of concurrency but no longer show signs of life.</summary>
    public IReadOnlyCollection<string> Dead
    {
        set => dead = value;
    }

    /// <summary>Takes the rules as they are now.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await reloading.WaitAsync(cancellationToken);
        try
        {
            Change(await rules(cancellationToken));
        }
        finally
        {
            reloading.Release();
        }
    }

    private void Change(IReadOnlyList<Quota> current)
    {
        foreach (var rule in current)
        {
            gates.GetOrAdd(rule.Id, static (_, arg) => new Gate(arg.rule, arg.journal), (rule, journal)).Change(rule);
        }

        var present = current.Select(r => r.Id).ToHashSet();
        foreach (var gate in gates.Values.Where(g => !present.Contains(g.Rule.Id)))
        {
            gate.Remove();
        }

        book = new RuleBook(gates.Values.Where(g => !g.IsRemoved));
    }

    public void Dispose() => reloading.Dispose();

    /// <summary>Leases can't be renewed; told once until they can.</summary>
    public void Away(string reason)
    {
        if (outage.Begins())
        {
            AdmissionLog.Away(log, reason);
        }
    }

    /// <summary>Leases are renewed.</summary>
    public void Back()
    {
        if (outage.Ends())
        {
            AdmissionLog.Back(log);
        }
    }

    /// <summary>Drops a deleted rule when nothing of it is under way.</summary>
    public void Forget(Gate gate) => gates.TryRemove(gate.Rule.Id, out _);

    /// <summary>Notes a slice that runs low; cheap where it does not.</summary>
    public void Watch(Meter meter)
    {
        if (meter.RunsLow())
        {
            low.Writer.TryWrite(meter);
        }
    }

    /// <summary>Fetches slices ahead of need until stopped.</summary>
    public async Task FetchAheadAsync(CancellationToken cancellationToken)
    {
        await foreach (var meter in low.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await ExchangeAsync(meter, meter.LowWater, cancellationToken);
            }
            catch (Exception e) when (e is Kernel.ProblemException or System.Data.Common.DbException)
            {
                Away(e.Message);
            }
            finally
            {
                Volatile.Write(ref meter.Asked, 0);
            }
        }
    }

    /// <summary>Gets at least what a call needs, waiting a little for other nodes to give back what they do not use; null when it is worth trying again.</summary>
    public async ValueTask<Shortage?> FetchAsync(Meter meter, long need, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (meter.IsClosed)
            {
                // Its lease is being ended; the next one begins after that.
                await meter.Exchange.WaitAsync(cancellationToken);
                meter.Exchange.Release();
                return null;
            }

            if (need >= Volatile.Read(ref meter.DeniedNeed) && time.GetTimestamp() < Volatile.Read(ref meter.DeniedUntil) && meter.Available < need)
            {
                return meter.Denied;
            }

            var lease = await ExchangeAsync(meter, need, cancellationToken);
            if (lease is { Stale: true })
            {
                await ReloadAsync(cancellationToken);
            }

            if (lease?.Shortage is not { } shortage)
            {
                return null;
            }

            if (shortage.HeldElsewhere == 0 || time.GetElapsedTime(began) >= patience)
            {
                Deny(meter, need, shortage);
                return shortage;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Leases so that <paramref name="need"/> is available; null where it already was.</summary>
    public async Task<Lease?> ExchangeAsync(Meter meter, long need, CancellationToken cancellationToken)
    {
        await meter.Exchange.WaitAsync(cancellationToken);
        try
        {
            var missing = need - meter.Available;
            if (missing <= 0 || meter.IsClosed)
            {
                return null;
            }

            var now = time.GetTimestamp();
            meter.Slice = Slice(meter, need, now);
            var request = new LeaseRequest(meter.Key, Node, meter.Granted, meter.Spent, missing, Math.Max(missing, meter.Slice), time.GetUtcNow(), dead);
            // Should the answer get lost, the database may think that more is held than is: safe, and put right by the next word.
            meter.Told = null;
            var lease = await leases.LeaseAsync(request, cancellationToken);
            Back();
            meter.LowWater = lease.More / 4;
            if (lease.More > 0)
            {
                meter.Grant(lease.More);
                meter.Told = (request.Granted + lease.More, request.Spent);
                meter.LeasedAt = now;
                Volatile.Write(ref meter.DeniedNeed, long.MaxValue);
            }

            return lease;
        }
        finally
        {
            meter.Exchange.Release();
        }
    }

    // Twice as much where the last slice was gone within a second, half where it lasted.
    private long Slice(Meter meter, long need, long now)
    {
        if (meter.Slice == 0)
        {
            return Times(need, 8);
        }

        var lasted = time.GetElapsedTime(meter.LeasedAt, now);
        return lasted < TimeSpan.FromSeconds(1) ? Times(Math.Max(meter.Slice, need), 2)
            : lasted > TimeSpan.FromSeconds(8) ? Math.Max(Times(need, 2), meter.Slice / 2)
            : meter.Slice;
    }

    private static long Times(long amount, int factor) => amount > long.MaxValue / 16 / factor ? long.MaxValue / 16 : amount * factor;

    private void Deny(Meter meter, long need, Shortage shortage)
    {
        meter.Denied = shortage;
        Volatile.Write(ref meter.DeniedUntil, time.GetTimestamp() + (long)(Denial.TotalSeconds * time.TimestampFrequency));
        Volatile.Write(ref meter.DeniedNeed, need);
    }
}
