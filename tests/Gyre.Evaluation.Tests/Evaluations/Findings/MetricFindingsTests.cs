using FsCheck;
using FsCheck.Fluent;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Tests.Evaluations.Findings;

public sealed class MetricFindingsTests
{
    private static readonly MetricFacts Judged = new(new MetricCard("f1", Scale.Unit, Direction.HigherIsBetter) { Threshold = 0.5 }, "f1_score");
    private static readonly MetricFacts Figure = new(new MetricCard("tokens", Scale.Amount, Direction.LowerIsBetter), "total_tokens");

    [Fact]
    public void A_mean_is_over_the_lines_with_a_score_and_a_pass_rate_over_all()
    {
        var metric = MetricFindings.Of(Judged, [Table([0.2, 0.4, 0.6, 0.8])], 5);

        Assert.Equal((5, 4, 0.8, 2), (metric.Lines, metric.Scored, metric.Coverage, metric.Passed));
        Assert.Equal(0.5, metric.Mean!.Value, 12);
        Assert.Equal(Proportion.Wilson(2, 5), metric.PassRate);
        Assert.Equal((0.1176, 0.7693), (Math.Round(metric.PassRate!.Value.Low, 4), Math.Round(metric.PassRate.Value.High, 4)));

        // Student's t of four values, cut at the ends of the scale: 0.5 ± 3.1824 × 0.1291.
        Assert.Equal((0.0891, 0.9109), (Math.Round(metric.Interval!.Value.Low, 4), Math.Round(metric.Interval.Value.High, 4)));
    }

    [Fact]
    public void The_mean_of_yes_and_no_is_a_share_with_Wilsons_interval()
    {
        var metric = MetricFindings.Of(Judged, [Table([1, 1, 0])], 3);

        Assert.True(metric.IsRate);
        Assert.Equal((0.2077, 0.9385), (Math.Round(metric.Interval!.Value.Low, 4), Math.Round(metric.Interval.Value.High, 4)));
    }

    [Fact]
    public void Without_a_score_there_is_no_mean_and_nothing_passes()
    {
        var metric = MetricFindings.Of(Judged, [Table([null, null])], 2);

        Assert.Equal((0, null, 0), (metric.Scored, metric.Mean, metric.Passed));
        Assert.Equal(0, metric.PassRate!.Value.Estimate);
    }

    [Fact]
    public void A_figure_without_a_threshold_passes_nothing()
    {
        var metric = MetricFindings.Of(Figure, [Table([10, 20, 30], "tokens", withResults: false)], 3);

        Assert.Equal((20.0, null, null), (metric.Mean, metric.Passed, metric.PassRate));
        Assert.True(metric.Interval!.Value.Low >= 0);
    }

    [Fact]
    public void Tries_of_one_line_tell_how_often_any_and_all_pass_and_where_the_spread_is()
    {
        var metric = MetricFindings.Of(Judged, [Table([1, 1]), Table([0, 1])], 4);

        Assert.Equal((4, 4, 0.75, 3), (metric.Lines, metric.Scored, metric.Mean, metric.Passed));
        Assert.Equal(0.75, metric.PassRate!.Value.Estimate);
        Assert.Equal((2, 1.0, 0.5), (metric.Repeats!.Tries, metric.Repeats.PassAtK!.Value.Estimate, metric.Repeats.PassHatK!.Value.Estimate));

        // Within: (2 × 0.25 + 0) / 2; between: (0.25 - 0.25) / 2.
        Assert.Equal((0.25, 0.0), (metric.Repeats.BetweenTries, metric.Repeats.BetweenLines));
    }

    [Fact]
    public void Tries_that_agree_are_no_more_evidence_than_one()
    {
        double?[] scores = [.. Enumerable.Range(0, 40).Select(i => (double?)((i * 7 % 10) / 10.0))];

        var (once, thrice) = (MetricFindings.Of(Judged, [Table(scores)], 40), MetricFindings.Of(Judged, [Table(scores), Table(scores), Table(scores)], 120));

        Assert.Equal(once.Mean!.Value, thrice.Mean!.Value, 12);
        Assert.Equal(once.Interval!.Value.Low, thrice.Interval!.Value.Low, 2);
        Assert.Equal(once.Interval.Value.High, thrice.Interval.Value.High, 2);
    }

    [Fact]
    public void The_order_of_lines_does_not_matter() => Prop.ForAll(Scores, given =>
    {
        double?[] other = [.. given.Reverse()];
        return Same(MetricFindings.Of(Judged, [Table(given)], given.Length), MetricFindings.Of(Judged, [Table(other)], given.Length));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void A_line_without_a_score_never_raises_a_mean_or_a_pass_rate() => Prop.ForAll(Scores, given =>
    {
        var (before, after) = (MetricFindings.Of(Judged, [Table(given)], given.Length), MetricFindings.Of(Judged, [Table([.. given, null])], given.Length + 1));
        return before.Mean == after.Mean && after.PassRate!.Value.Estimate <= before.PassRate!.Value.Estimate && after.Coverage <= before.Coverage;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void A_score_that_is_lost_never_raises_a_pass_rate() => Prop.ForAll(Scores, given =>
    {
        var before = MetricFindings.Of(Judged, [Table(given)], given.Length).PassRate!.Value.Estimate;
        return given.Index().All(i => MetricFindings.Of(Judged, [Table([.. given.Select((s, j) => i.Index == j ? null : s)])], given.Length).PassRate!.Value.Estimate <= before);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static Arbitrary<double?[]> Scores => Gen.OneOf(Gen.Constant<double?>(null), Gen.Choose(0, 20).Select(n => (double?)(n / 20.0))).ArrayOf().Where(a => a.Length is > 0 and < 16).ToArbitrary();

    private static bool Same(MetricSummary a, MetricSummary b) => (a.Interval, a.PassRate, a.Scored, a.Passed, a.IsRate) == (b.Interval, b.PassRate, b.Scored, b.Passed, b.IsRate);

    private static ScoreTable Table(double?[] scores, string name = "f1", bool withResults = true)
    {
        var table = new ScoreTable("t");
        var (values, results) = (new ScoreColumn(name), new ScoreColumn(ScoreColumns.Result(name)));
        foreach (var (line, score) in scores.Index())
        {
            var row = table.Row($"{line}", line + 1, out _);
            values.Set(row, score ?? double.NaN);
            if (score is { } value && withResults)
            {
                results.SetWord(row, value >= 0.5 ? "pass" : "fail", line + 1);
            }
        }

        table.Replace(values);
        table.Replace(results);
        return table;
    }
}
