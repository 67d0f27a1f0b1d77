using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Runs.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Kernel;
using Gyre.Models.Prices;

namespace Gyre.Evaluation.Tests.Runs;

public sealed class CostCeilingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Usage Cost(long nanoDollars) => new(1, 1, 2) { Costs = CallCosts.Of(new NanoDollars(nanoDollars)) };

    [Fact]
    public async Task The_first_line_goes_alone_since_nobody_knows_what_one_costs()
    {
        var lines = new CostCeiling(new NanoDollars(100)).ForRun();
        Assert.True(await lines.EnterAsync(Stop));

        var second = lines.EnterAsync(Stop).AsTask();
        Assert.False(second.IsCompleted);

        lines.Exit(Cost(10));
        Assert.True(await second);
    }

    [Fact]
    public async Task A_line_that_could_pass_the_ceiling_with_those_in_flight_waits_for_them()
    {
        var ceiling = new CostCeiling(new NanoDollars(35));
        var lines = ceiling.ForRun();
        await lines.EnterAsync(Stop);
        lines.Exit(Cost(10));
        Assert.True(await lines.EnterAsync(Stop));
        Assert.True(await lines.EnterAsync(Stop));

        var third = lines.EnterAsync(Stop).AsTask();
        Assert.False(third.IsCompleted);
        lines.Exit(Cost(2));

        Assert.True(await third);
    }

    [Fact]
    public async Task Where_the_ceiling_is_reached_no_line_starts_and_it_says_so()
    {
        var ceiling = new CostCeiling(new NanoDollars(20));
        ceiling.Count(CallCosts.Of(new NanoDollars(20)));

        Assert.False(await ceiling.ForRun().EnterAsync(Stop));
        Assert.True(ceiling.Reached);
        Assert.Equal(20, ceiling.Spent.Count);
    }

    [Fact]
    public async Task A_call_without_a_price_ends_it_since_the_ceiling_cannot_be_kept()
    {
        var ceiling = new CostCeiling(new NanoDollars(20));
        var lines = ceiling.ForRun();
        await lines.EnterAsync(Stop);
        lines.Exit(new Usage(1, 1, 2) { Costs = CallCosts.Of(null) });

        Assert.False(await lines.EnterAsync(Stop));
        Assert.True(ceiling.Unpriced);
        Assert.False(ceiling.Reached);
    }

    [Fact]
    public async Task A_call_without_a_price_in_an_earlier_go_keeps_nobody_from_going_on()
    {
        var ceiling = new CostCeiling(new NanoDollars(20));
        ceiling.Count(CallCosts.Of(new NanoDollars(5)) + CallCosts.Of(null));

        Assert.True(await ceiling.ForRun().EnterAsync(Stop));
        Assert.Equal((5, null), (ceiling.Spent.Count, ceiling.Closed));
    }

    [Theory]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public void What_has_no_known_cost_starts_as_long_as_anything_is_left(long spent, bool may)
    {
        var ceiling = new CostCeiling(new NanoDollars(20));
        ceiling.Spend(CallCosts.Of(new NanoDollars(spent)));

        Assert.Equal((may, may), (ceiling.MaySpend(), ceiling.Closed is null));
    }

    [Fact]
    public async Task Lines_that_cost_nothing_are_not_held_up()
    {
        var lines = new CostCeiling(new NanoDollars(1)).ForRun();
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await lines.EnterAsync(Stop));
            if (i == 0)
            {
                lines.Exit(default);
            }
        }
    }

    [Fact]
    public void Whatever_the_order_of_ends_lines_of_equal_cost_never_pass_the_ceiling() =>
        Prop.ForAll(
            Gen.Choose(1, 50).ToArbitrary(),
            Gen.Choose(1, 2_000).ToArbitrary(),
            Gen.Choose(1, 16).ToArbitrary(),
            (each, most, width) =>
            {
                var ceiling = new CostCeiling(new NanoDollars(most));
                var lines = ceiling.ForRun();
                var active = 0;
                while (lines.TryEnter() is not false and var entered)
                {
                    active += entered is true ? 1 : 0;
                    if (entered is null || active == width)
                    {
                        lines.Exit(Cost(each));
                        active--;
                    }
                }

                // One line alone may cost more than the whole ceiling: nobody knew before.
                return active == 0 && ceiling.Spent.Count <= Math.Max(most, each) && ceiling.Spent.Count > most - each;
            }).QuickCheckThrowOnFailure();
}
