using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Health;
using Gyre.Gateway.Routing.Trying;

namespace Gyre.Gateway.Tests.Routing.Trying;

public sealed class AttemptsTests
{
    private const string SpillingPool = """
        kind: pool
        name: chat
        targets:
        - {connection: azure, model: reserved, reserved: true, tier: 1}
        - {connection: azure, model: payg, tier: 2}
        - {connection: openai, model: gpt-4.1, tier: 3}
        """;

    private const string SingleTarget = "{kind: deployment, name: one, connection: openai}";

    private static Outcome Of(OutcomeKind kind, double? retryAfter = null) =>
        new(kind) { RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null };

    /// <summary>Plays outcomes one after another and tells the steps: targets with the reason, waits, the end.</summary>
    private static string Play(RouteWorkspace workspace, Attempts attempts, params ReadOnlySpan<Outcome> outcomes)
    {
        var told = new List<string>();
        var step = attempts.Next();
        foreach (var outcome in outcomes)
        {
            while (step.Kind == StepKind.Wait)
            {
                told.Add("wait");
                workspace.Time.Advance(step.Delay);
                step = attempts.Next();
            }

            if (step.Attempt is not { } attempt)
            {
                break;
            }

            told.Add($"{attempt.Reason}:{attempt.Target}");
            step = attempts.After(attempt, outcome);
        }

        while (step.Kind == StepKind.Wait)
        {
            told.Add("wait");
            workspace.Time.Advance(step.Delay);
            step = attempts.Next();
        }

        told.Add(step switch
        {
            { Attempt: { } next } => $"{next.Reason}:{next.Target}",
            { GivenUp: { } end } => $"give up: {end.Cause} {end.Last?.Kind} {end.RetryAfter?.TotalSeconds}".TrimEnd(),
            _ => step.Kind.ToString(),
        });
        return string.Join(", ", told);
    }

    [Fact]
    public void A_throttled_reserved_target_spills_this_request_at_once()
    {
        using var workspace = new RouteWorkspace(SpillingPool);

        Assert.Equal(
            "First:azure/reserved, Spill:azure/payg, Done",
            Play(workspace, workspace.Begin("chat"), Of(OutcomeKind.Throttled, 0.2), Of(OutcomeKind.Answered)));
    }

    [Fact]
    public void The_next_request_after_the_named_time_goes_to_reserved_capacity_again()
    {
        using var workspace = new RouteWorkspace(SpillingPool);
        Play(workspace, workspace.Begin("chat"), Of(OutcomeKind.Throttled, 0.2), Of(OutcomeKind.Answered));

        Assert.Equal("First:azure/payg, Done", Play(workspace, workspace.Begin("chat"), Of(OutcomeKind.Answered)));
        workspace.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("First:azure/reserved, Done", Play(workspace, workspace.Begin("chat"), Of(OutcomeKind.Answered)));
    }

