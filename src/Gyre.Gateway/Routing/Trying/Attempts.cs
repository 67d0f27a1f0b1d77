using System.Numerics;
using Gyre.Gateway.Routing.Choosing;
using Gyre.Gateway.Routing.Health;

namespace Gyre.Gateway.Routing.Trying;

/// <summary>
/// Decides the tries of one request: which target next, after which failure, after which wait, and when to stop. It sends nothing itself;
/// given the same clock, randomness and outcomes it decides the same. One request has one. Thread-safe, since the slower of two hedged tries ends when it likes.
/// </summary>
/// <remarks>
/// The order after a failure: another target that is ready; the fallback for this class of failure; a wait, where the same targets may do better;
/// the end. It always ends: each pool is entered once, and in each the tries and waits are counted.
/// </remarks>
public sealed class Attempts
{
    // Fallbacks may name each other in a circle.
    private const int MostHops = 16;

    private readonly RouteTable table;
    private readonly TimeProvider time;
    private readonly Random random;
    private readonly TargetChooser chooser;
    private readonly RouteQuery query;
    private readonly CancellationToken client;
    private readonly long deadline;
    private readonly Lock gate = new();
    private readonly List<Pool> entered = new(1);
    private Pool pool;
    private ulong allowed;
    private ulong tried;
    private int used;
    private int waits;
    private int failures;
    private int live;
    private Step? end;
    private Outcome? last;
    private AttemptReason reason;

    internal Attempts(RouteTable table, Pool pool, in RouteQuery query, TargetChooser chooser, TimeProvider time, Random random, CancellationToken client)
    {
        (this.table, this.query, this.chooser, this.time, this.random, this.client) = (table, query, chooser, time, random, client);
        deadline = time.Later(time.GetTimestamp(), pool.Total);
        this.pool = pool;
        entered.Add(pool);
        allowed = Eligible.In(pool, query, entered);
        pool.Budget.Earn();
    }

    /// <summary>Tries made so far.</summary>
    public int Count { get; private set; }

    /// <summary>How long to wait for the first token of a try before <see cref="Hedge"/> is asked; null for never.</summary>
    public TimeSpan? HedgeAfter(Attempt attempt)
    {
        if (attempt.Pool.Hedge is not { } hedging || query.Once || BitOperations.PopCount(allowed & ~tried) == 0)
        {
            return null;
        }

        return hedging.After ?? (query.Stream ? attempt.Target.Health.FirstToken : attempt.Target.Health.Whole).Percentile95;
    }

    /// <summary>The first step, or the one after a wait.</summary>
    public Step Next()
    {
        lock (gate)
        {
            if (allowed == 0)
            {
                return GiveUp(GiveUpCause.NoTargetAllowed);
            }

            var now = time.GetTimestamp();
            return now >= deadline ? GiveUp(GiveUpCause.DeadlineExceeded) : TryNow(last?.Kind.Fallback ?? (IsDown(now) ? FallbackClass.Unavailable : FallbackClass.Throttled));
        }
    }

    /// <summary>The step after a try ended; of a try that answered, when its answer is complete.</summary>
    public Step After(Attempt attempt, in Outcome outcome)
    {
        lock (gate)
        {
            if (attempt.Leave(outcome))
            {
                live--;
            }

            if (outcome.Kind == OutcomeKind.Answered)
            {
                end = new Step(StepKind.Done);
            }

            if (end is not null || outcome.Kind == OutcomeKind.Lost)
            {
                return end ?? new Step(StepKind.Pending);
            }

            if (outcome.Kind == OutcomeKind.NotCarried)
            {
                return PassOver(attempt, outcome);
            }

            last = outcome;
            if (outcome.Kind.EndsAll || outcome.Delivered || query.Once)
            {
                return GiveUp(outcome.Kind == OutcomeKind.TotalTimeout ? GiveUpCause.DeadlineExceeded : GiveUpCause.Failed);
            }

            return live > 0 ? new Step(StepKind.Pending)
                : time.GetTimestamp() >= deadline ? GiveUp(GiveUpCause.DeadlineExceeded)
                : outcome.Kind.IsWorthAnotherTarget ? Again(outcome.Kind)
                : FallBack(outcome.Kind.Fallback) ?? GiveUp(GiveUpCause.Failed);
        }
    }

    /// <summary>A second try in parallel to one that is silent, at a target not asked yet; null where there is none or the budget is spent.</summary>
    public Attempt? Hedge()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (end is not null || live != 1 || used >= pool.MostTries || (allowed & ~tried) == 0 || now >= deadline || !pool.Budget.TrySpend())
            {
                return null;
            }

