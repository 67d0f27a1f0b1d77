using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Statistics.Agreement;

namespace Gyre.Evaluation.Tests.Statistics;

public sealed class AgreementTests
{
    private const double No = double.NaN;

    // Artstein and Poesio (2008), and the tests of scikit-learn's cohen_kappa_score, which cite it.
    [Theory]
    [InlineData(nameof(KappaWeights.None), 0.9315)]
    [InlineData(nameof(KappaWeights.Linear), 0.9412)]
    [InlineData(nameof(KappaWeights.Quadratic), 0.9541)]
    public void Kappa_gives_the_published_values(string weights, double kappa)
    {
        int[] first = [.. Enumerable.Repeat(0, 46), .. Enumerable.Repeat(1, 44), .. Enumerable.Repeat(2, 10)];
        int[] second = [.. Enumerable.Repeat(0, 50), .. Enumerable.Repeat(1, 40), .. Enumerable.Repeat(2, 10)];

        Assert.Equal(kappa, Kappa.Of(Kappa.Table(first, second, 3), Enum.Parse<KappaWeights>(weights)), 4);
    }

    // Two judges on 50 proposals, 20, 5, 10 and 15: the worked example of Wikipedia's page on Cohen's kappa.
    [Fact]
    public void Kappa_of_two_categories_is_that_of_the_worked_example() =>
        Assert.Equal(0.4, Kappa.Of(new double[,] { { 20, 5 }, { 10, 15 } }), 12);

    [Fact]
    public void Where_one_category_is_all_that_was_said_there_is_no_kappa() => Assert.True(double.IsNaN(Kappa.Of(new double[,] { { 9, 0 }, { 0, 0 } })));

    // Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", example D: four observers, twelve units, gaps.
    [Theory]
    [InlineData(nameof(RatingLevel.Nominal), 0.743)]
    [InlineData(nameof(RatingLevel.Ordinal), 0.815)]
    [InlineData(nameof(RatingLevel.Interval), 0.849)]
    public void Alpha_gives_the_published_values_with_gaps(string level, double alpha)
    {
        double[][] observers =
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, No, No, No],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, No, 3],
            [No, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, No],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, No],
        ];

        Assert.Equal(alpha, KrippendorffAlpha.Of([.. Enumerable.Range(0, 12).Select(u => observers.Select(o => o[u]).ToArray())], Enum.Parse<RatingLevel>(level)), 3);
    }

    // The examples of scipy.stats.spearmanr and scipy.stats.kendalltau.
    [Fact]
    public void Rank_correlations_are_those_of_scipy()
    {
        Assert.Equal(0.8207826816681233, RankCorrelation.Spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 12);
        Assert.Equal(-0.4714045207910317, RankCorrelation.KendallTauB([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]), 12);
    }

    [Fact]
    public void Kendalls_tau_counts_every_pair() =>
        Prop.ForAll(
            Gen.Choose(0, 4).Two().ArrayOf().Where(a => a.Length > 2).ToArbitrary(),
            pairs =>
            {
                double[] x = [.. pairs.Select(p => (double)p.Item1)], y = [.. pairs.Select(p => (double)p.Item2)];
                var (score, untiedX, untiedY) = (0.0, 0.0, 0.0);
                for (var i = 0; i < x.Length; i++)
                {
                    for (var j = 0; j < i; j++)
                    {
                        score += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
                        untiedX += x[i] != x[j] ? 1 : 0;
                        untiedY += y[i] != y[j] ? 1 : 0;
                    }
                }

                var expected = untiedX > 0 && untiedY > 0 ? score / Math.Sqrt(untiedX * untiedY) : double.NaN;
                var tau = RankCorrelation.KendallTauB(x, y);
                return double.IsNaN(expected) ? double.IsNaN(tau) : Math.Abs(tau - expected) < 1e-9;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Agreement_does_not_ask_who_was_first_and_is_one_with_oneself() =>
        Prop.ForAll(
            Gen.Choose(0, 4).Two().ArrayOf().Where(a => a.Length > 5 && a.Select(p => p.Item1).Distinct().Count() > 1 && a.Select(p => p.Item2).Distinct().Count() > 1).ToArbitrary(),
            pairs =>
            {
                int[] a = [.. pairs.Select(p => p.Item1)], b = [.. pairs.Select(p => p.Item2)];
                double[] x = Array.ConvertAll(a, v => (double)v), y = Array.ConvertAll(b, v => (double)v);
                return Math.Abs(Kappa.Of(Kappa.Table(a, b, 5), KappaWeights.Quadratic) - Kappa.Of(Kappa.Table(b, a, 5), KappaWeights.Quadratic)) < 1e-9
                    && Math.Abs(RankCorrelation.Spearman(x, y) - RankCorrelation.Spearman(y, x)) < 1e-9
                    && Math.Abs(Kappa.Of(Kappa.Table(a, a, 5)) - 1) < 1e-12 && Math.Abs(RankCorrelation.Spearman(x, x) - 1) < 1e-12 && Math.Abs(RankCorrelation.KendallTauB(x, x) - 1) < 1e-12;
            }).QuickCheckThrowOnFailure();

    // DeLong's variance by its definition: the mean of "above, or a half for equal" over all pairs, and the variances of its means by row and by column.
    [Fact]
    public void The_area_and_its_variance_follow_their_definition() =>
        Prop.ForAll(
            Gen.Choose(0, 6).ArrayOf().Where(a => a.Length > 1).Two().ToArbitrary(),
            scores =>
            {
                double[] good = Array.ConvertAll(scores.Item1, v => (double)v), bad = Array.ConvertAll(scores.Item2, v => (double)v);
                double Above(double g, double b) => g > b ? 1 : g == b ? 0.5 : 0;
                double[] byGood = [.. good.Select(g => bad.Average(b => Above(g, b)))], byBad = [.. bad.Select(b => good.Average(g => Above(g, b)))];
                double Variance(double[] v) => v.Sum(x => Math.Pow(x - v.Average(), 2)) / (v.Length - 1);
                var (area, variance) = Auroc.AreaAndVariance(good, bad);
                return Math.Abs(area - byGood.Average()) < 1e-9 && Math.Abs(variance - (Variance(byGood) / good.Length) - (Variance(byBad) / bad.Length)) < 1e-9;
            }).QuickCheckThrowOnFailure();

    // Hanley and McNeil (1982), table I: 58 normal and 51 abnormal scans rated from 1 to 5; area 0.893.
    [Fact]
    public void The_area_of_rated_scans_is_the_published_one()
    {
        double[] abnormal = [.. Rated(3, 2, 2, 11, 33)], normal = [.. Rated(33, 6, 6, 11, 2)];
        var area = Auroc.DeLong(abnormal, normal);

        Assert.Equal(0.893, area.Estimate, 3);
        Assert.InRange(area.Low, 0.81, 0.84);
        Assert.InRange(area.High, 0.93, 0.96);
    }

    [Fact]
    public void The_threshold_lies_between_bad_and_good_and_is_not_judged_by_the_lines_it_was_chosen_by()
    {
        var clear = BestThreshold.Find([1, 1, 2, 2, 4, 5, 5, 4, 1, 5, 2, 4], [false, false, false, false, true, true, true, true, false, true, false, true])!;
        Assert.Equal((3, 1, 1), (clear.Value, clear.Youden, clear.Accuracy.Estimate));

        var random = new Random(4);
        double[] noise = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())];
        var luck = BestThreshold.Find(noise, [.. noise.Select(_ => random.Next(2) == 0)])!;
        Assert.InRange(luck.Youden, -0.35, 0.2);
        Assert.Null(BestThreshold.Find([1, 2], [true, true]));
    }

    private static IEnumerable<double> Rated(params int[] counts) => counts.SelectMany((count, i) => Enumerable.Repeat((double)(i + 1), count));
}
