using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Kernel;
using Gyre.Testing;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Tests.Admission;

/// <summary>What a caller sees of limits and budgets, on both databases.</summary>
public abstract class AdmissionTests(string kind) : IAsyncLifetime
{
    private readonly ManualTime time = new();
    private AccountsPlace place = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => place = await AccountsPlace.MakeAsync(kind, time);

    public async ValueTask DisposeAsync()
    {
        await place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Without_rules_everything_passes()
    {
        var node = await place.NodeAsync();

        Assert.Same(Reservation.Unmetered, await node.AdmitAsync(dollars: null));
    }

    [Fact]
    public async Task A_hard_budget_is_spent_to_the_end_and_no_further()
    {
        var node = await place.NodeAsync();
        await node.AddAsync(AdmissionWords.Budget("all", 1));

        for (var i = 0; i < 10; i++)
        {
            Assert.True((await node.AdmitAsync(0.1m)).Settle(0.1m));
        }

        var no = await node.RefuseAsync(0.000_000_001m);
        Assert.Equal((Causes.Budget, "all", null, 429), (no.Cause, no.Limit, no.RetryAfter, no.Status));
        Assert.Contains("$1.00 of $1.00 are spent", no.Message, StringComparison.Ordinal);
        Assert.Equal(1m, await TellAndReadAsync(node, "all"));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_refuses_the_first_call_within_seconds_and_the_next_at_once()
    {
        FaultyLeases? leases = null;
        var node = await place.NodeAsync(over => leases = new FaultyLeases(over));
        await node.AddAsync(AdmissionWords.Budget("all", 1));

        leases!.Next = FaultyLeases.Fault.Silence;
        var waiting = node.AskAsync(0.1m).AsTask();
        time.Advance(TimeSpan.FromSeconds(3));
        var first = (await waiting).Refusal!;
        leases.Next = FaultyLeases.Fault.Silence;
        var next = await node.RefuseAsync(0.1m);
        Assert.Equal((Causes.AdmissionUnavailable, 503, Causes.AdmissionUnavailable), (first.Cause, first.Status, next.Cause));

        leases.Next = FaultyLeases.Fault.None;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await node.AdmitAsync(1)).Settle(1));
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_once_and_once_more_when_it_is_back()
    {
        var log = new HeardLog();
        FaultyLeases? leases = null;
        var node = await place.NodeAsync(over => leases = new FaultyLeases(over), log: log);
        await node.AddAsync(AdmissionWords.Budget("all", 1));

        for (var i = 0; i < 5; i++)
        {
            leases!.Next = FaultyLeases.Fault.Before;
            Assert.Equal(Causes.AdmissionUnavailable, (await node.RefuseAsync(0.1m)).Cause);
        }

        Assert.True((await node.AdmitAsync(1)).Settle(1));
        Assert.Equal(["admission.away", "admission.back"], log.Events);
    }

    [Fact]
    public async Task What_a_call_did_not_need_is_free_again()
    {
        var node = await place.NodeAsync();
        await node.AddAsync(AdmissionWords.Budget("all", 1));

        var first = await node.AdmitAsync(1);
        var no = await node.RefuseAsync(0.5m);
        Assert.True(first.Settle(0.4m));
        time.Advance(TimeSpan.FromSeconds(1));
        var second = await node.AdmitAsync(0.6m);
        Assert.True(second.Release());

        Assert.Equal(TimeSpan.FromSeconds(1), no.RetryAfter);
        Assert.Contains("reserved by calls under way", no.Message, StringComparison.Ordinal);
        Assert.Equal(0.4m, await TellAndReadAsync(node, "all"));
    }

    [Fact]
    public async Task A_reservation_ends_once()
    {
        var node = await place.NodeAsync();
        await node.AddAsync(AdmissionWords.Budget("all", 1));

        var call = await node.AdmitAsync(0.5m);

        Assert.True(call.Settle(0.25m));
        Assert.False(call.Settle(0.25m));
        Assert.False(call.Release());
        Assert.Equal(0.25m, await TellAndReadAsync(node, "all"));
    }

    [Fact]
    public async Task Where_the_cost_is_not_known_afterwards_the_worst_case_counts()
    {
        var node = await place.NodeAsync();
        await node.AddAsync(AdmissionWords.Budget("all", 1));

        (await node.AdmitAsync(0.5m)).Settle(null, null);

        Assert.Equal(0.5m, await TellAndReadAsync(node, "all"));
    }

    [Fact]
    public async Task A_call_that_cost_more_than_its_worst_case_is_booked_as_it_was_and_stops_the_next()
    {
        var node = await place.NodeAsync();
        await node.AddAsync(AdmissionWords.Budget("all", 1));

        (await node.AdmitAsync(0.5m)).Settle(1.5m);

        await node.RefuseAsync(0.1m);
        Assert.Equal(1.5m, await TellAndReadAsync(node, "all"));
        await (await place.NodeAsync()).RefuseAsync(0.1m);
    }

    [Fact]
    public async Task A_price_that_is_not_known_is_refused_by_a_hard_budget_unless_it_says_otherwise()
    {
        var node = await place.NodeAsync();
        await node.AddAsync(AdmissionWords.Budget("all", 1));

        Assert.Equal(Causes.PriceUnknown, (await node.RefuseAsync(dollars: null)).Cause);

        await node.Quotas.ChangeAsync(QuotaKind.Budget, "all", "changed", q => q with { AllowUnpriced = true }, "test", Stop);
        await node.RefreshAsync(Stop);
        await node.AdmitAsync(dollars: null);
    }

    [Fact]
    public async Task A_soft_budget_counts_and_warns_but_lets_pass()
    {
        var node = await place.NodeAsync();
        await node.AddAsync(AdmissionWords.Budget("soft", 1) with { Hard = false, WarnAt = [50, 80, 100] });

        (await node.AdmitAsync(0.6m)).Settle(0.6m);
        await node.RunRoundAsync(Stop);
        (await node.AdmitAsync(0.6m)).Settle(0.6m);
        await node.AdmitAsync(dollars: null);
        await node.RunRoundAsync(Stop);
        await node.RunRoundAsync(Stop);

        Assert.Equal(1.2m, await node.SpentAsync("soft"));
        Assert.Equal([100, 50], (await node.Audit.ListAsync("soft", 10, Stop)).Where(e => e.Action == "budget.warned").Select(e => (int)e.After!["percent"]!));
    }

    [Fact]
    public async Task Limits_of_requests_and_tokens_begin_anew_with_their_period()
    {
        var node = await place.NodeAsync();
        await node.AddAsync(AdmissionWords.Limit("rpm", QuotaUnit.Requests, 2));
        await node.AddAsync(AdmissionWords.Limit("tpm", QuotaUnit.Tokens, 100));
        time.Advance(TimeSpan.FromSeconds(15));

        (await node.AdmitAsync(tokens: 60)).Settle(new TokenUsage { FreshInput = 10, Output = 20 }, null);
        var tokens = await node.RefuseAsync(tokens: 80);
        (await node.AdmitAsync(tokens: 70)).Settle(new TokenUsage { FreshInput = 70 }, null);
        time.Advance(TimeSpan.FromSeconds(1));
        var requests = await node.RefuseAsync(tokens: 0);
        time.Advance(TimeSpan.FromSeconds(44));
        await node.AdmitAsync(tokens: 100);

        Assert.Equal((Causes.TokenLimit, "tpm", TimeSpan.FromSeconds(45)), (tokens.Cause, tokens.Limit, tokens.RetryAfter));
        Assert.Equal((Causes.RequestLimit, "rpm", TimeSpan.FromSeconds(44)), (requests.Cause, requests.Limit, requests.RetryAfter));
    }

    [Fact]
    public async Task A_limit_of_concurrency_counts_calls_under_way_on_all_nodes()
    {
        var (one, two) = (await place.NodeAsync(), await place.NodeAsync());
        await one.AddAsync(AdmissionWords.Limit("at-once", QuotaUnit.Concurrency, 3));
        await two.RefreshAsync(Stop);

        var calls = new List<Reservation> { await one.AdmitAsync(), await two.AdmitAsync() };
        await one.RunRoundAsync(Stop);
        calls.Add(await two.AdmitAsync());
        var no = await one.RefuseAsync();
        calls[2].Settle(1);
        time.Advance(TimeSpan.FromSeconds(1));
        await two.RunRoundAsync(Stop);
        await one.AdmitAsync();

        Assert.Equal((Causes.ConcurrencyLimit, TimeSpan.FromSeconds(1)), (no.Cause, no.RetryAfter));
    }

    [Fact]
    public async Task A_rule_covers_its_level_and_its_models_only()
    {
        var node = await place.NodeAsync();
        await node.Groups.CreateAsync(new Group { Kind = GroupKind.CostCenter, Name = "cc-7" }, "test", Stop);
        await node.Groups.CreateAsync(new Group { Kind = GroupKind.Team, Name = "search", CostCenter = "cc-7" }, "test", Stop);
        await node.Groups.CreateAsync(new Group { Kind = GroupKind.Project, Name = "answers", Team = "search" }, "test", Stop);
        var issued = await node.Keys.CreateAsync(new CallerKey { Id = default, Name = "ci", Project = "answers" }, "test", Stop);
        var other = await node.Keys.CreateAsync(new CallerKey { Id = default, Name = "other" }, "test", Stop);
        foreach (var (name, level, subject) in new[] { ("k", QuotaLevel.Key, "ci"), ("p", QuotaLevel.Project, "answers"), ("t", QuotaLevel.Team, "search"), ("c", QuotaLevel.CostCenter, "cc-7") })
        {
            await node.AddAsync(AdmissionWords.Budget(name, 0) with { Level = level, Subject = subject, Model = $"{name}-*" });
        }

        var caller = node.Directory.Find(issued.Text)!;

        Assert.Equal(("search", "answers", "cc-7"), (caller.Team, caller.Project, caller.CostCenter));
        foreach (var name in new[] { "k", "p", "t", "c" })
        {
            Assert.Equal(name, (await node.RefuseAsync(1, caller, $"{name}-large")).Limit);
            await node.AdmitAsync(1, node.Directory.Find(other.Text), $"{name}-large");
        }

        await node.AdmitAsync(1, caller, "free");
    }

    [Fact]
    public async Task A_refusal_by_one_rule_gives_back_what_the_others_reserved()
    {
        var node = await place.NodeAsync();
        await node.AddAsync(AdmissionWords.Limit("rpm", QuotaUnit.Requests, 1));
        await node.AddAsync(AdmissionWords.Budget("all", 1));

        await node.RefuseAsync(2);
        await node.AdmitAsync(1);
    }

    [Fact]
    public async Task More_rules_than_most_calls_have_are_all_kept()
    {
        var node = await place.NodeAsync();
        for (var i = 0; i < 9; i++)
        {
            await node.AddAsync(AdmissionWords.Budget($"b{i}", 1));
        }

        (await node.AdmitAsync(0.25m)).Settle(0.125m);
        await node.RunRoundAsync(Stop);

        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(0.125m, await node.SpentAsync($"b{i}"));
        }
    }

