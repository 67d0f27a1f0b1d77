using System.Runtime.CompilerServices;
using Gyre.Kernel;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Admission;

/// <summary>
/// What an admitted call holds of each limit and budget until it ends. End it exactly once, on every path; a second end does nothing.
/// </summary>
public sealed class Reservation
{
    private const int Inline = 6;

    private Holds holds;
    private Hold[]? more;
    private int count;
    private int ended;

    internal Reservation()
    {
    }

    /// <summary>For callers that no rule covers.</summary>
    public static Reservation Unmetered { get; } = new();

    /// <summary>Books what the call used.</summary>
    /// <param name="usage">Null, or without totals: what was reserved counts.</param>
    /// <param name="cost">Null: what was reserved counts.</param>
    /// <returns>Whether this ended it.</returns>
    public bool Settle(TokenUsage? usage, NanoDollars? cost) =>
        End(usage is null || (usage.TotalInput is null && usage.TotalOutput is null) ? null : (usage.TotalInput ?? 0) + (usage.TotalOutput ?? 0), cost?.Count, used: true);

    /// <summary>Gives everything back: no provider was asked, or none charges for what happened.</summary>
    /// <returns>Whether this ended it.</returns>
    public bool Release() => End(0, 0, used: false);

    internal void Add(Meter meter, long amount)
    {
        if (count < Inline)
        {
            holds[count++] = new Hold(meter, amount);
            return;
        }

        // Rare: more than six rules for one call.
        Array.Resize(ref more, (count - Inline) + 1);
        more[count++ - Inline] = new Hold(meter, amount);
    }

    private bool End(long? tokens, long? cost, bool used)
    {
        if (Interlocked.Exchange(ref ended, 1) != 0)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var (meter, amount) = i < Inline ? holds[i] : more![i - Inline];
            meter.Settle(amount, Math.Max(0, meter.Quota.Unit switch
            {
                QuotaUnit.Usd => cost ?? amount,
                QuotaUnit.Tokens => tokens ?? amount,
                QuotaUnit.Requests when used => 1,
                _ => 0,
            }));
        }

        return true;
    }

    private readonly record struct Hold(Meter Meter, long Amount);

    [InlineArray(Inline)]
    private struct Holds
    {
        private Hold first;
    }
}
