using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Tests.Statistics;

public sealed class SignFlipTestTests
{
    // Fisher (1935), "The Design of Experiments", §21: Darwin's maize; of 32,768 sign patterns 1,726 are as far from zero, p = 0.0527.
    [Fact]
    public void Darwins_maize_gives_Fishers_p() =>
        Assert.Equal(1_726.0 / 32_768, SignFlipTest.P([49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]), 9);

    [Fact]
    public void Nothing_that_differs_is_no_evidence() => Assert.Equal(1, SignFlipTest.P([0, 0, 0]));

    [Fact]
    public void Unchanged_lines_say_nothing_either_way() =>
        Assert.Equal(SignFlipTest.P([1, 2, 3, -1, 5]), SignFlipTest.P([1, 0, 2, 0, 0, 3, -1, 0, 5]), 12);

    [Theory]
    [InlineData(25, 1.0)]
    [InlineData(25, 0.3)]
    [InlineData(60, 1.0)]
    [InlineData(200, 1.0)]
    public void Many_differences_give_what_trying_signs_gives(int count, double shift)
    {
        var random = new Random(count);
        double[] differences = [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 4) - 2 + (shift * 2 / Math.Sqrt(count)))];

        Assert.InRange(SignFlipTest.P(differences) / Tried(differences), 0.93, 1.07);
    }

    // Steps of whole points: the formula for continuous sums would be too sure.
    [Theory]
    [InlineData(30, 21)]
    [InlineData(50, 33)]
    [InlineData(24, 17)]
    public void Differences_in_steps_give_the_exact_share(int count, int up)
    {
        double[] differences = [.. Enumerable.Range(0, count).Select(i => i < up ? 1.0 : -1.0)];

        Assert.InRange(SignFlipTest.P(differences) / new PairedRates(count, up, count - up).McNemarExact(), 0.98, 1.02);
    }

    [Fact]
    public void All_on_one_side_is_as_rare_as_it_is() =>
        Assert.Equal(Math.Pow(2, -29), SignFlipTest.P([.. Enumerable.Range(1, 30).Select(i => (double)i)]), 15);

    private static double Tried(double[] differences)
    {
        var random = new Random(1);
        var sum = Math.Abs(differences.Sum()) - 1e-9;
        return Enumerable.Range(0, 100_000).Count(_ => Math.Abs(differences.Sum(d => random.Next(2) == 0 ? d : -d)) >= sum) / 100_000.0;
    }
}