    [Fact]
    public async Task Reset_override_suspend_and_delete_hold_on_every_node_and_are_audited()
    {
        var (one, two) = (await place.NodeAsync(), await place.NodeAsync());
        await one.AddAsync(AdmissionWords.Budget("all", 1));
        (await one.AdmitAsync(1)).Settle(1);
        await one.RunRoundAsync(Stop);
        await two.RefreshAsync(Stop);
        await two.RefuseAsync(0.1m);

        await one.Quotas.ChangeAsync(QuotaKind.Budget, "all", "overridden", q => q with { Override = new(NanoDollars.Of(2).Count, time.GetUtcNow() + TimeSpan.FromHours(1)) }, "anna", Stop);
        time.Advance(TimeSpan.FromSeconds(1));
        await two.RunRoundAsync(Stop);
        (await two.AdmitAsync(0.9m)).Settle(0.9m);
        await two.RunRoundAsync(Stop);
        time.Advance(TimeSpan.FromHours(2));
        await two.RunRoundAsync(Stop);
        await two.RefuseAsync(0.1m);

        await one.Quotas.ChangeAsync(QuotaKind.Budget, "all", "reset", QuotaStore.Reset, "anna", Stop);
        await two.RefreshAsync(Stop);
        await two.AdmitAsync(1);
        await two.RefuseAsync(1);

        await one.Quotas.ChangeAsync(QuotaKind.Budget, "all", "suspended", q => q with { Suspended = true }, "anna", Stop);
        await two.RefreshAsync(Stop);
        await two.AdmitAsync(99);

        await one.Quotas.DeleteAsync(QuotaKind.Budget, "all", "anna", Stop);
        await two.RefreshAsync(Stop);
        await two.AdmitAsync(99);

        Assert.Equal(["budget.deleted", "budget.suspended", "budget.reset", "budget.overridden", "budget.created"], (await one.Audit.ListAsync("all", 10, Stop)).Select(e => e.Action));
    }

