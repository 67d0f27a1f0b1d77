using BenchmarkDotNet.Attributes;
using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Choosing;
using Gyre.Gateway.Routing.Health;
using Gyre.Gateway.Routing.Trying;
using Gyre.Models.Connections;

namespace Gyre.Bench.Gateway;

/// <summary>What routing adds to a request: the choice among five healthy targets of one tier, and a whole request that is answered at the first try.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class RoutingBenchmarks
{
    private readonly HealthBook book = new(TimeProvider.System);
    private readonly TargetChooser chooser = new(Random.Shared, new Prices());
    private readonly Router router = new(TimeProvider.System, new Prices());
    private RouteTable table = null!;
    private Pool pool = null!;
    private RouteQuery query;

    [Params("weighted", "latency", "cost", "affinity")]
    public string Way { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        var policy = Way switch { "latency" => RoutingPolicy.Latency, "cost" => RoutingPolicy.Cost, _ => RoutingPolicy.Weighted };
        query = new RouteQuery { Affinity = Way == "affinity" ? 42 : null };
        pool = new Pool { Name = "chat", Policy = policy, Affinity = new Affinity(), Targets = [.. Enumerable.Range(0, 5).Select(Target)] };
        table = new RouteTable([pool], new ImplicitRoutes([], null, book));
    }

    [Benchmark]
    public int Choice()
    {
        var chosen = chooser.Choose(pool, ulong.MaxValue, query, TimeProvider.System.GetTimestamp(), out var probe);
        pool.Targets[chosen].Health.Leave(new Outcome(OutcomeKind.ClientGone), probe);
        return chosen;
    }

    [Benchmark]
    public StepKind Request()
    {
        var attempts = router.Begin(table, table.Find("chat")!, query, CancellationToken.None);
        var attempt = attempts.Next().Attempt!;
        attempt.FirstToken();
        return attempts.After(attempt, new Outcome(OutcomeKind.Answered)).Kind;
    }

    private Target Target(int i)
    {
        var health = book.Of("c", $"m{i}");
        health.Whole.Observe(TimeSpan.FromMilliseconds(100 + i), TimeProvider.System.GetTimestamp());
        return new Target { Name = $"m{i}", Connection = new Connection { Name = "c", Type = "OpenAIConnection" }, Model = $"m{i}", Weight = i + 1, Health = health, Hash = StableHash.Of($"m{i}") };
    }

    private sealed class Prices : ITargetPrices
    {
        public double? CostOf(Target target, long inputTokens, long outputTokens) => target.Weight;
    }
}
