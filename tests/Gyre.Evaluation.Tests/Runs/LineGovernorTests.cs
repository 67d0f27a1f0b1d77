using Gyre.Evaluation.Runs.Execution;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Runs;

public sealed class LineGovernorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly ManualTime time = new();

    /// <summary>Fills all places, lets a time pass, and ends all lines.</summary>
    private async Task RoundAsync(LineGovernor governor, TimeSpan took)
    {
        var limit = governor.Limit;
        for (var i = 0; i < limit; i++)
        {
            await governor.EnterAsync(Stop);
        }

        time.Advance(took);
        for (var i = 0; i < limit; i++)
        {
            governor.Exit();
        }
    }

    [Fact]
    public async Task It_doubles_up_to_the_ceiling_while_more_lines_end_per_second()
    {
        var governor = new LineGovernor(64, time);
        var limits = new List<int> { governor.Limit };
        for (var i = 0; i < 3; i++)
        {
            await RoundAsync(governor, TimeSpan.FromMilliseconds(50));
            limits.Add(governor.Limit);
        }

        Assert.Equal([16, 32, 64, 64], limits);
    }

    [Fact]
    public async Task It_steps_back_where_more_at_once_ends_no_more()
    {
        var governor = new LineGovernor(64, time);
        await RoundAsync(governor, TimeSpan.FromMilliseconds(50));
        await RoundAsync(governor, TimeSpan.FromMilliseconds(100));

        Assert.Equal(16, governor.Limit);
    }

    [Fact]
    public void It_never_starts_above_the_ceiling() => Assert.Equal(3, new LineGovernor(3, time).Limit);

    [Fact]
    public async Task A_number_that_was_named_is_kept()
    {
        var governor = new LineGovernor(40, time, atCeiling: true);
        await RoundAsync(governor, TimeSpan.FromMilliseconds(50));
        await RoundAsync(governor, TimeSpan.FromMilliseconds(500));

        Assert.Equal(40, governor.Limit);
    }

    [Theory]
    [InlineData(20, 0.05, 1.0)]
    [InlineData(20, 0.05, null)]
    [InlineData(200, 0.05, 1.0)]
    [InlineData(200, 0.05, null)]
    [InlineData(5, 2.0, 1.0)]
    [InlineData(2, 0.5, null)]
    public void It_finds_what_a_provider_bears_and_holds_it_with_few_refusals(double limit, double latency, double? retryAfter)
    {
        var provider = new LimitedProvider(TimeSpan.FromSeconds(latency), retryAfter is { } wait ? TimeSpan.FromSeconds(wait) : null) { Limit = limit };
        provider.Run(TimeSpan.FromMinutes(1));

        var (rate, refused) = provider.Run(TimeSpan.FromMinutes(5));

        Assert.InRange(rate / limit, 0.9, 1.001);
        Assert.InRange(refused, 0, limit < 5 ? 0.07 : 0.04);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(null)]
    public void It_follows_a_limit_of_tokens_up_and_down(double? retryAfter)
    {
        var provider = new LimitedProvider(TimeSpan.FromSeconds(1), retryAfter is { } wait ? TimeSpan.FromSeconds(wait) : null) { Limit = 10_000, LineUnits = 500 };
        provider.Run(TimeSpan.FromMinutes(1));
        Assert.InRange(provider.Run(TimeSpan.FromMinutes(3)).Rate, 18, 20.3);

        provider.Limit = 30_000;
        provider.Run(TimeSpan.FromSeconds(45));
        Assert.InRange(provider.Run(TimeSpan.FromMinutes(3)).Rate, 54, 61);

        provider.Limit = 5_000;
        provider.Run(TimeSpan.FromSeconds(60));
        Assert.InRange(provider.Run(TimeSpan.FromMinutes(3)).Rate, 9, 10.2);
    }

    [Fact]
    public void A_long_wait_is_kept_by_all()
    {
        var governor = new LineGovernor(8, time);
        Assert.Equal(TimeSpan.Zero, governor.TryEnter());
        governor.PushBack(TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), governor.TryEnter());
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(TimeSpan.Zero, governor.TryEnter());
    }

    [Fact]
    public void What_it_found_holds_for_the_next_run()
    {
        var governor = new LineGovernor(8, time);
        governor.TryEnter();
        governor.PushBack(null);
        governor.Exit();
        var pace = governor.Pace;

        governor.BeginAgain();

        Assert.NotNull(pace);
        Assert.Equal(pace, governor.Pace);
    }

    [Fact]
    public async Task Nobody_enters_beyond_the_limit_until_one_has_left()
    {
        var governor = new LineGovernor(1, time);
        await governor.EnterAsync(Stop);
        var second = governor.EnterAsync(Stop).AsTask();
        Assert.False(second.IsCompleted);

        governor.Exit();

        await second;
        var drained = governor.DrainAsync();
        Assert.False(drained.IsCompleted);
        governor.Exit();
        await drained;
    }

    [Fact]
    public async Task Many_lines_from_many_threads_pass_and_are_never_more_than_the_ceiling()
    {
        var governor = new LineGovernor(8, TimeProvider.System);
        var (inside, most, passed) = (0, 0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            await governor.EnterAsync(Stop);
            var now = Interlocked.Increment(ref inside);
            most = Math.Max(most, now);
            _ = Task.Run(
                () =>
                {
                    Interlocked.Increment(ref passed);
                    Interlocked.Decrement(ref inside);
                    governor.Exit();
                },
                Stop);
        }

        await governor.DrainAsync();

        Assert.Equal(20_000, passed);
        Assert.InRange(most, 1, 8);
    }
}
