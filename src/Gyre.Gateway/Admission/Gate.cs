namespace Gyre.Gateway.Admission;

/// <summary>One quota on this node: the meter of the current period, and those of earlier ones that are not yet settled.</summary>
internal sealed class Gate(Quota quota, SpentJournal journal)
{
    private readonly Lock gate = new();
    private readonly List<Meter> meters = [];
    private volatile Quota rule = quota;
    private volatile Meter? current;

    public Quota Rule => rule;

    /// <summary>Whether it has been deleted; its meters are still to be settled.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>The meter for a time. Where the clock jumped back it is that of the earlier period, whose count the database remembers.</summary>
    /// <exception cref="Kernel.ProblemException"><c>admission-not-writable</c>.</exception>
    public Meter At(long now) =>
        current is { IsClosed: false } meter && meter.Period.Contains(now) && meter.Key.Generation == rule.Generation ? meter : Turn(now);

    /// <summary>The meter that will follow, so that its first lease can be fetched ahead.</summary>
    public Meter Prepare(long later)
    {
        lock (gate)
        {
            return FindOrMake(later);
        }
    }

    /// <summary>Takes a changed rule over; what was leased under the old one and is not in use is given back.</summary>
    public void Change(Quota changed)
    {
        var amountChanged = changed.Amount != rule.Amount || changed.Override != rule.Override || changed.Suspended;
        rule = changed;
        IsRemoved = false;
        foreach (var meter in amountChanged ? Meters() : [])
        {
            meter.TakeBack(long.MaxValue);
        }
    }

    public void Remove() => IsRemoved = true;

    /// <summary>All that are not forgotten.</summary>
    public Meter[] Meters()
    {
        lock (gate)
        {
            return [.. meters];
        }
    }

    /// <summary>Drops a closed meter whose lease has ended.</summary>
    public void Forget(Meter meter)
    {
        lock (gate)
        {
            // The place first: two places of one meter in the journal could not be told apart.
            meter.FreeSlot();
            meters.Remove(meter);
        }
    }

    /// <summary>Whether a meter is of a past period, an earlier count, or a rule that no longer counts.</summary>
    public bool IsOver(Meter meter, long now) =>
        IsRemoved || rule.Suspended || meter.Key.Generation != rule.Generation || now >= meter.Period.End;

    private Meter Turn(long now)
    {
        lock (gate)
        {
            return current = FindOrMake(now);
        }
    }

    private Meter FindOrMake(long now)
    {
        var own = rule;
        var period = Period.At(own.Span, now, own.StartsAt);
        var key = new MeterKey(own.Id, own.Generation, period.Start);
        // A closed one too, while its lease has not ended: two would write the same row.
        if (meters.Find(m => m.Key == key) is { } found)
        {
            return found;
        }

        var made = new Meter(own, key, period, journal.Take(key));
        meters.Add(made);
        return made;
    }
}
