using FsCheck;
using FsCheck.Fluent;
using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Health;
using Gyre.Gateway.Routing.Trying;
using Outcome = Gyre.Gateway.Routing.Trying.Outcome;

namespace Gyre.Gateway.Tests.Routing.Trying;

/// <summary>What holds whatever providers do: played by several requests at a time against targets that answer by chance.</summary>
public sealed class AttemptsProperties
{
    private const int Parallel = 4;
    private static readonly OutcomeKind[] Kinds = Enum.GetValues<OutcomeKind>();

    [Fact]
    public void Every_request_ends_within_its_time_and_nothing_is_asked_that_should_be_spared() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seed =>
        {
            var random = new Random(seed);
            using var workspace = new RouteWorkspace(PoolFile("a", "b", random), PoolFile("b", "a", random));
            var table = workspace.Table;
            Target[] targets = [.. table.Defined.SelectMany(p => p.Targets)];
            var running = new List<Request>();
            var steps = 0;
            for (var begun = 0; begun < 40 || running.Count > 0;)
            {
                Assert.True(++steps < 20_000, "The requests do not end.");
                if (begun < 40 && running.Count < Parallel)
                {
                    var request = new Request(workspace.Begin(table, random.Next(2) == 0 ? "a" : "b", seed: random.Next()), workspace.Time.GetUtcNow() + TimeSpan.FromMinutes(1));
                    running.Add(request);
                    request.Step = request.Attempts.Next();
                    begun++;
                    Check(request, targets, workspace);
                }

                var one = running[random.Next(running.Count)];
                Move(one, random, workspace);
                Check(one, targets, workspace);
                if (one.Step.Kind is StepKind.Done or StepKind.GiveUp)
                {
                    running.Remove(one);
                }

                Assert.All(targets, t => Assert.True(running.Count(r => r.Probes(t)) <= 1, "two probes at a time"));
            }

            Assert.All(targets, t => Assert.Equal(0, t.Health.InFlight));
        }).QuickCheckThrowOnFailure();

    private static void Move(Request request, Random random, RouteWorkspace workspace)
    {
        if (request.Step.Kind == StepKind.Wait)
        {
            workspace.Time.Advance(request.Step.Delay);
            request.Step = request.Attempts.Next();
            return;
        }

        if (request.Step.Attempt is not { } attempt)
        {
            return;
        }

        workspace.Time.Advance(TimeSpan.FromMilliseconds(random.Next(3000)));
        var outcome = new Outcome(Kinds[random.Next(Kinds.Length)])
        {
            RetryAfter = random.Next(3) == 0 ? TimeSpan.FromMilliseconds(random.Next(20_000)) : null,
            Delivered = random.Next(10) == 0,
        };

        // A lost race is told only where there was one.
        outcome = outcome.Kind == OutcomeKind.Lost ? outcome with { Kind = OutcomeKind.ClientGone } : outcome;
        if (outcome.Kind == OutcomeKind.NotCarried)
        {
            request.Passed.Add(attempt.Target);
        }

        request.Step = request.Attempts.After(attempt, outcome);
    }

    private static void Check(Request request, Target[] targets, RouteWorkspace workspace)
    {
        if (request.Step.Kind == StepKind.Wait)
        {
            // Said now: until it is over, the others may have moved the clock on.
            Assert.True(workspace.Time.GetUtcNow() + request.Step.Delay < request.Deadline, "A wait goes beyond the deadline.");
        }

        if (request.Step.Attempt is not { } attempt)
        {
            return;
        }

        Assert.True(workspace.Time.GetUtcNow() < request.Deadline, "A try begins after the deadline.");
        var state = attempt.Target.Health.State;
        Assert.NotEqual(TargetState.Throttled, state);
        if (!attempt.IsProbe && state != TargetState.Ready)
        {
            // Then it is the last way left: nothing else in its pool may be asked.
            Assert.Equal(1, request.Attempts.Count);
            Assert.DoesNotContain(attempt.Pool.Targets.Except(request.Passed), t => t.Health.State is TargetState.Ready or TargetState.HalfOpen or TargetState.Throttled);
        }
    }

    private static string PoolFile(string name, string fallback, Random random)
    {
        var targets = Enumerable.Range(0, random.Next(1, 5)).Select(i =>
            $"{{connection: {(random.Next(2) == 0 ? "openai" : "backup")}, model: {name}{i}, tier: {random.Next(1, 3)}, weight: {random.Next(1, 9)}, concurrency: {random.Next(1, 4)}}}");
        var policy = random.Next(2) == 0 ? "weighted" : "latency";
        return $"{{kind: pool, name: {name}, policy: {policy}, targets: [{string.Join(", ", targets)}], fallback: {{any: {fallback}, content_filter: {fallback}}}, timeouts: {{total: 1m}}}}";
    }

    private sealed class Request(Attempts attempts, DateTimeOffset deadline)
    {
        public Attempts Attempts { get; } = attempts;

        public DateTimeOffset Deadline { get; } = deadline;

        public Step Step { get; set; }

        /// <summary>Those that can't be asked what it asks.</summary>
        public HashSet<Target> Passed { get; } = [];

        public bool Probes(Target target) => Step.Attempt is { IsProbe: true } attempt && attempt.Target.Health == target.Health;
    }
}