    [Fact]
    public void A_single_target_is_tried_again_after_a_wait_that_the_provider_may_name()
    {
        using var workspace = new RouteWorkspace(SingleTarget);
        var attempts = workspace.Begin("one");

        var step = attempts.After(attempts.Next().Attempt!, Of(OutcomeKind.Throttled, 3));

        Assert.Equal(StepKind.Wait, step.Kind);
        Assert.InRange(step.Delay, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.05));
        workspace.Time.Advance(step.Delay);
        Assert.Equal("Retry:openai/one", $"{attempts.Next().Attempt!.Reason}:openai/{workspace.Table.Find("one")!.Targets[0].Model}");
    }

    [Fact]
    public void Three_tries_are_enough_and_the_waits_between_them_grow_with_jitter()
    {
        using var workspace = new RouteWorkspace(SingleTarget);
        var attempts = workspace.Begin("one");
        var first = attempts.After(attempts.Next().Attempt!, Of(OutcomeKind.ServerError));
        workspace.Time.Advance(first.Delay);
        var second = attempts.After(attempts.Next().Attempt!, Of(OutcomeKind.ServerError));
        workspace.Time.Advance(second.Delay);
        var end = attempts.After(attempts.Next().Attempt!, Of(OutcomeKind.ServerError));

        Assert.InRange(first.Delay.TotalSeconds, 0.25, 0.5);
        Assert.InRange(second.Delay.TotalSeconds, 0.5, 1);
        Assert.Equal(new GivenUp(GiveUpCause.Failed, Of(OutcomeKind.ServerError), null), end.GivenUp);
        Assert.Equal(3, attempts.Count);
    }

    [Fact]
    public void A_longer_wait_than_allowed_is_the_caller_s_to_make()
    {
        using var workspace = new RouteWorkspace(SingleTarget);

        Assert.Equal("First:one, give up: Failed Throttled 30", Play(workspace, workspace.Begin("one"), Of(OutcomeKind.Throttled, 30)));
        Assert.Equal("give up: Throttled  30", Play(workspace, workspace.Begin("one")));
    }

    [Theory]
    [InlineData(OutcomeKind.RequestRefused)]
    [InlineData(OutcomeKind.NotPossible)]
    [InlineData(OutcomeKind.ClientGone)]
    [InlineData(OutcomeKind.ContextWindow)]
    [InlineData(OutcomeKind.ContentFilter)]
    public void What_no_other_target_would_do_better_is_not_tried_elsewhere(OutcomeKind kind)
    {
        using var workspace = new RouteWorkspace(SpillingPool);

        Assert.Equal($"First:azure/reserved, give up: Failed {kind}", Play(workspace, workspace.Begin("chat"), Of(kind)));
    }

    [Theory]
    [InlineData(OutcomeKind.CredentialRefused, "openai/gpt-4.1")]
    [InlineData(OutcomeKind.QuotaExhausted, "openai/gpt-4.1")]
    [InlineData(OutcomeKind.ModelNotFound, "azure/payg")]
    [InlineData(OutcomeKind.ConnectFailed, "azure/payg")]
    [InlineData(OutcomeKind.ConnectionLost, "azure/payg")]
    [InlineData(OutcomeKind.StreamBroken, "azure/payg")]
    [InlineData(OutcomeKind.NotCarried, "azure/payg", "First")]
    public void What_another_target_may_do_better_is_tried_there(OutcomeKind kind, string next, string reason = "Failover")
    {
        using var workspace = new RouteWorkspace(SpillingPool);

        Assert.Equal($"First:azure/reserved, {reason}:{next}", Play(workspace, workspace.Begin("chat"), Of(kind)));
    }

    [Fact]
    public void Only_where_no_target_can_carry_a_request_that_is_its_end()
    {
        using var workspace = new RouteWorkspace(SpillingPool);
        var none = workspace.Begin("chat");

        Assert.EndsWith("give up: Failed NotCarried", Play(workspace, none, [.. Enumerable.Repeat(Of(OutcomeKind.NotCarried), 3)]).TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, none.Count);
    }

    [Fact]
    public void What_could_not_be_asked_does_not_hide_what_went_wrong_elsewhere()
    {
        using var workspace = new RouteWorkspace("{kind: pool, name: two, targets: [{connection: openai, model: a, tier: 1}, {connection: openai, model: b, tier: 2}], retry: {attempts: 1}}");
        var attempts = workspace.Begin("two");
        var b = attempts.After(attempts.Next().Attempt!, Of(OutcomeKind.NotCarried)).Attempt!;

        var end = attempts.After(b, Of(OutcomeKind.ServerError)).GivenUp!;

        Assert.Equal((GiveUpCause.Failed, OutcomeKind.ServerError), (end.Cause, end.Last!.Value.Kind));
    }

    [Theory]
    [InlineData(OutcomeKind.CredentialRefused)]
    [InlineData(OutcomeKind.ModelNotFound)]
    public void What_does_not_pass_by_waiting_is_not_waited_for(OutcomeKind kind)
    {
        using var workspace = new RouteWorkspace(SingleTarget);

        Assert.StartsWith($"First:one, give up: Failed {kind}", Play(workspace, workspace.Begin("one"), Of(kind)), StringComparison.Ordinal);
    }

    [Fact]
    public void Once_a_part_of_the_answer_was_delivered_nothing_is_tried_again()
    {
        using var workspace = new RouteWorkspace(SpillingPool);

        Assert.Equal(
            "First:azure/reserved, give up: Failed StreamBroken",
            Play(workspace, workspace.Begin("chat"), new Outcome(OutcomeKind.StreamBroken) { Delivered = true }));
    }

    [Theory]
    [InlineData(OutcomeKind.ContextWindow, "openai/gpt-4.1")]
    [InlineData(OutcomeKind.ContentFilter, "backup/other")]
    [InlineData(OutcomeKind.Throttled, "backup/any")]
    [InlineData(OutcomeKind.FirstTokenTimeout, "backup/quick")]
    [InlineData(OutcomeKind.ServerError, "backup/any")]
    public void A_fallback_is_chosen_by_what_went_wrong(OutcomeKind kind, string fallback)
    {
        using var workspace = new RouteWorkspace("""
            kind: pool
            name: chat
            targets: [{connection: anthropic, model: m}]
            fallback: {any: backup/any, timeout: backup/quick, context_window: gpt-4.1, content_filter: backup/other}
            """);

        Assert.Equal($"First:anthropic/m, Fallback:{fallback}", Play(workspace, workspace.Begin("chat"), Of(kind)));
    }

    [Fact]
    public void Fallbacks_that_name_each_other_end()
    {
        using var workspace = new RouteWorkspace(
            "{kind: pool, name: a, targets: [{connection: openai, model: a}], fallback: {any: b}, retry: {attempts: 1}}",
            "{kind: pool, name: b, targets: [{connection: openai, model: b}], fallback: {any: a}, retry: {attempts: 1}}");

        Assert.Equal(
            "First:openai/a, Fallback:openai/b, give up: Failed ServerError",
            Play(workspace, workspace.Begin("a"), Of(OutcomeKind.ServerError), Of(OutcomeKind.ServerError)));
    }

    [Fact]
    public void A_fallback_that_rests_is_passed_over_for_its_own()
    {
        using var workspace = new RouteWorkspace(
            "{kind: pool, name: a, targets: [{connection: openai, model: a}], fallback: {any: b}}",
            "{kind: pool, name: b, targets: [{connection: openai, model: b}], fallback: {any: c}}",
            "{kind: deployment, name: c, connection: backup}");
        Rest(workspace, "b");

        Assert.Equal("First:openai/a, Fallback:c", Play(workspace, workspace.Begin("a"), Of(OutcomeKind.Overloaded)));
    }

    [Fact]
    public void A_pool_that_rests_is_left_for_its_fallback_without_a_try()
    {
        using var workspace = new RouteWorkspace("{kind: pool, name: a, targets: [{connection: openai, model: a}], fallback: {unavailable: backup/a, throttled: anthropic/a}}");
        Rest(workspace, "a");

        Assert.Equal("First:backup/a", Play(workspace, workspace.Begin("a")));
    }

    [Fact]
    public void When_everything_rests_after_failures_and_nothing_else_is_left_the_soonest_is_asked_all_the_same()
    {
        using var workspace = new RouteWorkspace("{kind: pool, name: a, targets: [{connection: openai, model: a}, {connection: backup, model: a}]}");
        Rest(workspace, "openai/a");
        workspace.Time.Advance(TimeSpan.FromSeconds(1));
        Rest(workspace, "backup/a");

        Assert.Equal("First:openai/a, Done", Play(workspace, workspace.Begin("a"), Of(OutcomeKind.Answered)));
        Assert.Equal(TargetState.Ready, workspace.Table.Find("openai/a")!.Targets[0].Health.State);
    }

    [Fact]
    public void A_region_that_the_caller_or_the_pool_demands_is_kept_in_fallbacks_too()
    {
        using var workspace = new RouteWorkspace(
            "{kind: pool, name: a, regions: [eu-west], targets: [{connection: openai, model: a, region: EU-West}, {connection: openai, model: b, region: us}], fallback: {any: c}}",
            "{kind: pool, name: c, targets: [{connection: backup, model: us, region: us}, {connection: backup, model: nowhere}, {connection: backup, model: eu, region: eu-west, tier: 2}]}");

        Assert.Equal("First:openai/a, Fallback:backup/eu", Play(workspace, workspace.Begin("a"), Of(OutcomeKind.ServerError)));
        Assert.Equal("give up: NoTargetAllowed", Play(workspace, workspace.Begin("a", new RouteQuery { Regions = new HashSet<string> { "us" } })));
        Assert.Equal("First:backup/us", Play(workspace, workspace.Begin("c", new RouteQuery { Regions = new HashSet<string> { "us" } })));
    }

    [Fact]
    public void A_target_that_can_t_do_what_is_asked_is_not_asked()
    {
        using var workspace = new RouteWorkspace(SpillingPool);

        Assert.Equal("First:openai/gpt-4.1", Play(workspace, workspace.Begin("chat", new RouteQuery { Accepts = t => t.Connection.Name == "openai" })));
        Assert.Equal("give up: NoTargetAllowed", Play(workspace, workspace.Begin("chat", new RouteQuery { Accepts = _ => false })));
    }

    [Fact]
    public void No_wait_goes_beyond_the_request_s_whole_time()
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: one, connection: openai, timeouts: {total: 2}}");

        Assert.Equal("First:one, give up: Failed Throttled 2.5", Play(workspace, workspace.Begin("one"), Of(OutcomeKind.Throttled, 2.5)));
    }

    [Fact]
    public void A_try_that_ends_after_the_whole_time_is_the_last()
    {
        using var workspace = new RouteWorkspace(SpillingPool);
        var attempts = workspace.Begin("chat");
        var attempt = attempts.Next().Attempt!;

        workspace.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.True(attempt.Token.IsCancellationRequested);
        Assert.Equal(GiveUpCause.DeadlineExceeded, attempts.After(attempt, Of(OutcomeKind.ServerError)).GivenUp!.Cause);
    }

    [Fact]
    public void Repetitions_are_a_fraction_of_the_requests_when_everything_fails()
    {
        using var workspace = new RouteWorkspace("{kind: pool, name: one, targets: [{connection: openai, model: a}], retry: {budget: 0.1}}");
        var table = workspace.Table;
        var tries = 0;
        for (var i = 0; i < 1000; i++)
        {
            var attempts = workspace.Begin(table, "one", seed: i);
            for (var step = attempts.Next(); step.Kind != StepKind.GiveUp;)
            {
                // No time passes: the second that earns a repetition does not come.
                step = step.Kind == StepKind.Wait ? attempts.Next() : attempts.After(step.Attempt!, Of(OutcomeKind.ServerError));
            }

            tries += attempts.Count;
        }

        Assert.InRange(tries, 1000, 1000 + 100 + 11);
    }

    [Fact]
    public void Spilling_needs_no_budget()
    {
        using var workspace = new RouteWorkspace(SpillingPool + "\nretry: {budget: 0}");

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(
                "First:azure/reserved, Spill:azure/payg, Spill:openai/gpt-4.1, Done",
                Play(workspace, workspace.Begin("chat"), Of(OutcomeKind.Throttled, 0), Of(OutcomeKind.Throttled, 0), Of(OutcomeKind.Answered)));
        }
    }

    [Fact]
    public void A_full_target_is_waited_for_a_little_and_then_refused()
    {
        using var workspace = new RouteWorkspace("{kind: deployment, name: one, connection: openai, concurrency: 1}");
        var table = workspace.Table;
        var running = workspace.Begin(table, "one");
        var attempt = running.Next().Attempt!;

        Assert.Equal("wait, wait, wait, give up: Throttled", Play(workspace, workspace.Begin(table, "one")));
        running.After(attempt, Of(OutcomeKind.Answered));
        Assert.Equal("First:one, Done", Play(workspace, workspace.Begin(table, "one"), Of(OutcomeKind.Answered)));
    }

    private static void Rest(RouteWorkspace workspace, string model)
    {
        var health = workspace.Table.Find(model)!.Targets[0].Health;
        for (var i = 0; i < HealthRules.FailuresInARow; i++)
        {
            health.TryTakePlace(int.MaxValue);
            health.Leave(Of(OutcomeKind.ServerError), probe: false);
        }
    }
}
