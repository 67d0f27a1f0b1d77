using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Comparisons;

namespace Gyre.Evaluation.Tests.Comparisons;

public sealed class PairedStatisticsTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 0, 0.0625)]
    [InlineData(6, 0, 0.03125)]
    [InlineData(8, 2, 0.109375)]
    [InlineData(5, 5, 1)]
    public void The_sign_test_is_exact(int up, int down, double p) => Assert.Equal(p, PairedStatistics.SignTest(up, down), 9);

    [Fact]
    public void The_sign_test_holds_for_thousands_of_lines()
    {
        Assert.InRange(PairedStatistics.SignTest(2_550, 2_450), 0.15, 0.17);
        Assert.InRange(PairedStatistics.SignTest(5_000, 0), 0, 1e-300);
    }

    [Fact]
    public void The_sign_test_is_the_share_of_all_splits_at_least_as_uneven() =>
        Prop.ForAll(
            Gen.Choose(0, 12).Two().ToArbitrary(),
            split =>
            {
                var (up, down) = split;
                var n = up + down;
                var asUneven = Enumerable.Range(0, 1 << n).Count(coins => Math.Abs((2 * System.Numerics.BitOperations.PopCount((uint)coins)) - n) >= Math.Abs(up - down));
                return Math.Abs(PairedStatistics.SignTest(up, down) - ((double)asUneven / (1 << n))) < 1e-9;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void The_interval_holds_the_mean_and_moves_with_the_data() =>
        Prop.ForAll(
            Gen.Choose(-100, 100).ArrayOf().Where(a => a.Length >= 5).ToArbitrary(),
            numbers =>
            {
                var differences = Array.ConvertAll(numbers, n => n / 10.0);
                var interval = PairedStatistics.Bootstrap(differences, 200, 1);
                var moved = PairedStatistics.Bootstrap(Array.ConvertAll(differences, d => d + 3), 200, 1);
                return interval.Low <= interval.Estimate && interval.Estimate <= interval.High
                    && interval.Low >= differences.Min() - 1e-9 && interval.High <= differences.Max() + 1e-9
                    && Math.Abs(moved.Low - interval.Low - 3) < 1e-9 && Math.Abs(moved.High - interval.High - 3) < 1e-9;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_seed_gives_the_same_interval()
    {
        double[] differences = [.. Enumerable.Range(0, 40).Select(i => Math.Sin(i))];

        Assert.Equal(PairedStatistics.Bootstrap(differences, 500, 7), PairedStatistics.Bootstrap(differences, 500, 7));
    }

    [Fact]
    public void About_nineteen_of_twenty_intervals_hold_the_true_difference()
    {
        var random = new Random(3);
        const double truth = 0.2;
        var held = Enumerable.Range(0, 300).Count(_ =>
        {
            var differences = Enumerable.Range(0, 60).Select(_ => truth + (random.NextDouble() * 2) - 1).ToArray();
            var interval = PairedStatistics.Bootstrap(differences, 400, random.Next());
            return interval.Low <= truth && truth <= interval.High;
        });

        Assert.InRange(held, 270, 297);
    }

    [Fact]
    public void Fewer_than_five_lines_say_nothing()
    {
        var interval = PairedStatistics.Bootstrap([1, 1, 1, 1], 100, 1);

        Assert.True(double.IsNegativeInfinity(interval.Low) && double.IsPositiveInfinity(interval.High));
    }

    [Fact]
    public void How_many_more_lines_would_tell_follows_from_effect_and_spread()
    {
        double[] differences = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 1.0 : -0.8)];

        // ((1.96 + 0.84) · 0.923 / 0.1)² = 669 lines in all.
        Assert.InRange(PairedStatistics.MoreLines(differences)!.Value, 640, 660);
        Assert.Null(PairedStatistics.MoreLines([1.0, -1.0]));
    }
}
