using Gyre.Evaluation.Statistics;
using Gyre.Evaluation.Statistics.Corrections;

namespace Gyre.Evaluation.Tests.Statistics;

public sealed class CorrectionTests
{
    [Fact]
    public void A_perfect_judge_needs_no_correction()
    {
        var rate = RoganGladen.Rate(passed: 300, count: 1_000, hits: 200, good: 200, rejections: 200, bad: 200);

        Assert.Equal(0.3, rate.Estimate, 12);
        Assert.InRange(rate.High - rate.Low, 0.056, 0.075);
    }

    // (0.45 + 0.8 - 1) / (0.9 + 0.8 - 1)
    [Fact]
    public void The_rate_is_Rogan_and_Gladens() =>
        Assert.Equal(0.25 / 0.7, RoganGladen.Rate(450, 1_000, 90, 100, 80, 100).Estimate, 12);

    [Fact]
    public void A_coin_says_nothing_of_the_rate() => Assert.False(RoganGladen.Rate(500, 1_000, 50, 100, 50, 100).IsBounded);

    [Fact]
    public void A_judge_that_knows_nothing_is_not_believed_and_one_that_knows_all_saves_labels()
    {
        var random = new Random(2);
        double[] people = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())];
        double[] other = [.. Enumerable.Range(0, 5_000).Select(_ => random.NextDouble())];

        var blind = PredictionPowered.Of(ScoredItems.Alone([.. people.Select(_ => random.NextDouble())]), people, ScoredItems.Alone(other));
        var sharp = PredictionPowered.Of(ScoredItems.Alone(people), people, ScoredItems.Alone(other));

        Assert.InRange(blind.Weight, 0, 0.25);
        Assert.InRange(sharp.Weight, 0.97, 1);
        Assert.True(sharp.Mean.High - sharp.Mean.Low < 0.25 * (blind.Mean.High - blind.Mean.Low));
    }

    [Fact]
    public void A_judge_that_is_always_too_kind_is_corrected()
    {
        double[] people = [.. Enumerable.Range(0, 200).Select(i => (double)(i % 5))];
        var powered = PredictionPowered.Of(ScoredItems.Alone([.. people.Select(p => p + 1)]), people, ScoredItems.Alone([.. Enumerable.Range(0, 2_000).Select(i => (double)(i % 5) + 1)]));

        Assert.Equal(2, powered.Mean.Estimate, 6);
    }

    // Chen et al. (2021): 1 - C(n - c, k) / C(n, k).
    [Fact]
    public void Pass_at_k_and_pass_hat_k_are_without_bias()
    {
        (int, int)[] items = [(1, 4), (4, 4), (0, 4), (2, 4)];

        Assert.Equal((0.5 + 1 + 0 + (5.0 / 6)) / 4, Repeats.PassAtK(items, 2).Estimate, 12);
        Assert.Equal((0 + 1 + 0 + (1.0 / 6)) / 4, Repeats.PassHatK(items, 2).Estimate, 12);
        Assert.Equal(Repeats.PassAtK(items, 1).Estimate, Repeats.PassHatK(items, 1).Estimate, 12);
    }

    [Fact]
    public void Spread_is_split_into_items_and_tries()
    {
        var random = new Random(5);
        double Normal() => Quantiles.Normal(Math.Clamp(random.NextDouble(), 1e-12, 1 - 1e-12));
        double[][] items = [.. Enumerable.Range(0, 2_000).Select(_ => 2 * Normal()).Select(item => Enumerable.Range(0, 3).Select(_ => item + Normal()).ToArray())];

        var (between, within) = Repeats.Variances(items);

        Assert.InRange(between, 3.6, 4.4);
        Assert.InRange(within, 0.93, 1.07);
    }
}
