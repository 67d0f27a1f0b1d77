using Gyre.Kernel;

namespace Gyre.Gateway.Admission;

/// <summary>
/// Decides whether a call may be made: reserves its worst case from every limit and budget that covers the caller, or says no.
/// While this node's leased slices last no database is asked and nothing but the reservation is allocated.
/// </summary>
public sealed class Admission
{
    // A rule that changes while a call is being admitted is looked up again; this often and no more.
    private const int Turns = 8;

    // A database that takes the question and does not answer may not hold callers up; nor, after one has waited, the next ones.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly LeaseKeeper keeper;
    private readonly TimeProvider time;
    private long silentAt = long.MinValue;

    internal Admission(LeaseKeeper keeper, TimeProvider time) => (this.keeper, this.time) = (keeper, time);

    /// <summary>Reserves, or refuses; on refusal nothing is held.</summary>
    /// <param name="intent">Who wants what, and its worst case.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public ValueTask<Admitted> AdmitAsync(in CallIntent intent, CancellationToken cancellationToken)
    {
        var gates = keeper.Book.PlanOf(intent.Caller).Gates;
        if (gates.Length == 0)
        {
            return new(new Admitted(Reservation.Unmetered, null));
        }

        var reservation = new Reservation();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < gates.Length; i++)
        {
            var gate = gates[i];
            if (!intent.IsCoveredBy(gate.Rule))
            {
                continue;
            }

            if (Amount(gate.Rule, intent) is not { } amount)
            {
                reservation.Release();
                return new(new Admitted(null, Refusals.PriceUnknown(gate.Rule, intent.Model)));
            }

            Meter meter;
            try
            {
                meter = gate.At(now);
            }
            catch (ProblemException e)
            {
                reservation.Release();
                return new(new Admitted(null, Unavailable(gate.Rule, e.Message)));
            }

            if (!meter.TryReserve(amount))
            {
                return AdmitSlowlyAsync(reservation, gates, i, intent, cancellationToken);
            }

            reservation.Add(meter, amount);
            keeper.Watch(meter);
        }

        return new(new Admitted(reservation, null));
    }

    /// <summary>As above from one gate on, where a slice has to be leased first.</summary>
    private async ValueTask<Admitted> AdmitSlowlyAsync(Reservation reservation, Gate[] gates, int from, CallIntent intent, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            for (var i = from; i < gates.Length; i++)
            {
                var rule = gates[i].Rule;
                if (!intent.IsCoveredBy(rule))
                {
                    continue;
                }

                var refusal = Amount(rule, intent) is { } amount
                    ? await ReserveAsync(reservation, gates[i], amount, either.Token, cancellationToken)
                    : Refusals.PriceUnknown(rule, intent.Model);
                if (refusal is not null)
                {
                    reservation.Release();
                    return new Admitted(null, refusal);
                }
            }

            return new Admitted(reservation, null);
        }
        catch
        {
            reservation.Release();
            throw;
        }
    }

    private async ValueTask<Refusal?> ReserveAsync(Reservation reservation, Gate gate, long amount, CancellationToken patience, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < Turns; turn++)
        {
            var now = time.GetUtcNow();
            try
            {
                var meter = gate.At(now.ToUnixTimeMilliseconds());
                if (meter.TryReserve(amount))
                {
                    reservation.Add(meter, amount);
                    return null;
                }

                if (gate.IsRemoved || gate.Rule.Suspended)
                {
                    return null;
                }

                if (IsSilent())
                {
                    return Refusals.Unavailable(gate.Rule);
                }

                if (await keeper.FetchAsync(meter, amount, patience) is { } shortage)
                {
                    return Refusals.Exhausted(gate.Rule, amount, shortage, meter.Period, now);
                }
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                Volatile.Write(ref silentAt, time.GetTimestamp());
                return Unavailable(gate.Rule, $"The database did not answer within {LongestWait.TotalSeconds:0} seconds.");
            }
            catch (Exception e) when (e is ProblemException or System.Data.Common.DbException)
            {
                return Unavailable(gate.Rule, e.Message);
            }
        }

        return Refusals.Busy(gate.Rule);
    }

    /// <summary>The worst case in the rule's unit; null where it is money and the price is not known.</summary>
    private static long? Amount(Quota rule, in CallIntent intent) => rule.Unit switch
    {
        QuotaUnit.Usd => intent.WorstCost is { } cost ? Math.Max(0, cost.Count) : rule.Hard && !rule.AllowUnpriced ? null : 0,
        QuotaUnit.Tokens => Math.Max(0, intent.EstimatedInput) + Math.Max(0, intent.MaxOutput),
        _ => 1,
    };

    private bool IsSilent() => Volatile.Read(ref silentAt) is > long.MinValue and var at && time.GetElapsedTime(at) < Pause;

    private Refusal Unavailable(Quota rule, string reason)
    {
        keeper.Away(reason);
        return Refusals.Unavailable(rule);
    }
}
