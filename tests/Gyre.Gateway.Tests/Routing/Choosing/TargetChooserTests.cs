using FsCheck;
using FsCheck.Fluent;
using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Choosing;
using Gyre.Gateway.Routing.Health;
using Gyre.Gateway.Routing.Trying;
using Gyre.Testing;
using Outcome = Gyre.Gateway.Routing.Trying.Outcome;

namespace Gyre.Gateway.Tests.Routing.Choosing;

public sealed class TargetChooserTests
{
    private readonly ManualTime time = new();
    private readonly HealthBook book;

    public TargetChooserTests() => book = new HealthBook(time);

    private Target Target(string name, int weight = 1, int tier = 1, bool reserved = false, int concurrency = int.MaxValue) => new()
    {
        Name = name,
        Connection = RouteWorkspace.Connection("c"),
        Model = name,
        Weight = weight,
        Tier = tier,
        Reserved = reserved,
        Concurrency = concurrency,
        Health = book.Of("c", name),
        Hash = StableHash.Of(name),
    };

    private static Pool PoolOf(RoutingPolicy policy, params IEnumerable<Target> targets) => new() { Name = "pool", Targets = [.. targets], Policy = policy, Affinity = new Affinity() };

    /// <summary>Chooses once and gives the place back at once.</summary>
    private string? Choose(Pool pool, RouteQuery query = default, TargetChooser? chooser = null, ulong allowed = ulong.MaxValue)
    {
        var chosen = (chooser ?? new TargetChooser(Random.Shared)).Choose(pool, allowed, query, time.GetTimestamp(), out var probe);
        if (chosen < 0)
        {
            return null;
        }

        pool.Targets[chosen].Health.Leave(new Outcome(OutcomeKind.ClientGone), probe);
        return pool.Targets[chosen].Name;
    }

    private static void Tell(Target target, OutcomeKind kind, int times = 1, TimeSpan? retryAfter = null)
    {
        for (var i = 0; i < times; i++)
        {
            target.Health.TryTakePlace(int.MaxValue);
            target.Health.Leave(new Outcome(kind) { RetryAfter = retryAfter }, probe: false);
        }
    }

    [Fact]
    public void Shares_converge_to_the_weights() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>().Generator.ListOf(4).Zip(ArbMap.Default.ArbFor<int>().Generator).ToArbitrary(),
        given =>
        {
            var (weights, seed) = given;
            const int Draws = 4000;
            Target[] targets = [.. weights.Select((w, i) => Target($"t{i}", (Math.Abs(w % 50)) + 1))];
            var pool = PoolOf(RoutingPolicy.Weighted, targets);
            var chooser = new TargetChooser(new Random(seed));
            var counts = Enumerable.Range(0, Draws).Select(_ => Choose(pool, chooser: chooser)!).CountBy(n => n).ToDictionary();
            var total = (double)targets.Sum(t => t.Weight);
            foreach (var target in targets)
            {
                var share = target.Weight / total;

                // Five standard deviations: one miss in a million.
                Assert.InRange(counts.GetValueOrDefault(target.Name) / (double)Draws, share - (5 * Math.Sqrt(share * (1 - share) / Draws)), share + (5 * Math.Sqrt(share * (1 - share) / Draws)));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_lowest_tier_with_a_target_that_is_ready_is_used()
    {
        var (reserved, payg, last) = (Target("reserved"), Target("payg", tier: 2), Target("last", tier: 3));
        var pool = PoolOf(RoutingPolicy.Weighted, last, payg, reserved);

        Assert.Equal("reserved", Choose(pool));
        Tell(reserved, OutcomeKind.Throttled, retryAfter: TimeSpan.FromMilliseconds(300));
        Assert.Equal("payg", Choose(pool));
        Tell(payg, OutcomeKind.ServerError, times: 5);
        Assert.Equal("last", Choose(pool));
        time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal("reserved", Choose(pool));
    }

    [Fact]
    public void A_full_target_is_passed_over()
    {
        var (small, large) = (Target("small", concurrency: 1), Target("large", tier: 2));
        var pool = PoolOf(RoutingPolicy.Weighted, small, large);

        Assert.True(small.Health.TryTakePlace(1));

        Assert.Equal("large", Choose(pool));
        Assert.Equal(1, small.Health.InFlight);
    }

    [Fact]
    public void Of_two_the_faster_and_less_busy_is_chosen()
    {
        var (slow, fast) = (Target("slow"), Target("fast"));
        var pool = PoolOf(RoutingPolicy.Latency, slow, fast);
        slow.Health.Whole.Observe(TimeSpan.FromSeconds(2), time.GetTimestamp());
        fast.Health.Whole.Observe(TimeSpan.FromSeconds(1), time.GetTimestamp());

        Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal("fast", Choose(pool)));
        fast.Health.TryTakePlace(9);
        fast.Health.TryTakePlace(9);
        Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal("slow", Choose(pool)));
    }

    [Fact]
    public void Streams_are_compared_by_their_first_token()
    {
        var (a, b) = (Target("a"), Target("b"));
        var pool = PoolOf(RoutingPolicy.Latency, a, b);
        foreach (var (target, first, whole) in ((Target, double, double)[])[(a, 0.2, 9), (b, 0.8, 1)])
        {
            target.Health.FirstToken.Observe(TimeSpan.FromSeconds(first), time.GetTimestamp());
            target.Health.Whole.Observe(TimeSpan.FromSeconds(whole), time.GetTimestamp());
        }

        Assert.Equal("a", Choose(pool, new RouteQuery { Stream = true }));
        Assert.Equal("b", Choose(pool));
    }

