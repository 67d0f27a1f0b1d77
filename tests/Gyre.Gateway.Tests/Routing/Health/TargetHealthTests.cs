using FsCheck;
using FsCheck.Fluent;
using Gyre.Gateway.Routing.Health;
using Gyre.Gateway.Routing.Trying;
using Gyre.Testing;
using Outcome = Gyre.Gateway.Routing.Trying.Outcome;

namespace Gyre.Gateway.Tests.Routing.Health;

public sealed class TargetHealthTests
{
    private readonly ManualTime time = new();
    private readonly HealthBook book;
    private readonly TargetHealth health;

    public TargetHealthTests() => health = (book = new HealthBook(time)).Of("c", "m");

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Tell(OutcomeKind kind, int times = 1, TimeSpan? retryAfter = null, TargetHealth? of = null)
    {
        for (var i = 0; i < times; i++)
        {
            (of ?? health).TryTakePlace(int.MaxValue);
            (of ?? health).Leave(new Outcome(kind) { RetryAfter = retryAfter }, probe: false);
        }
    }

    private bool Enter(out bool probe) => health.TryEnter(time.GetTimestamp(), int.MaxValue, out probe);

    private void Probe(OutcomeKind kind)
    {
        Assert.True(Enter(out var probe) && probe);
        health.Leave(new Outcome(kind), probe);
    }

    [Fact]
    public void A_throttled_target_is_spared_exactly_as_long_as_it_asks()
    {
        Tell(OutcomeKind.Throttled, retryAfter: Seconds(0.3));

        Assert.Equal(TargetState.Throttled, health.State);
        time.Advance(Seconds(0.299));
        Assert.False(Enter(out _));
        time.Advance(Seconds(0.001));
        Assert.Equal(TargetState.Ready, health.State);
    }

