using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Tests.Statistics;

public sealed class ProportionTests
{
    // Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_gives_the_published_ends(int successes, int count, double low, double high)
    {
        var interval = Proportion.Wilson(successes, count);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
        Assert.Equal((double)successes / count, interval.Estimate, 12);
    }

    [Fact]
    public void All_right_is_not_certain_to_stay_right()
    {
        var interval = Proportion.Wilson(20, 20);

        Assert.Equal(1, interval.High);
        Assert.Equal(1 - 0.1611, interval.Low, 4);
    }

    [Fact]
    public void Nothing_seen_is_nothing_known()
    {
        var interval = Proportion.Wilson(0, 0);

        Assert.Equal((0, 1), (interval.Low, interval.High));
        Assert.True(double.IsNaN(interval.Estimate));
    }
}