    [Fact]
    public async Task What_lies_idle_on_one_node_is_given_to_another_that_needs_it()
    {
        var (one, two) = (await place.NodeAsync(), await place.NodeAsync());
        await one.AddAsync(AdmissionWords.Budget("all", 1));
        await two.RefreshAsync(Stop);
        (await one.AdmitAsync(0.1m)).Settle(0.1m);

        await two.RefuseAsync(0.9m);
        await one.RunRoundAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(1));

        await two.AdmitAsync(0.9m);
    }

    [Fact]
    public async Task A_node_that_stops_gives_back_everything_it_did_not_spend()
    {
        var one = await place.NodeAsync();
        await one.AddAsync(AdmissionWords.Budget("all", 1));
        (await one.AdmitAsync(0.1m)).Settle(0.1m);
        await one.DisposeAsync();
        var two = await place.NodeAsync();

        Assert.Equal(0.1m, await two.SpentAsync("all"));
        await two.AdmitAsync(0.9m);
        Assert.Single(Directory.GetFiles(place.Folder));
    }

    [Fact]
    public async Task The_reservations_of_a_killed_node_are_released_and_what_it_settled_is_counted()
    {
        var one = await place.NodeAsync();
        await one.AddAsync(AdmissionWords.Budget("all", 1));
        (await one.AdmitAsync(0.1m)).Settle(0.1m);
        await one.AdmitAsync(0.9m);
        place.Kill(one);

        var two = await place.NodeAsync();

        Assert.Equal(0.1m, await two.SpentAsync("all"));
        (await two.AdmitAsync(0.9m)).Settle(0.9m);
        await two.RefuseAsync(0.1m);
        Assert.Single(Directory.GetFiles(place.Folder));
    }

    [Fact]
    public async Task A_node_that_lives_is_not_taken_over()
    {
        var one = await place.NodeAsync();
        await one.AddAsync(AdmissionWords.Budget("all", 1));
        await one.AdmitAsync(1);
        var two = await place.NodeAsync();

        await two.RefuseAsync(0.1m);
    }

    [Fact]
    public async Task Where_the_machine_was_restarted_the_whole_slice_counts_as_spent()
    {
        var one = await place.NodeAsync();
        await one.AddAsync(AdmissionWords.Budget("all", 1));
        (await one.AdmitAsync(0.5m)).Settle(0.1m);
        place.Kill(one);
        var journal = Assert.Single(Directory.GetFiles(place.Folder));
        await using (var file = File.OpenWrite(journal))
        {
            // Another boot.
            file.Position = 8;
            await file.WriteAsync(Guid.NewGuid().ToByteArray(), Stop);
        }

        var two = await place.NodeAsync();

        Assert.True(await two.SpentAsync("all") >= 0.5m);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_finds_the_earlier_period_as_it_was_left()
    {
        var clock = new JumpingClock();
        await using var other = await AccountsPlace.MakeAsync(kind, clock);
        var node = await other.NodeAsync();
        await node.AddAsync(AdmissionWords.Limit("rpm", QuotaUnit.Requests, 2));
        (await node.AdmitAsync()).Settle(0);
        clock.Jump(TimeSpan.FromMinutes(2));
        (await node.AdmitAsync()).Settle(0);
        (await node.AdmitAsync()).Settle(0);
        await node.RunRoundAsync(Stop);
        clock.Jump(TimeSpan.FromMinutes(-2));

        (await node.AdmitAsync()).Settle(0);
        await node.RefuseAsync();
    }

    private static async Task<decimal> TellAndReadAsync(Accounts node, string budget)
    {
        await node.RunRoundAsync(Stop);
        return await node.SpentAsync(budget);
    }
}

public sealed class OnSqlite() : AdmissionTests("sqlite");

public sealed class OnPostgres() : AdmissionTests("postgres");
