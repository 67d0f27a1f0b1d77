using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Gates;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Measures;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Tests.Gates;

public sealed class LimitTestTests
{
    private static readonly LimitKind[] Kinds = Enum.GetValues<LimitKind>();

    // A figure with an interval around it, perhaps with lines missing, and a limit.
    private static readonly Arbitrary<(Measured Measured, Limit Limit)> Cases =
        (from estimate in Gen.Choose(-50, 50)
         from below in Gen.Choose(0, 30).Two()
         from above in Gen.Choose(0, 30).Two()
         from kind in Gen.Elements(Kinds)
         from limit in Gen.Choose(-60, 60)
         select (Of(estimate, below.Item1, above.Item1, below.Item2, above.Item2), new Limit(kind, limit / 10.0))).ToArbitrary();

    [Theory]
    [InlineData(nameof(LimitKind.AtLeast), 0.85, 0.90, 0.85, 0.95, GateVerdict.Pass)]
    [InlineData(nameof(LimitKind.AtLeast), 0.85, 0.90, 0.84, 0.95, GateVerdict.Inconclusive)]
    [InlineData(nameof(LimitKind.AtLeast), 0.85, 0.80, 0.70, 0.85, GateVerdict.Inconclusive)]
    [InlineData(nameof(LimitKind.AtLeast), 0.85, 0.80, 0.70, 0.84, GateVerdict.Fail)]
    [InlineData(nameof(LimitKind.AtMost), 2, 1.5, 1.2, 2, GateVerdict.Pass)]
    [InlineData(nameof(LimitKind.AtMost), 2, 1.9, 1.2, 2.1, GateVerdict.Inconclusive)]
    [InlineData(nameof(LimitKind.AtMost), 2, 3, 2.1, 4, GateVerdict.Fail)]
    [InlineData(nameof(LimitKind.NotWorseBy), 0.02, 0.00, -0.019, 0.02, GateVerdict.Pass)]
    [InlineData(nameof(LimitKind.NotWorseBy), 0.02, 0.00, -0.02, 0.02, GateVerdict.Inconclusive)]
    [InlineData(nameof(LimitKind.NotWorseBy), 0.02, -0.05, -0.08, -0.021, GateVerdict.Fail)]
    [InlineData(nameof(LimitKind.BetterBy), 0, 0.03, 0.001, 0.06, GateVerdict.Pass)]
    [InlineData(nameof(LimitKind.BetterBy), 0, 0.03, 0, 0.06, GateVerdict.Inconclusive)]
    [InlineData(nameof(LimitKind.BetterBy), 0, -0.03, -0.06, -0.001, GateVerdict.Fail)]
    [InlineData(nameof(LimitKind.BetterBy), 0.1, 0.03, 0.01, 0.05, GateVerdict.Fail)]
    public void The_whole_interval_decides(string kind, double limit, double estimate, double low, double high, GateVerdict verdict) =>
        Assert.Equal(verdict, Judge(new Measured(estimate) { Low = low, High = high, Lines = 100 }, new Limit(Enum.Parse<LimitKind>(kind), limit)));

    [Theory]
    [InlineData(0.9, GateVerdict.Pass)]
    [InlineData(0.91, GateVerdict.Fail)]
    public void A_figure_without_luck_decides_by_itself(double limit, GateVerdict verdict) =>
        Assert.Equal(verdict, Judge(new Measured(0.9) { Low = 0.1, High = 1, Lines = 10 }.WithoutLuck(), new Limit(LimitKind.AtLeast, limit)));

    [Fact]
    public void Sums_of_tenths_keep_a_limit_of_tenths() =>
        Assert.Equal(GateVerdict.Pass, Judge(new Measured(0.1 + 0.2), new Limit(LimitKind.AtMost, 0.3)));

    [Fact]
    public void Widening_an_interval_never_makes_it_pass_or_fail() =>
        Prop.ForAll(Cases, Gen.Choose(0, 30).Two().ToArbitrary(), (c, wider) =>
        {
            var wide = c.Measured with { Low = c.Measured.Low - (wider.Item1 / 10.0), High = c.Measured.High + (wider.Item2 / 10.0) };
            var (before, after) = (Judge(c.Measured, c.Limit), Judge(wide, c.Limit));
            return after == before || after == GateVerdict.Inconclusive;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_stricter_limit_never_turns_fail_into_anything_else_nor_anything_else_into_pass() =>
        Prop.ForAll(Cases, Gen.Choose(0, 40).ToArbitrary(), (c, by) =>
        {
            var stricter = c.Limit with { Value = c.Limit.Value + (c.Limit.Kind is LimitKind.AtLeast or LimitKind.BetterBy ? by : -by) / 10.0 };
            var (before, after) = (Judge(c.Measured, c.Limit), Judge(c.Measured, stricter));
            return (before != GateVerdict.Fail || after == GateVerdict.Fail) && (after != GateVerdict.Pass || before == GateVerdict.Pass);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_chance_of_one_in_forty_is_where_the_interval_ends_at_the_limit()
    {
        Assert.Equal(0.025, P(high: 0.85), 6);
        Assert.True(P(high: 0.84) < 0.025 && P(high: 0.86) > 0.025);
        Assert.Equal(1, new LimitTest(new Measured(0.9) { Low = 0.8, High = 0.95 }, new Limit(LimitKind.AtLeast, 0.85)).P);

        static double P(double high) => new LimitTest(new Measured(0.75) { Low = 0.65, High = high }, new Limit(LimitKind.AtLeast, 0.85)).P;
    }

    [Fact]
    public void The_lines_that_are_said_to_settle_it_do_so_four_times_out_of_five()
    {
        // A rate of 0.88 against 0.85, so many lines more, each passing at that rate.
        var now = Rate(176, 200);
        var more = new LimitTest(now, new Limit(LimitKind.AtLeast, 0.85)).MoreLines(1);
        Assert.NotNull(more);

        var (random, passed) = (new SeededRandom(3), 0);
        for (var i = 0; i < 1_000; i++)
        {
            var lines = 200 + more.Value;
            passed += Judge(Rate(Enumerable.Range(0, lines).Count(_ => random.NextDouble() < 0.88), lines), new Limit(LimitKind.AtLeast, 0.85)) == GateVerdict.Pass ? 1 : 0;
        }

        Assert.InRange(passed / 1_000.0, 0.7, 0.9);
    }

    [Fact]
    public void No_number_of_lines_settles_what_hangs_on_missing_scores()
    {
        var test = new LimitTest(new Measured(0.95) { LowPoint = 0.80, Low = 0.78, HighPoint = 0.96, High = 0.97, Lines = 100, Missing = 16 }, new Limit(LimitKind.AtLeast, 0.85));

        Assert.True(test.HangsOnMissing);
        Assert.Null(test.MoreLines(1));
    }

    private static Measured Rate(int passed, int lines) =>
        new Sample([.. Enumerable.Range(0, lines).Select(i => new SampleLine($"{i}", i < passed ? 1 : 0, i))], [], 0, 1, IsGrouped: false).Mean();

    private static Measured Of(int estimate, int below, int above, int missingBelow, int missingAbove)
    {
        var (point, low, high) = (estimate / 10.0, (estimate - missingBelow) / 10.0, (estimate + missingAbove) / 10.0);
        return new Measured(point) { LowPoint = low, HighPoint = high, Low = low - (below / 10.0), High = high + (above / 10.0), Lines = 50 };
    }

    private static GateVerdict Judge(Measured measured, Limit limit) => new LimitTest(measured, limit) is var test ? test.Judge(test.P) : default;
}
