using Gyre.Kernel;
using Gyre.Models.Prices;

namespace Gyre.Gateway.Usage.Exports;

/// <summary>Puts the calls of an hour together; only one hour is in memory. Calls come in order of time.</summary>
internal sealed class FocusHours(FocusCharges charges, UnpricedCalls unpriced)
{
    private readonly Dictionary<FocusKey, Dictionary<(PriceBucket? Bucket, decimal Rate), FocusCharge>> hourly = [];
    private readonly Dictionary<FocusKey, UnpricedGroup> unknown = [];
    private long hour;
    private UsageExported written = new(0, NanoDollars.Zero, 0, null);

    public void Add(FocusCall call)
    {
        if (call.Hour != hour)
        {
            Write();
            hour = call.Hour;
        }

        if (call.IsUnpriced)
        {
            Group(unknown, call.Key).Add(call);
            written = written with { Unpriced = written.Unpriced + 1 };
            return;
        }

        foreach (var (bucket, quantity, rate, share) in call.Parts())
        {
            Group(Group(hourly, call.Key), (bucket, rate)).Add(quantity, share, call.Estimated);
        }
    }

    public UsageExported End()
    {
        Write();
        return written;
    }

    private void Write()
    {
        foreach (var (key, parts) in hourly)
        {
            foreach (var ((bucket, rate), charge) in parts)
            {
                charges.Write(hour, key, bucket, rate, charge);
                written = written with { Rows = written.Rows + 1, Cost = written.Cost + new NanoDollars(charge.Cost) };
            }
        }

        foreach (var (key, group) in unknown)
        {
            unpriced.Write(hour, key, group);
        }

        hourly.Clear();
        unknown.Clear();
    }

    private static TValue Group<TKey, TValue>(Dictionary<TKey, TValue> groups, TKey key)
        where TKey : notnull
        where TValue : new()
    {
        if (!groups.TryGetValue(key, out var group))
        {
            groups.Add(key, group = new TValue());
        }

        return group;
    }
}

/// <summary>One charge in the making.</summary>
internal sealed class FocusCharge
{
    public decimal Quantity { get; private set; }

    /// <summary>In billionths of a dollar.</summary>
    public long Cost { get; private set; }

    public long Calls { get; private set; }

    public long Estimated { get; private set; }

    public void Add(decimal quantity, long share, bool estimated)
    {
        Quantity += quantity;
        Cost = checked(Cost + share);
        Calls++;
        Estimated += estimated ? 1 : 0;
    }
}