    [Fact]
    public void A_target_that_was_slow_once_is_tried_again()
    {
        var (slow, fast) = (Target("slow"), Target("fast"));
        var pool = PoolOf(RoutingPolicy.Latency, slow, fast);
        slow.Health.Whole.Observe(TimeSpan.FromSeconds(30), time.GetTimestamp());

        time.Advance(TimeSpan.FromSeconds(60));
        fast.Health.Whole.Observe(TimeSpan.FromSeconds(1), time.GetTimestamp());

        Assert.Equal("slow", Choose(pool));
    }

    [Fact]
    public void The_cheapest_is_chosen_reserved_capacity_costs_nothing_and_an_unknown_price_is_dear()
    {
        var chooser = new TargetChooser(Random.Shared, new Prices());
        var pool = PoolOf(RoutingPolicy.Cost, Target("unknown"), Target("3"), Target("2"), Target("9", reserved: true));

        Assert.Equal("9", Choose(pool, chooser: chooser));
        Assert.Equal("2", Choose(pool, chooser: chooser, allowed: 0b0111));
        Assert.Equal("3", Choose(pool, chooser: chooser, allowed: 0b0011));
        Assert.Equal("unknown", Choose(pool, chooser: chooser, allowed: 0b0001));
    }

    [Fact]
    public void Requests_of_a_session_stay_together()
    {
        var pool = PoolOf(RoutingPolicy.Weighted, Enumerable.Range(0, 8).Select(i => Target($"t{i}")));
        var query = new RouteQuery { Affinity = AffinityKey.OfSession("session-1") };

        Assert.Single(Enumerable.Range(0, 100).Select(_ => Choose(pool, query)).Distinct());
    }

    [Fact]
    public void A_session_moves_while_its_target_rests_and_comes_back()
    {
        var pool = PoolOf(RoutingPolicy.Weighted, Enumerable.Range(0, 8).Select(i => Target($"t{i}")));
        var query = new RouteQuery { Affinity = AffinityKey.OfSession("session-1") };
        var home = Choose(pool, query);

        Tell(pool.Targets.Single(t => t.Name == home), OutcomeKind.Throttled, retryAfter: TimeSpan.FromSeconds(2));
        Assert.NotEqual(home, Choose(pool, query));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(home, Choose(pool, query));
    }

    [Fact]
    public void Prompts_with_the_same_beginning_stay_together()
    {
        Assert.Equal(AffinityKey.OfPrompt("You are a helpful clerk. Hello"u8, ""u8, 20), AffinityKey.OfPrompt("You are a helpful clerk. Goodbye"u8, ""u8, 20));
        Assert.NotEqual(AffinityKey.OfPrompt("You are a helpful clerk."u8, ""u8, 20), AffinityKey.OfPrompt("You are a stern clerk."u8, ""u8, 20));
        Assert.Equal(AffinityKey.OfPrompt("You are a "u8, "helpful clerk. Hello"u8, 20), AffinityKey.OfPrompt("You are a "u8, "helpful clerk. Goodbye"u8, 20));
        Assert.NotEqual(AffinityKey.OfPrompt("You are a "u8, "helpful clerk."u8, 20), AffinityKey.OfPrompt("You are a "u8, "stern clerk."u8, 20));
        Assert.Null(AffinityKey.OfPrompt([], [], 20));
        Assert.Equal(AffinityKey.OfPrompt("short"u8, ""u8, 20), AffinityKey.OfPrompt("short"u8, ""u8, 1024));
    }

    [Fact]
    public void Taking_a_target_away_moves_only_its_own_sessions_and_adding_one_takes_no_more_than_its_share()
    {
        const int Keys = 20_000;
        Target[] ten = [.. Enumerable.Range(0, 10).Select(i => Target($"t{i}"))];
        var (before, after) = (PoolOf(RoutingPolicy.Weighted, ten), PoolOf(RoutingPolicy.Weighted, ten[..9]));
        var moved = 0;
        for (var key = 0UL; key < Keys; key++)
        {
            var query = new RouteQuery { Affinity = StableHash.Mix(key) };
            var (with, without) = (Choose(before, query), Choose(after, query));
            Assert.True(with == without || with == "t9");
            moved += with == without ? 0 : 1;
        }

        Assert.InRange(moved / (double)Keys, 0.09, 0.11);
    }

    [Fact]
    public void Sessions_are_shared_out_by_weight()
    {
        var pool = PoolOf(RoutingPolicy.Weighted, Target("one"), Target("three", weight: 3));

        var counts = Enumerable.Range(0, 20_000).Select(key => Choose(pool, new RouteQuery { Affinity = StableHash.Mix((ulong)key) })!).CountBy(n => n).ToDictionary();

        Assert.InRange(counts["three"] / 20_000.0, 0.73, 0.77);
    }

    [Fact]
    public void A_choice_allocates_nothing()
    {
        var chooser = new TargetChooser(new Random(1), new Prices());
        Pool[] pools = [.. Enum.GetValues<RoutingPolicy>().Select(policy => PoolOf(policy, Enumerable.Range(0, 5).Select(i => Target($"{i}"))))];
        var query = new RouteQuery { Affinity = 42 };
        for (var warm = 0; warm < 100; warm++)
        {
            Run();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            foreach (var pool in pools)
            {
                chooser.Choose(pool, ulong.MaxValue, default, time.GetTimestamp(), out _);
                chooser.Choose(pool, ulong.MaxValue, query, time.GetTimestamp(), out _);
            }
        }
    }

    private sealed class Prices : ITargetPrices
    {
        public double? CostOf(Target target, long inputTokens, long outputTokens) => double.TryParse(target.Name, out var cost) ? cost : null;
    }
}