            reason = AttemptReason.Hedge;
            return Choose(now)?.Attempt;
        }
    }

    private Step Again(OutcomeKind kind)
    {
        // Spilling over and the first move away from a failing target are free; what could multiply load is paid for.
        reason = kind == OutcomeKind.Throttled ? AttemptReason.Spill : AttemptReason.Failover;
        var free = kind == OutcomeKind.Throttled || failures++ == 0;
        if (used >= pool.MostTries || !(free || (allowed & ~tried) == 0 || pool.Budget.TrySpend()))
        {
            return FallBack(kind.Fallback) ?? GiveUp(GiveUpCause.Failed);
        }

        return TryNow(kind.Fallback);
    }

    /// <summary>Goes on as if the target were not there: it was sent nothing.</summary>
    private Step PassOver(Attempt attempt, in Outcome outcome)
    {
        Count--;
        if (attempt.Pool == pool)
        {
            used--;
            allowed &= ~(1UL << pool.Targets.IndexOf(attempt.Target));
        }

        if (live > 0)
        {
            return new Step(StepKind.Pending);
        }

        reason = AttemptReason.Failover;
        if (allowed != 0)
        {
            return Next();
        }

        var failed = last?.Kind.Fallback ?? FallbackClass.None;
        last ??= outcome;
        return time.GetTimestamp() >= deadline ? GiveUp(GiveUpCause.DeadlineExceeded) : FallBack(failed) ?? GiveUp(GiveUpCause.Failed);
    }

    private Step TryNow(FallbackClass failure)
    {
        var now = time.GetTimestamp();
        return Choose(now) ?? FallBack(failure) ?? LastResort(now) ?? Wait(now) ?? GiveUp(last is null ? GiveUpCause.Throttled : GiveUpCause.Failed);
    }

    private Step? Choose(long now)
    {
        var chosen = chooser.Choose(pool, allowed & ~tried, query, now, out var probe);
        return chosen < 0 ? null : Begin(chosen, probe);
    }

    /// <summary>Goes along the fallbacks to the first pool that has a target ready.</summary>
    private Step? FallBack(FallbackClass failure)
    {
        var now = time.GetTimestamp();
        var from = pool;
        for (var hops = 0; hops < MostHops && from.Fallbacks.TryGetValue(failure, out var name) && table.Find(name) is { } next && !entered.Contains(next); hops++)
        {
            var open = Eligible.In(next, query, entered);
            var chosen = chooser.Choose(next, open, query, now, out var probe);
            if (chosen >= 0)
            {
                entered.Add(next);
                (pool, allowed, tried, used, waits) = (next, open, 0, 0, 0);
                reason = AttemptReason.Fallback;
                return Begin(chosen, probe);
            }

            from = next;
        }

        return null;
    }

    /// <summary>When nothing was tried and everything rests after failures, asking beats refusing: the caller learns the provider's own error.</summary>
    private Step? LastResort(long now)
    {
        if (Count > 0 || !IsDown(now))
        {
            return null;
        }

        var best = BitOperations.TrailingZeroCount(allowed);
        for (var rest = allowed; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            best = pool.Targets[i].Health.ReadyAt < pool.Targets[best].Health.ReadyAt ? i : best;
        }

        return pool.Targets[best].Health.TryTakePlace(pool.Targets[best].Concurrency) ? Begin(best, probe: false) : null;
    }

    private Step? Wait(long now)
    {
        if (used >= pool.MostTries || waits >= pool.MostTries || last?.Kind.IsWorthAnotherTry == false || (last is not null && !pool.Budget.TrySpend()))
        {
            return null;
        }

        var delay = pool.Retry.Delay * Math.Pow(2, Math.Min(waits, 20));
        delay = (delay < pool.Retry.LongestDelay ? delay : pool.Retry.LongestDelay) * (0.5 + (random.NextDouble() / 2));
        if (ReadyIn(now) is { } ready && ready > delay)
        {
            // Spread the callers that wait for the same moment.
            delay = ready + (pool.Retry.Delay * (random.NextDouble() / 10));
        }

        if (delay > pool.Retry.LongestDelay || time.Later(now, delay) >= deadline)
        {
            return null;
        }

        waits++;
        tried = 0;
        reason = AttemptReason.Retry;
        return new Step(StepKind.Wait) { Delay = delay };
    }

    private Step Begin(int chosen, bool probe)
    {
        tried |= 1UL << chosen;
        used++;
        live++;
        Count++;
        return new Step(StepKind.Try)
        {
            Attempt = new Attempt(pool.Targets[chosen], pool, Count == 1 ? AttemptReason.First : reason, query.Stream, probe, deadline, time, client),
        };
    }

    /// <summary>Whether every target that may be chosen rests after failures, and none merely has too much to do.</summary>
    private bool IsDown(long now)
    {
        for (var rest = allowed; rest != 0; rest &= rest - 1)
        {
            if (pool.Targets[BitOperations.TrailingZeroCount(rest)].Health.At(now) is not (TargetState.Open or TargetState.Probing or TargetState.CredentialRefused))
            {
                return false;
            }
        }

        return allowed != 0;
    }

    private Step GiveUp(GiveUpCause cause)
    {
        var retryAfter = cause is GiveUpCause.NoTargetAllowed ? null : ReadyIn(time.GetTimestamp());
        var step = new Step(StepKind.GiveUp) { GivenUp = new GivenUp(cause, last, retryAfter) };
        end = step;
        return step;
    }

    /// <summary>How long until a target that may be chosen is ready; null where one is now.</summary>
    private TimeSpan? ReadyIn(long now)
    {
        var soonest = long.MaxValue;
        for (var rest = allowed; rest != 0; rest &= rest - 1)
        {
            soonest = Math.Min(soonest, pool.Targets[BitOperations.TrailingZeroCount(rest)].Health.ReadyAt);
        }

        return soonest > now && soonest != long.MaxValue ? time.GetElapsedTime(now, soonest) : null;
    }
}
