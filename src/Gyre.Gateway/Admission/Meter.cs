namespace Gyre.Gateway.Admission;

/// <summary>
/// One quota in one period on this node: what is leased, spent and under way. Reserving and settling are lock-free;
/// leases change only in <see cref="LeaseKeeper"/>, one exchange at a time.
/// </summary>
/// <remarks>
/// <c>available = granted − spent − under way</c>. What is spent is written where it outlives the process, before the reservation
/// is freed; so after a crash nothing settled is missing. A soft quota grants nothing and lets everything pass.
/// </remarks>
internal sealed class Meter(Quota quota, MeterKey key, Period period, SpentSlot slot)
{
    private const long Closed = long.MinValue;

    private long available;
    private long granted;
    private long used;

    /// <summary>The rule as it was when the period was first used here.</summary>
    public Quota Quota => quota;

    public MeterKey Key => key;

    public Period Period => period;

    /// <summary>One exchange with the database at a time.</summary>
    public SemaphoreSlim Exchange { get; } = new(1, 1);

    /// <summary>Set by the hot path when the slice runs low, cleared by the keeper.</summary>
    public int Asked;

    /// <summary>What to lease next time; grows while slices are used up fast, shrinks when they last.</summary>
    public long Slice;

    /// <summary>When the last slice came, on the monotonic clock.</summary>
    public long LeasedAt;

    /// <summary>An ask of at least this much was turned down until <see cref="DeniedUntil"/>; the database is not asked again before.</summary>
    public long DeniedNeed = long.MaxValue;

    /// <summary>On the monotonic clock.</summary>
    public long DeniedUntil;

    /// <summary>What the last turn-down rested on.</summary>
    public Shortage? Denied;

    /// <summary>Below this the keeper is asked for more ahead of need.</summary>
    public long LowWater;

    public long Granted => Volatile.Read(ref granted);

    public long Spent => slot.Spent;

    /// <summary>What can still be reserved without asking.</summary>
    public long Available => Volatile.Read(ref available) is var a and not Closed ? a : 0;

    /// <summary>Reservations not yet settled.</summary>
    public long UnderWay => Volatile.Read(ref available) is var a and not Closed ? Granted - Spent - a : 0;

    /// <summary>Sum of all reservations so far; moves only when there is traffic.</summary>
    public long Used => Volatile.Read(ref used);

    public bool IsClosed => Volatile.Read(ref available) == Closed;

    /// <summary>What the database has surely heard; null where that is in doubt. Changed under <see cref="Exchange"/>.</summary>
    public (long Granted, long Spent)? Told { get; set; } = (0, 0);

    /// <summary>The highest percent warned of, and <see cref="Spent"/> when that was last looked at.</summary>
    public (int Percent, long Spent) Warned { get; set; }

    /// <summary><see cref="Used"/> at the last round, and since when it has not changed.</summary>
    public (long Used, long Since) Quiet { get; set; }

    public bool TryReserve(long amount)
    {
        while (true)
        {
            var seen = Volatile.Read(ref available);
            if (seen == Closed || (quota.Hard && seen < amount))
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref available, seen - amount, seen) == seen)
            {
                Volatile.Write(ref used, used + amount);
                return true;
            }
        }
    }

    /// <summary>Whether the slice is so low that it is time to fetch more; true once until the keeper has answered.</summary>
    public bool RunsLow() => quota.Hard && Available < LowWater && Volatile.Read(ref Asked) == 0 && Interlocked.Exchange(ref Asked, 1) == 0;

    /// <summary>Ends a reservation: what it cost stays spent, the rest is free again.</summary>
    public void Settle(long reserved, long cost)
    {
        slot.Add(cost);
        Interlocked.Add(ref available, reserved - cost);
    }

    /// <summary>A lease came.</summary>
    public void Grant(long more)
    {
        Interlocked.Add(ref granted, more);
        Interlocked.Add(ref available, more);
    }

    /// <summary>Takes back what nobody has reserved, up to an amount; the caller tells the database afterwards.</summary>
    public long TakeBack(long most)
    {
        while (true)
        {
            var seen = Volatile.Read(ref available);
            var take = Math.Min(seen, most);
            if (seen == Closed || take <= 0)
            {
                return 0;
            }

            if (Interlocked.CompareExchange(ref available, seen - take, seen) == seen)
            {
                Interlocked.Add(ref granted, -take);
                return take;
            }
        }
    }

    /// <summary>Ends the meter if nothing is under way; from then on nothing can be reserved on it.</summary>
    public bool TryClose()
    {
        var idle = Granted - Spent;
        return IsClosed || Interlocked.CompareExchange(ref available, Closed, idle) == idle;
    }

    /// <summary>The place on file may be used by another meter.</summary>
    public void FreeSlot() => slot.Free();
}

/// <summary>Why a lease fell short.</summary>
/// <param name="Amount">What holds now.</param>
/// <param name="Spent">Settled on all nodes.</param>
/// <param name="HeldElsewhere">Leased to other nodes and not spent.</param>
internal sealed record Shortage(long Amount, long Spent, long HeldElsewhere);