    [Fact]
    public void However_long_a_provider_asks_it_is_asked_again_after_five_minutes()
    {
        Tell(OutcomeKind.Throttled, retryAfter: TimeSpan.FromDays(1));

        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TargetState.Ready, health.State);
    }

    [Fact]
    public void Without_a_named_time_the_wait_doubles_from_a_quarter_of_a_second_until_a_call_succeeds()
    {
        foreach (var wait in (double[])[0.25, 0.5, 1, 2, 4, 5, 5])
        {
            Tell(OutcomeKind.Throttled);
            time.Advance(Seconds(wait - 0.001));
            Assert.Equal(TargetState.Throttled, health.State);
            time.Advance(Seconds(0.001));
            Assert.Equal(TargetState.Ready, health.State);
        }

        Tell(OutcomeKind.Answered);
        Tell(OutcomeKind.Throttled);
        time.Advance(Seconds(0.25));
        Assert.Equal(TargetState.Ready, health.State);
    }

    [Fact]
    public void Five_failures_in_a_row_open_it_and_a_success_between_does_not()
    {
        Tell(OutcomeKind.ServerError, times: 4);
        Tell(OutcomeKind.Answered);
        Tell(OutcomeKind.ServerError, times: 4);
        Assert.Equal(TargetState.Ready, health.State);

        Tell(OutcomeKind.ConnectFailed);
        Assert.Equal(TargetState.Open, health.State);
    }

    [Fact]
    public void Half_of_the_calls_failing_opens_it_too()
    {
        for (var i = 0; i < 9; i++)
        {
            Tell(OutcomeKind.Answered);
            Tell(OutcomeKind.FirstTokenTimeout);
        }

        Assert.Equal(TargetState.Ready, health.State);
        Tell(OutcomeKind.Answered);
        Tell(OutcomeKind.FirstTokenTimeout);
        Assert.Equal(TargetState.Open, health.State);
    }

    [Fact]
    public void Failures_of_long_ago_do_not_count_in_the_share()
    {
        for (var i = 0; i < 9; i++)
        {
            Tell(OutcomeKind.ServerError);
            Tell(OutcomeKind.Answered);
        }

        time.Advance(Seconds(25));
        Tell(OutcomeKind.ServerError, times: 4);

        Assert.Equal(TargetState.Ready, health.State);
    }

    [Fact]
    public void After_its_rest_one_request_finds_out_and_the_rest_doubles_while_it_fails()
    {
        Tell(OutcomeKind.ServerError, times: 5);
        foreach (var rest in (double[])[5, 10, 20, 40, 60, 60])
        {
            time.Advance(Seconds(rest - 0.001));
            Assert.Equal(TargetState.Open, health.State);
            time.Advance(Seconds(0.001));
            Assert.Equal(TargetState.HalfOpen, health.State);
            Probe(OutcomeKind.ServerError);
        }

        time.Advance(Seconds(60));
        Probe(OutcomeKind.Answered);
        Assert.Equal(TargetState.Ready, health.State);
        Tell(OutcomeKind.ServerError, times: 5);
        time.Advance(Seconds(5));
        Assert.Equal(TargetState.HalfOpen, health.State);
    }

    [Theory]
    [InlineData(OutcomeKind.ContextWindow, TargetState.Ready)]
    [InlineData(OutcomeKind.RequestRefused, TargetState.Ready)]
    [InlineData(OutcomeKind.Throttled, TargetState.Throttled)]
    [InlineData(OutcomeKind.ClientGone, TargetState.HalfOpen)]
    [InlineData(OutcomeKind.Lost, TargetState.HalfOpen)]
    public void A_probe_that_is_refused_for_its_own_fault_shows_a_target_that_works(OutcomeKind kind, TargetState state)
    {
        Tell(OutcomeKind.ServerError, times: 5);
        time.Advance(Seconds(5));

        Probe(kind);

        Assert.Equal(state, health.State);
    }

    [Fact]
    public void Requests_sent_before_it_opened_do_not_prolong_its_rest()
    {
        Tell(OutcomeKind.ServerError, times: 5);
        time.Advance(Seconds(4));
        Tell(OutcomeKind.ServerError, times: 20);
        time.Advance(Seconds(1));

        Assert.Equal(TargetState.HalfOpen, health.State);
    }

    [Fact]
    public void A_refused_credential_rests_every_model_of_its_connection_and_no_other()
    {
        var (sibling, stranger) = (book.Of("c", "other"), book.Of("d", "m"));
        Tell(OutcomeKind.CredentialRefused);

        Assert.Equal((TargetState.CredentialRefused, TargetState.CredentialRefused, TargetState.Ready), (health.State, sibling.State, stranger.State));
        time.Advance(Seconds(60));
        Assert.Equal((TargetState.Ready, TargetState.Ready), (health.State, sibling.State));
    }

    [Fact]
    public void One_caller_s_refused_request_does_not_take_a_working_key_from_the_others()
    {
        Tell(OutcomeKind.Answered);
        Tell(OutcomeKind.CredentialRefused);
        Assert.Equal(TargetState.Ready, health.State);

        time.Advance(Seconds(10));
        Tell(OutcomeKind.CredentialRefused);
        Assert.Equal(TargetState.CredentialRefused, health.State);
    }

    [Fact]
    public void A_server_that_is_overloaded_and_names_a_time_is_spared_for_it()
    {
        Tell(OutcomeKind.Overloaded, retryAfter: Seconds(3));
        Assert.Equal(TargetState.Throttled, health.State);

        time.Advance(Seconds(3));
        Assert.Equal(TargetState.Ready, health.State);
    }

    [Fact]
    public async Task Of_many_threads_one_probes()
    {
        for (var round = 0; round < 200; round++)
        {
            Tell(OutcomeKind.ServerError, times: 5);
            time.Advance(TimeSpan.FromMinutes(1));
            using var start = new Barrier(4);
            var entered = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                return Enter(out var probe) && probe;
            })));

            Assert.Single(entered, e => e);
            health.Leave(new Outcome(OutcomeKind.Answered), probe: true);
        }
    }

    [Fact]
    public async Task The_limit_of_requests_at_a_time_holds_over_threads()
    {
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (health.TryTakePlace(3))
                {
                    InterlockedMax(ref most, health.InFlight);
                    health.Leave(new Outcome(OutcomeKind.ClientGone), probe: false);
                }
            }
        })));

        Assert.Equal(0, health.InFlight);

        // Others may have counted up and be about to count down again: they never entered.
        Assert.InRange(most, 1, 3 + 8);
    }

    [Fact]
    public void Whatever_happens_a_target_is_ready_again_at_some_time() => Prop.ForAll(
        ArbMap.Default.ArbFor<(OutcomeKind Kind, int Seconds)[]>(),
        events =>
        {
            var target = new HealthBook(time).Of("c", "m");
            foreach (var (kind, seconds) in events)
            {
                if (target.TryEnter(time.GetTimestamp(), int.MaxValue, out var probe))
                {
                    target.Leave(new Outcome(kind) { RetryAfter = seconds % 3 == 0 ? Seconds(Math.Abs(seconds)) : null }, probe);
                }

                time.Advance(Seconds(Math.Abs(seconds % 20)));
            }

            Assert.Equal(0, target.InFlight);
            time.Advance(TimeSpan.FromMinutes(5));
            Assert.True(target.State is TargetState.Ready or TargetState.HalfOpen);
        }).QuickCheckThrowOnFailure();

    private static void InterlockedMax(ref int most, int seen)
    {
        for (var known = Volatile.Read(ref most); seen > known; known = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, seen, known);
        }
    }
}
