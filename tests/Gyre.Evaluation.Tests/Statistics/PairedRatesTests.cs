using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Tests.Statistics;

public sealed class PairedRatesTests
{
    // Fagerland, Lydersen and Laake (2014), table VI: airway hyper-responsiveness before and after stem cell transplantation (Bentur et al. 2009),
    // 1, 1, 7 and 12 children: difference -0.286, Tango's interval -0.517 to -0.026.
    private static readonly PairedRates Airways = new(Lines: 21, Up: 1, Down: 7);

    [Fact]
    public void Tango_gives_the_published_ends()
    {
        var interval = Airways.Tango();

        Assert.Equal(-6.0 / 21, interval.Estimate, 12);
        Assert.Equal(-0.517, interval.Low, 3);
        Assert.Equal(-0.026, interval.High, 3);
    }

    // The same paper, table V: exact 0.070, mid-p 0.039.
    [Fact]
    public void McNemars_tests_give_the_published_p()
    {
        Assert.Equal(0.0703, Airways.McNemarExact(), 4);
        Assert.Equal(0.0391, Airways.McNemarMidP(), 4);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 0, 0.0625)]
    [InlineData(6, 0, 0.03125)]
    [InlineData(8, 2, 0.109375)]
    [InlineData(5, 5, 1)]
    public void The_exact_test_is_the_sign_test(int up, int down, double p) => Assert.Equal(p, new PairedRates(100, up, down).McNemarExact(), 9);

    [Fact]
    public void The_exact_test_holds_for_thousands_of_lines()
    {
        Assert.InRange(new PairedRates(10_000, 2_550, 2_450).McNemarExact(), 0.15, 0.17);
        Assert.InRange(new PairedRates(10_000, 5_000, 0).McNemarMidP(), 0, 1e-300);
    }

    [Fact]
    public void The_exact_test_is_the_share_of_all_splits_at_least_as_uneven() =>
        Prop.ForAll(
            Gen.Choose(0, 12).Two().ToArbitrary(),
            split =>
            {
                var (up, down) = split;
                var n = up + down;
                var asUneven = Enumerable.Range(0, 1 << n).Count(coins => Math.Abs((2 * System.Numerics.BitOperations.PopCount((uint)coins)) - n) >= Math.Abs(up - down));
                return Math.Abs(new PairedRates(30, up, down).McNemarExact() - ((double)asUneven / (1 << n))) < 1e-9;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Tango_holds_the_estimate_stays_in_bounds_and_turns_round_with_the_sides() =>
        Prop.ForAll(
            Gen.Choose(0, 30).Three().ToArbitrary(),
            counts =>
            {
                var (up, down, same) = counts;
                if (up + down + same == 0)
                {
                    return true;
                }

                var interval = new PairedRates(up + down + same, up, down).Tango();
                var turned = new PairedRates(up + down + same, down, up).Tango();
                return interval.Contains(interval.Estimate) && interval.Low >= -1 && interval.High <= 1
                    && Math.Abs(interval.Low + turned.High) < 1e-9 && Math.Abs(interval.High + turned.Low) < 1e-9;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_change_on_any_line_leaves_room_for_some()
    {
        var interval = new PairedRates(100, 0, 0).Tango();

        // z² / (n + z²)
        Assert.Equal(0.037, interval.High, 3);
        Assert.Equal(-0.037, interval.Low, 3);
    }
}
