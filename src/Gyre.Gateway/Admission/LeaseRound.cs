using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Admission;

/// <summary>What the keeper does every quarter of a second, apart from calls.</summary>
internal sealed class LeaseRound(string folder, SpentJournal journal, ILeases leases, LeaseKeeper keeper, TimeProvider time, BudgetWarnings warnings, ILogger log)
{
    private static readonly TimeSpan IdleBefore = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeptLimits = TimeSpan.FromDays(2);
    private const int BeatEvery = 4;
    private const int TakeOverEvery = 40;
    private const int PurgeEvery = 14_400;

    private readonly Dictionary<string, (long Beat, long Since)> beats = new(StringComparer.Ordinal);
    private long wanted;
    private long rounds;

    /// <summary>One round. What fails is done by a later one.</summary>
    /// <param name="wantedNow">The database's count of leases that fell short.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public async Task RunAsync(long wantedNow, CancellationToken cancellationToken)
    {
        await GiveBackWantedAsync(wantedNow, cancellationToken);
        await TellAsync(cancellationToken);
        await PrepareNextPeriodsAsync(cancellationToken);
        await warnings.CheckAsync(keeper.Gates, cancellationToken);
        if (rounds % BeatEvery == 0)
        {
            await BeatAsync(cancellationToken);
        }

        if (rounds % TakeOverEvery == 0)
        {
            await TakeOverAsync(cancellationToken);
        }

        if (rounds % PurgeEvery == 0)
        {
            await leases.PurgeAsync(time.GetUtcNow() - KeptLimits, cancellationToken);
        }

        rounds++;
    }

    /// <summary>Gives back everything that is not in use. What is still under way stays leased, and in the journal for whoever takes over.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var meter in keeper.Gates.SelectMany(g => g.Meters()))
        {
            meter.TakeBack(long.MaxValue);
        }

        await TellAsync(_ => true, cancellationToken);
        if (keeper.Gates.All(g => g.Meters().Length == 0))
        {
            await leases.TakeOverAsync(journal.Node, new Dictionary<MeterKey, long>(), cancellationToken);
            journal.Delete();
        }
    }

    /// <summary>Takes over the leases of processes of this machine that are dead.</summary>
    public async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        foreach (var left in LeftJournal.All(folder))
        {
            using (left)
            {
                var spent = left.Read();
                await leases.TakeOverAsync(left.Node, spent, cancellationToken);
                left.Delete();
                AdmissionLog.TakenOver(log, left.Node, spent is null ? "the machine was restarted since, so they count as spent" : "what they had not spent is free again");
            }
        }
    }

    private Task TellAsync(CancellationToken cancellationToken) => TellAsync(IsQuiet, cancellationToken);

    private async Task TellAsync(Func<Meter, bool> mayEnd, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var held = new List<(Gate Gate, Meter Meter)>();
        try
        {
            foreach (var gate in keeper.Gates)
            {
                foreach (var meter in gate.Meters())
                {
                    // A meter whose lease is being changed waits for the next round.
                    if (!meter.Exchange.Wait(0, cancellationToken))
                    {
                        continue;
                    }

                    Tidy(gate, meter, now, mayEnd);
                    if (meter.IsClosed || meter.Told != (meter.Granted, meter.Spent))
                    {
                        held.Add((gate, meter));
                    }
                    else
                    {
                        meter.Exchange.Release();
                    }
                }
            }

            await TellAsync([.. held.Select(h => h.Meter).Where(m => !m.IsClosed)], cancellationToken);
            var closed = held.Where(h => h.Meter.IsClosed).ToList();
            if (closed.Count > 0)
            {
                await leases.EndAsync(keeper.Node, [.. closed.Select(h => new LeaseState(h.Meter.Key, 0, h.Meter.Spent))], cancellationToken);
                foreach (var (gate, meter) in closed)
                {
                    gate.Forget(meter);
                }
            }
        }
        finally
        {
            foreach (var (_, meter) in held)
            {
                meter.Exchange.Release();
            }
        }

        foreach (var gate in keeper.Gates.Where(g => g.IsRemoved && g.Meters().Length == 0))
        {
            keeper.Forget(gate);
        }
    }

    private async Task TellAsync(IReadOnlyList<Meter> meters, CancellationToken cancellationToken)
    {
        // Spent before granted: a settlement in between makes the word too careful, not too generous.
        var news = meters.Select(m => (Meter: m, m.Spent, m.Granted)).ToList();
        if (news.Count == 0)
        {
            return;
        }

        foreach (var (meter, _, _) in news)
        {
            meter.Told = null;
        }

        await leases.TellAsync(keeper.Node, [.. news.Select(n => new LeaseState(n.Meter.Key, n.Granted, n.Spent))], cancellationToken);
        foreach (var (meter, spent, granted) in news)
        {
            meter.Told = (granted, spent);
        }
    }

    // What nobody has used for a while is given back; what is over, or long idle, ends.
    private void Tidy(Gate gate, Meter meter, long now, Func<Meter, bool> mayEnd)
    {
        var over = gate.IsOver(meter, now);
        if (over || IsIdle(meter, IdleBefore))
        {
            meter.TakeBack(long.MaxValue);
        }

        if (over || mayEnd(meter))
        {
            meter.TryClose();
        }
    }

    private bool IsQuiet(Meter meter) => IsIdle(meter, ForgottenAfter);

    private bool IsIdle(Meter meter, TimeSpan least)
    {
        var (used, since) = meter.Quiet;
        if (used != meter.Used || since == 0)
        {
            meter.Quiet = (meter.Used, time.GetTimestamp());
            return false;
        }

        return time.GetElapsedTime(since) >= least;
    }

    private async Task GiveBackWantedAsync(long wantedNow, CancellationToken cancellationToken)
    {
        if (wantedNow == wanted)
        {
            return;
        }

        var keys = (await leases.WantedSinceAsync(wanted, cancellationToken)).ToHashSet();
        foreach (var meter in keeper.Gates.SelectMany(g => g.Meters()).Where(m => keys.Contains(m.Key)))
        {
            meter.TakeBack(long.MaxValue);
        }

        wanted = wantedNow;
    }

    // The first calls of a minute should not wait for the database.
    private async Task PrepareNextPeriodsAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var gate in keeper.Gates.Where(g => g.Rule is { Hard: true, Suspended: false } && !g.IsRemoved))
        {
            foreach (var meter in gate.Meters())
            {
                if (meter.Period.Contains(now) && meter.Period.End - now < Ahead.TotalMilliseconds && meter.Used > 0 && meter.Slice > 0
                    && gate.Prepare(meter.Period.End) is { Granted: 0 } next)
                {
                    next.Slice = meter.Slice;
                    await keeper.ExchangeAsync(next, 1, cancellationToken);
                }
            }
        }
    }

    // Life is shown by counting on, and seen on our own monotonic clock: nobody's wall clock matters.
    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        if (keeper.Gates.All(g => g.Rule.Unit != QuotaUnit.Concurrency))
        {
            return;
        }

        var now = time.GetTimestamp();
        foreach (var (node, beat) in await leases.BeatAsync(keeper.Node, cancellationToken))
        {
            if (!beats.TryGetValue(node, out var seen) || seen.Beat != beat)
            {
                beats[node] = (beat, now);
            }
        }

        keeper.Dead = [.. beats.Where(b => b.Key != keeper.Node && time.GetElapsedTime(b.Value.Since, now) > DeadAfter).Select(b => b.Key)];
    }
}
