using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Tests.Statistics;

public sealed class SampleSizeTests
{
    // Connor (1987), "Sample size for testing differences in proportions for the paired-sample design": 25 % changing, 10 points apart, 5 %, 80 %: 194 pairs.
    [Fact]
    public void Rates_take_as_many_lines_as_published() => Assert.InRange(SampleSize.ForRates(0.1, 0.25), 193, 195);

    // G*Power 3, paired t, d_z = 0.5, 5 %, 80 %: 34 pairs.
    [Fact]
    public void Numbers_take_as_many_lines_as_published() => Assert.InRange(SampleSize.ForMean(0.5, 1), 33, 34);

    [Fact]
    public void With_so_many_lines_four_of_five_tell()
    {
        var random = new Random(11);
        foreach (var (up, down) in new[] { (0.15, 0.05), (0.3, 0.2), (0.06, 0.02) })
        {
            var lines = (int)Math.Ceiling(SampleSize.ForRates(up - down, up + down));
            var told = Enumerable.Range(0, 1_500).Count(_ =>
            {
                var (ups, downs) = (0, 0);
                for (var i = 0; i < lines; i++)
                {
                    var draw = random.NextDouble();
                    ups += draw < up ? 1 : 0;
                    downs += draw >= up && draw < up + down ? 1 : 0;
                }

                var rates = new PairedRates(lines, ups, downs);
                return rates.McNemarMidP() <= 0.05 && rates.Tango().Low > 0;
            });
            Assert.InRange(told / 1_500.0, 0.76, 0.84);
        }
    }

    [Fact]
    public void With_so_many_lines_four_of_five_see_that_nothing_matters()
    {
        var random = new Random(12);
        var lines = (int)Math.Ceiling(SampleSize.ForEquivalence(0.01, 1, 0.1)!.Value);
        var told = Enumerable.Range(0, 2_000).Count(_ =>
        {
            // The mean of so many is normal; drawing it at once saves drawing them.
            var mean = 0.01 + (Quantiles.Normal(random.NextDouble()) / Math.Sqrt(lines));
            return Math.Abs(mean) + (Quantiles.Z95 / Math.Sqrt(lines)) < 0.1;
        });

        Assert.InRange(told / 2_000.0, 0.77, 0.83);
        Assert.Null(SampleSize.ForEquivalence(0.1, 1, 0.1));
    }
}
