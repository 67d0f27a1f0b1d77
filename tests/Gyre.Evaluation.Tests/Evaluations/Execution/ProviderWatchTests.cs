using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Evaluations.Execution;

public sealed class ProviderWatchTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void One_line_alone_is_left_and_never_says_that_the_provider_is_away()
    {
        var watch = new ProviderWatch(time, []);
        Assert.Equal([.. Enumerable.Repeat(AfterFailure.TryAgain, 4), AfterFailure.LeaveLine], Fail(watch, 7, times: 5));
        Assert.Equal(AfterFailure.LeaveLine, watch.Failed(7, null, isLimit: false));
    }

    [Fact]
    public void Two_lines_say_it_and_the_second_has_as_much_time_as_the_first()
    {
        var watch = new ProviderWatch(time, []);
        Fail(watch, 7, times: 5);
        Assert.Equal([.. Enumerable.Repeat(AfterFailure.TryAgain, 4), AfterFailure.GiveUp], Fail(watch, 8, times: 5));
    }

    [Fact]
    public void A_line_after_one_that_was_left_tells_whose_fault_it_was()
    {
        var watch = new ProviderWatch(time, []);
        Fail(watch, 7, times: 5);
        watch.Answered(8, time.GetTimestamp());
        Assert.Equal(AfterFailure.LeaveLine, Fail(watch, 9, times: 5)[^1]);
    }

    [Fact]
    public void Lines_that_failed_while_others_got_through_that_began_later_say_nothing_of_the_provider()
    {
        var watch = new ProviderWatch(time, []);
        Fail(watch, 1, times: 3);
        Fail(watch, 2, times: 3);
        var began = time.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(1));
        watch.Answered(3, began);

        Assert.Equal([1, 2], watch.Suspects);
        Assert.Equal(AfterFailure.TryAgain, Fail(watch, 1, times: 4)[^1]);
        Assert.Equal(AfterFailure.LeaveLine, watch.Failed(2, null, isLimit: false));
        Assert.Equal(AfterFailure.LeaveLine, watch.Failed(1, null, isLimit: false));
    }

    [Fact]
    public void A_call_that_began_before_they_failed_does_not_speak_against_them()
    {
        var watch = new ProviderWatch(time, []);
        var began = time.GetTimestamp();
        Fail(watch, 1, times: 3);
        Fail(watch, 2, times: 3);
        watch.Answered(3, began);
        Fail(watch, 1, times: 4);

        Assert.Equal(AfterFailure.GiveUp, watch.Failed(2, null, isLimit: false));
    }

    [Fact]
    public void Refusals_for_too_many_requests_do_not_speak_against_a_line()
    {
        var watch = new ProviderWatch(time, []);
        for (var i = 0; i < 4; i++)
        {
            watch.Failed(1, null, isLimit: true);
        }

        time.Advance(TimeSpan.FromSeconds(1));
        watch.Answered(2, time.GetTimestamp());
        Assert.Empty(watch.Suspects);
    }

    [Fact]
    public void Lines_of_which_an_earlier_go_despaired_are_left_where_nothing_else_is_there_to_ask()
    {
        var first = new ProviderWatch(time, []);
        Fail(first, 1, times: 4);
        Assert.Equal(AfterFailure.GiveUp, first.Failed(2, null, isLimit: false));
        Assert.Equal([1, 2], first.Suspects);

        var second = new ProviderWatch(time, first.Suspects);
        Fail(second, 1, times: 4);
        Assert.Equal(AfterFailure.LeaveLine, second.Failed(2, null, isLimit: false));

        var third = new ProviderWatch(time, first.Suspects);
        Fail(third, 1, times: 4);
        Assert.Equal(AfterFailure.GiveUp, third.Failed(3, null, isLimit: false));
    }

    // Thirty seconds apart, the first at once.
    private AfterFailure[] Fail(ProviderWatch watch, int line, int times)
    {
        var seen = new AfterFailure[times];
        for (var i = 0; i < times; i++)
        {
            seen[i] = watch.Failed(line, null, isLimit: false);
            time.Advance(TimeSpan.FromSeconds(30));
        }

        return seen;
    }
}
