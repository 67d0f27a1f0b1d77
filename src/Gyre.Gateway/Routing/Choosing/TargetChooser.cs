using System.Numerics;
using Gyre.Gateway.Routing.Health;

namespace Gyre.Gateway.Routing.Choosing;

/// <summary>Chooses the target of one try: the lowest tier with a target that is ready, in it by affinity or policy. Takes no lock and allocates nothing.</summary>
/// <param name="random">Must be thread-safe where requests are parallel (<see cref="Random.Shared"/> is).</param>
/// <param name="prices">For the policy cost; null where no price is known.</param>
internal sealed class TargetChooser(Random random, ITargetPrices? prices = null)
{
    // A target without a measured latency counts as this slow once it has work, so that a new one is tried but not flooded.
    private const double UnknownSeconds = 1;

    /// <summary>Chooses and takes a place. -1 where no target is ready.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="allowed">A bit for each target that may be chosen.</param>
    /// <param name="query">What the request asks.</param>
    /// <param name="now">The timestamp.</param>
    /// <param name="probe">Whether the request finds out if the target is back.</param>
    public int Choose(Pool pool, ulong allowed, in RouteQuery query, long now, out bool probe)
    {
        var start = 0;
        foreach (var end in pool.TierEnds)
        {
            for (var ready = Ready(pool, allowed, start, end, now); ready != 0;)
            {
                var chosen = Pick(pool, ready, query, now);
                if (pool.Targets[chosen].Health.TryEnter(now, pool.Targets[chosen].Concurrency, out probe))
                {
                    return chosen;
                }

                // Filled or probed by another request in this very moment.
                ready &= ~(1UL << chosen);
            }

            start = end;
        }

        probe = false;
        return -1;
    }

    private static ulong Ready(Pool pool, ulong allowed, int start, int end, long now)
    {
        var ready = 0UL;
        for (var i = start; i < end; i++)
        {
            if ((allowed & (1UL << i)) != 0 && pool.Targets[i].Health.At(now) is TargetState.Ready or TargetState.HalfOpen)
            {
                ready |= 1UL << i;
            }
        }

        return ready;
    }

    private int Pick(Pool pool, ulong ready, in RouteQuery query, long now)
    {
        if (BitOperations.IsPow2(ready))
        {
            return BitOperations.TrailingZeroCount(ready);
        }

        if (pool.Affinity is not null && query.Affinity is { } key)
        {
            return Rendezvous(pool, ready, key);
        }

        return pool.Policy switch
        {
            RoutingPolicy.Latency => Faster(pool, ready, query.Stream, now),
            RoutingPolicy.Cost => ByWeight(pool, Cheapest(pool, ready, query)),
            _ => ByWeight(pool, ready),
        };
    }

    private int ByWeight(Pool pool, ulong ready)
    {
        var total = 0;
        for (var rest = ready; rest != 0; rest &= rest - 1)
        {
            total += pool.Targets[BitOperations.TrailingZeroCount(rest)].Weight;
        }

        var drawn = random.Next(total);
        var last = 0;
        for (var rest = ready; rest != 0 && drawn >= 0; rest &= rest - 1)
        {
            last = BitOperations.TrailingZeroCount(rest);
            drawn -= pool.Targets[last].Weight;
        }

        return last;
    }

    private int Faster(Pool pool, ulong ready, bool stream, long now)
    {
        var one = ByWeight(pool, ready);
        var other = ByWeight(pool, ready & ~(1UL << one));
        return Load(pool.Targets[one].Health, stream, now) <= Load(pool.Targets[other].Health, stream, now) ? one : other;
    }

    private static double Load(TargetHealth health, bool stream, long now)
    {
        var inFlight = health.InFlight;
        var seconds = (stream ? health.FirstToken : health.Whole).At(now);
        return seconds > 0 ? seconds * (inFlight + 1) : inFlight * UnknownSeconds;
    }

    private ulong Cheapest(Pool pool, ulong ready, in RouteQuery query)
    {
        var (least, cheapest) = (double.PositiveInfinity, ready);
        for (var rest = ready; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            var target = pool.Targets[i];
            var cost = target.Reserved ? 0 : prices?.CostOf(target, query.InputTokens, query.OutputTokens) ?? double.MaxValue;
            cheapest = cost < least ? 1UL << i : cost == least ? cheapest | (1UL << i) : cheapest;
            least = Math.Min(least, cost);
        }

        return cheapest;
    }

    // Each target scores each key; the highest wins. When a target comes or goes, only the keys it wins move.
    private static int Rendezvous(Pool pool, ulong ready, ulong key)
    {
        var (best, highest) = (0, double.NegativeInfinity);
        for (var rest = ready; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            var target = pool.Targets[i];
            var uniform = ((StableHash.Mix(key ^ target.Hash) >> 11) + 0.5) * (1.0 / (1UL << 53));
            var score = -target.Weight / Math.Log(uniform);
            (best, highest) = score > highest ? (i, score) : (best, highest);
        }

        return best;
    }
}
