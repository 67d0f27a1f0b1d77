using Gyre.Gateway.Routing.Trying;

namespace Gyre.Gateway.Routing.Health;

/// <summary>What is known of one (connection, model): shared by every pool that has it, kept over reloads. Reading takes no lock; what a call's end changes is changed under one. Thread-safe.</summary>
public sealed class TargetHealth
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly CredentialHealth credential;
    private readonly FailureShare share;
    private int inFlight;
    private int failuresInARow;
    private int throttlesInARow;
    private int rests;
    private int probing;
    private long throttledUntil = Timestamps.Never;
    private long openUntil = Timestamps.Never;

    internal TargetHealth(CredentialHealth credential, TimeProvider time)
    {
        (this.credential, this.time) = (credential, time);
        share = new FailureShare(time);
        FirstToken = new PeakLatency(time);
        Whole = new PeakLatency(time);
    }

    /// <summary>Requests under way.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>The state at this moment, for metrics and status pages.</summary>
    public TargetState State => At(time.GetTimestamp());

    /// <summary>Time to the first token, of streams.</summary>
    internal PeakLatency FirstToken { get; }

    /// <summary>Time to the whole answer, of other calls.</summary>
    internal PeakLatency Whole { get; }

    /// <summary>The state at a timestamp.</summary>
    internal TargetState At(long now)
    {
        if (credential.RefusedUntil > now)
        {
            return TargetState.CredentialRefused;
        }

        if (Volatile.Read(ref throttledUntil) > now)
        {
            return TargetState.Throttled;
        }

        var until = Volatile.Read(ref openUntil);
        return until == Timestamps.Never ? TargetState.Ready
            : until > now ? TargetState.Open
            : Volatile.Read(ref probing) == 0 ? TargetState.HalfOpen
            : TargetState.Probing;
    }

    /// <summary>The timestamp from which it may be asked again, as far as is known; in the past where it may be asked now.</summary>
    internal long ReadyAt => Math.Max(credential.RefusedUntil, Math.Max(Volatile.Read(ref throttledUntil), Volatile.Read(ref openUntil)));

    /// <summary>Takes a place for one request, if the state and the limit allow it.</summary>
    /// <param name="now">The timestamp.</param>
    /// <param name="limit">Most requests at a time.</param>
    /// <param name="probe">Whether this request is the one that finds out if the target is back.</param>
    internal bool TryEnter(long now, int limit, out bool probe)
    {
        probe = false;
        var state = At(now);
        if (state is not (TargetState.Ready or TargetState.HalfOpen))
        {
            return false;
        }

        if (state == TargetState.HalfOpen && !(probe = Interlocked.CompareExchange(ref probing, 1, 0) == 0))
        {
            return false;
        }

        if (TryTakePlace(limit))
        {
            return true;
        }

        if (probe)
        {
            Volatile.Write(ref probing, 0);
        }

        return probe = false;
    }

    /// <summary>Takes a place whatever the state: for the last way that is left.</summary>
    internal bool TryTakePlace(int limit)
    {
        if (Interlocked.Increment(ref inFlight) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref inFlight);
        return false;
    }

    /// <summary>Gives the place back and learns from how the request ended.</summary>
    internal void Leave(in Outcome outcome, bool probe)
    {
        var now = time.GetTimestamp();
        Interlocked.Decrement(ref inFlight);
        lock (gate)
        {
            switch (outcome.Kind.Effect)
            {
                case HealthEffect.Alive:
                    share.Count(failed: false, now);
                    Recovered(now, answered: outcome.Kind == OutcomeKind.Answered);
                    break;
                case HealthEffect.Throttled:
                    Close();
                    Throttle(outcome.RetryAfter, now);
                    break;
                case HealthEffect.Failed:
                    share.Count(failed: true, now);
                    Failed(outcome.RetryAfter, now, probe);
                    break;
                case HealthEffect.CredentialRefused:
                    credential.Refused(now);
                    break;
            }

            if (probe)
            {
                Volatile.Write(ref probing, 0);
            }
        }
    }

    private void Recovered(long now, bool answered)
    {
        Close();
        if (answered)
        {
            throttlesInARow = 0;
            credential.Proven(now);
        }
    }

    private void Close()
    {
        failuresInARow = rests = 0;
        if (openUntil != Timestamps.Never)
        {
            share.Clear();
            Volatile.Write(ref openUntil, Timestamps.Never);
        }
    }

    private void Throttle(TimeSpan? asked, long now)
    {
        var untold = Doubled(HealthRules.UntoldThrottle, throttlesInARow++, HealthRules.LongestUntoldThrottle);
        var wait = asked is { } told ? told < HealthRules.LongestThrottle ? told : HealthRules.LongestThrottle : untold;
        Volatile.Write(ref throttledUntil, Math.Max(throttledUntil, time.Later(now, wait)));
    }

    private void Failed(TimeSpan? asked, long now, bool probe)
    {
        failuresInARow++;
        if (openUntil != Timestamps.Never && !probe)
        {
            return; // Sent before it opened, or as the last way left: the rest goes on as it is.
        }

        if (probe || failuresInARow >= HealthRules.FailuresInARow || share.IsTooHigh)
        {
            var rest = Doubled(HealthRules.FirstRest, rests++, HealthRules.LongestRest);
            rest = asked > rest ? asked.Value < HealthRules.LongestThrottle ? asked.Value : HealthRules.LongestThrottle : rest;
            Volatile.Write(ref openUntil, time.Later(now, rest));
        }
        else if (asked is { } told)
        {
            Throttle(told, now);
        }
    }

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
    {
        var wait = first * Math.Pow(2, Math.Min(times, 20));
        return wait < longest ? wait : longest;
    }
}
