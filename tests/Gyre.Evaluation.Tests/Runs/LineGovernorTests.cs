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
    public async Task A_number_that_was_named_is_kept_until_a_provider_pushes_back()
    {
        var governor = new LineGovernor(40, time, atCeiling: true);
        await RoundAsync(governor, TimeSpan.FromMilliseconds(50));
        await RoundAsync(governor, TimeSpan.FromMilliseconds(500));
        Assert.Equal(40, governor.Limit);

        governor.PushBack();

        Assert.Equal(20, governor.Limit);
    }

    [Fact]
    public async Task It_halves_once_for_many_push_backs_of_one_moment_and_grows_again_by_one()
    {
        var governor = new LineGovernor(64, time);
        for (var i = 0; i < 20; i++)
        {
            governor.PushBack();
        }

        Assert.Equal(8, governor.Limit);

        time.Advance(TimeSpan.FromSeconds(2));
        await RoundAsync(governor, TimeSpan.FromMilliseconds(50));
        Assert.Equal(9, governor.Limit);
    }

    [Fact]
    public void It_never_goes_below_one()
    {
        var governor = new LineGovernor(2, time);
        for (var i = 0; i < 5; i++)
        {
            governor.PushBack();
            time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(1, governor.Limit);
    }

    [Fact]
    public async Task Nobody_enters_beyond_the_limit_until_one_has_left()
    {
        var governor = new LineGovernor(1, time);
        await governor.EnterAsync(Stop);
        var second = governor.EnterAsync(Stop);
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
