using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Tests.Statistics;

public sealed class QuantileIntervalTests
{
    // Ranks from tables of the binomial distribution, as in Conover, Practical Nonparametric Statistics (1999), section 3.2.
    [Theory]
    [InlineData(10, 0.5, 2, 9)]
    [InlineData(20, 0.5, 6, 15)]
    [InlineData(100, 0.95, 90, 100)]
    [InlineData(200, 0.95, 184, 197)]
    [InlineData(71, 0.95, 63, 72)]
    [InlineData(72, 0.95, 64, 72)]
    public void The_ends_are_values_of_these_ranks(int lines, double share, int low, int high) => Assert.Equal((low, high), QuantileInterval.Ranks(lines, share));

    [Fact]
    public void Below_72_lines_a_95th_percentile_has_no_upper_end()
    {
        Assert.Equal(double.PositiveInfinity, Of(71).High);
        Assert.Equal(72, Of(72).High);

        static Interval Of(int lines) => QuantileInterval.Of([.. Enumerable.Range(1, lines).Select(i => (double)i)], 0.95, lines);
    }

    [Fact]
    public void Lines_that_are_worth_fewer_have_a_wider_interval()
    {
        double[] sorted = [.. Enumerable.Range(1, 1_000).Select(i => (double)i)];
        var (all, some) = (QuantileInterval.Of(sorted, 0.5, 1_000), QuantileInterval.Of(sorted, 0.5, 100));

        Assert.Equal(all.Estimate, some.Estimate);
        Assert.InRange((some.High - some.Low) / (all.High - all.Low), 2.8, 3.6);
    }

    [Fact]
    public void Groups_of_equal_lines_are_worth_no_more_than_the_groups()
    {
        bool[] passed = [.. Enumerable.Range(0, 400).Select(i => i / 10 % 4 != 0)];
        int[] groups = [.. Enumerable.Range(0, 400).Select(i => i / 10)];

        Assert.InRange(EffectiveLines.Of(passed, groups), 35, 40);
        Assert.Equal(400, EffectiveLines.Of([.. passed.Select((_, i) => i % 10 != 0)], groups), 0.5);
        Assert.Equal(0, EffectiveLines.Of(passed, new int[400]));
    }
}
