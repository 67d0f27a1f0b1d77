using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Tests.Comparisons;

public sealed class ComparisonWordsTests
{
    [Theory]
    [InlineData(Verdict.Better, null, "f1: new is better than old: 0.700 against 0.600, a difference of +0.100 (-0.020 to +0.220) with 95 % confidence over 50 lines.")]
    [InlineData(Verdict.Worse, null, "f1: new is worse than old: 0.700 against 0.600")]
    [InlineData(Verdict.NoDifference, null, "f1: between new and old there is no difference that matters: 0.700 against 0.600, a difference of +0.100 (-0.020 to +0.220) with 95 % confidence over 50 lines, all of it within ±0.25.")]
    [InlineData(Verdict.CannotTell, 340, "About 340 more lines would tell, if things stay as they look.")]
    [InlineData(Verdict.CannotTell, null, "No number of lines is in sight that would tell.")]
    public void Each_verdict_is_said_in_words(Verdict verdict, int? more, string says) =>
        Assert.Contains(says, ComparisonWords.Sentence(Metric("f1", verdict) with { MoreLines = more }, "old", "new"), StringComparison.Ordinal);

    [Fact]
    public void A_judge_that_nobody_checked_is_called_so()
    {
        var metric = Metric("groundedness", Verdict.Better) with
        {
            Facts = new MetricFacts(new MetricCard("groundedness", Scale.FivePoints, Direction.HigherIsBetter), "groundedness") { IsJudged = true, IsUncalibrated = true, Judge = "openai/gpt-4.1", Calibration = "uncalibrated" },
        };

        Assert.Equal("groundedness (uncalibrated judge)", ComparisonWords.Name(metric));
        Assert.EndsWith("A model judges (openai/gpt-4.1), uncalibrated: how far it agrees with people is not known (gyre eval calibrate).", ComparisonWords.Sentence(metric, "old", "new"), StringComparison.Ordinal);
        var calibrated = metric with { Facts = metric.Facts with { IsUncalibrated = false, Calibration = "calibrated: kappa 0.81 on 120 lines" } };
        Assert.Equal("groundedness", ComparisonWords.Name(calibrated));
        Assert.EndsWith("A model judges (openai/gpt-4.1), calibrated: kappa 0.81 on 120 lines.", ComparisonWords.Sentence(calibrated, "old", "new"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_headline_tells_every_metric_once()
    {
        var comparison = new Comparison("old", "new", [Metric("a", Verdict.Better), Metric("b", Verdict.CannotTell), Metric("c", Verdict.Better), Metric("d", Verdict.Worse), Metric("e", Verdict.NoDifference)]);

        Assert.Equal("new against old: better in a and c; worse in d; no difference that matters in e; we can't tell yet in b.", ComparisonWords.Headline(comparison));
    }

    private static MetricComparison Metric(string name, Verdict verdict) => new(name, 50, 0.6, 0.7, new Interval(0.1, -0.02, 0.22), verdict) { Margin = 0.25, PValue = 0.1, AdjustedPValue = 0.1 };
}
