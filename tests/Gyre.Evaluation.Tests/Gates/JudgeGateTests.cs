using Gyre.Evaluation.Calibration;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Gates;
using Gyre.Evaluation.Statistics;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Gates;

public sealed class JudgeGateTests
{
    [Fact]
    public async Task A_rate_passes_where_its_whole_interval_does()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("a", 200, line => Passing(line % 10 != 0));
        var result = await bench.JudgeAsync("rules: [{metric: right, pass_rate: {at_least: 0.8}}, {metric: right, pass_rate: {at_least: 0.9}}, {metric: right, pass_rate: {at_least: 0.97}}]", "a");

        Assert.Equal([GateVerdict.Pass, GateVerdict.Inconclusive, GateVerdict.Fail], result.Checks.Select(c => c.Verdict));
        Assert.Equal((GateVerdict.Fail, false, 3), (result.Verdict, result.Opens, result.Family));
        Assert.Equal((0.9, 200, 0), (result.Checks[0].Value.Estimate, result.Checks[0].Lines, result.Checks[0].Missing));
        Assert.Equal(["0", "10", "20", "30", "40"], result.Checks[2].Evidence.Select(e => e.Line));
        Assert.Equal("right pass rate: 0.900 (0.850 to 0.938) over 200 lines; wanted is at least 0.97. The whole interval is beyond that. Not passing: lines 0, 10, 20, 30, 40.", result.Checks[2].Sentence);
        Assert.Empty(result.Checks[0].Evidence);
    }

    [Theory]
    [InlineData("fail", false)]
    [InlineData("warn", true)]
    [InlineData("pass", true)]
    public async Task The_policy_says_what_is_done_when_it_can_not_be_told(string inconclusive, bool opens)
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("a", 20, line => Passing(line % 10 != 0));
        var result = await bench.JudgeAsync($"inconclusive: {inconclusive}\nrules: [{{metric: right, pass_rate: {{at_least: 0.85}}}}]", "a");

        Assert.Equal((GateVerdict.Inconclusive, opens), (result.Verdict, result.Opens));
        Assert.InRange(result.Checks[0].MoreLines!.Value, 100, 2_000);
        Assert.Contains("more lines would tell", result.Checks[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_an_answer_passes_nothing_and_one_without_a_score_is_not_forgotten()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("a", 100, line => line < 10 ? null : line < 20 ? new PythonDict { ["answer"] = "x", ["right"] = null, ["right_result"] = null } : Passing(true));
        var result = await bench.JudgeAsync("""
            rules:
            - metric: right
              judge_on: estimate
              pass_rate: {at_least: 0.8}
            - metric: right
              judge_on: estimate
              pass_rate: {at_least: 0.85}
            - metric: right
              judge_on: estimate
              unscored: leave_out
              pass_rate: {at_least: 0.88}
            - metric: right
              coverage: {at_least: 0.95}
            - failed_lines: {at_most: 9}
            """, "a");

        Assert.Equal([GateVerdict.Pass, GateVerdict.Inconclusive, GateVerdict.Pass, GateVerdict.Fail, GateVerdict.Fail], result.Checks.Select(c => c.Verdict));
        Assert.Equal((0.8, 0.9, 10), (result.Checks[1].Value.Low, result.Checks[1].Value.High, result.Checks[1].Missing));
        Assert.Contains("10 lines have no score, and it hangs on what they would have been.", result.Checks[1].Sentence, StringComparison.Ordinal);
        Assert.Null(result.Checks[1].MoreLines);
        Assert.Equal(0.8, result.Checks[3].Value.Estimate, 12);
        Assert.Equal((10, 0), (result.Checks[4].Value.Estimate, result.Family));
        Assert.StartsWith("failed lines: 10 over 100 lines; wanted is at most 9. That does not hold. Failed: lines 0, 1, 2", result.Checks[4].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loss_within_the_margin_passes_and_a_larger_one_fails()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("before", 400, line => Passing(line % 10 != 0));
        await bench.RunAsync("same", 400, line => Passing(line % 10 != 1));
        await bench.RunAsync("worse", 400, line => Passing(line % 10 > 3));
        const string Policy = "rules: [{metric: right, pass_rate: {not_worse_by: 0.1}}, {metric: right, flips_lost: {at_most: 40}}]";

        Assert.Equal([GateVerdict.Pass, GateVerdict.Pass], (await bench.JudgeAsync(Policy, "same", "before")).Checks.Select(c => c.Verdict));
        var worse = await bench.JudgeAsync(Policy, "worse", "before");
        Assert.Equal([GateVerdict.Fail, GateVerdict.Fail], worse.Checks.Select(c => c.Verdict));
        Assert.Equal((-0.3, 400), (worse.Checks[0].Value.Estimate, worse.Checks[0].Lines));
        Assert.Equal((120, 360), (worse.Checks[1].Value.Estimate, worse.Checks[1].Lines));
        Assert.Contains("Lost: lines 1, 2, 3, 11, 12.", worse.Checks[1].Sentence, StringComparison.Ordinal);
        Assert.Contains("right pass rate against the baseline: -0.300 (", worse.Checks[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_less_is_better_a_rise_is_a_loss()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("before", 60, line => new PythonDict { ["answer"] = "x", ["words"] = 100L + (line % 7) });
        await bench.RunAsync("longer", 60, line => new PythonDict { ["answer"] = "x", ["words"] = 120L + (line % 5) });
        const string Less = "rules: [{metric: words, better: lower, mean: {not_worse_by: 5}}]", More = "rules: [{metric: words, mean: {better_by: 5}}]";

        var less = Assert.Single((await bench.JudgeAsync(Less, "longer", "before")).Checks);
        Assert.Equal(GateVerdict.Fail, less.Verdict);
        Assert.InRange(less.Value.Estimate, -20, -18);
        Assert.Equal(GateVerdict.Pass, Assert.Single((await bench.JudgeAsync(More, "longer", "before")).Checks).Verdict);
    }

    [Fact]
    public async Task A_metric_of_which_neither_end_is_good_is_asked_for_its_good_end()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("a", 20, line => new PythonDict { ["answer"] = "x", ["word_count"] = 5L + (line % 2) }, new EvaluatorSpec("word_count"));

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.JudgeAsync("rules: [{metric: word_count, mean: {not_worse_by: 3}}]", "a", "a"));

        Assert.Equal("direction-missing", e.Problem.Code);
        Assert.Equal(GateVerdict.Pass, (await bench.JudgeAsync("rules: [{metric: word_count, better: lower, mean: {not_worse_by: 3}}]", "a", "a")).Verdict);
    }

    [Fact]
    public async Task What_the_candidate_lost_answers_for_may_have_been_lost()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("before", 100, line => new PythonDict { ["answer"] = "x", ["score"] = 0.5 + (line % 3 / 10.0) });
        await bench.RunAsync("holes", 100, line => line < 20 ? null : new PythonDict { ["answer"] = "x", ["score"] = 0.5 + (line % 3 / 10.0) });

        var check = Assert.Single((await bench.JudgeAsync("rules: [{metric: score, mean: {not_worse_by: 0.01}}]", "holes", "before")).Checks);

        Assert.Equal((GateVerdict.Inconclusive, 80, 20), (check.Verdict, check.Lines, check.Missing));
        Assert.Contains("20 lines have no score", check.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_is_asked_of_each_slice_or_of_one()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("a", 300, line => Passing(line % 3 != 0 || line % 2 == 0, line % 3 == 0 ? "de" : "en"));
        var result = await bench.JudgeAsync("""
            rules:
            - metric: right
              each: language
              pass_rate: {at_least: 0.9}
            - metric: right
              where: {language: en}
              pass_rate: {at_least: 0.9}
            """, "a");

        Assert.Equal(["right pass rate, language = en", "right pass rate, language = de", "right pass rate, language = en"], result.Checks.Select(c => c.Name));
        Assert.Equal([GateVerdict.Pass, GateVerdict.Fail, GateVerdict.Pass], result.Checks.Select(c => c.Verdict));
        Assert.Equal([200, 100, 200], result.Checks.Select(c => c.Lines));
    }

    [Fact]
    public async Task What_lines_took_is_judged_with_those_that_failed()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("a", 80, line => line == 7 ? null : Passing(true));
        var result = await bench.JudgeAsync("rules: [{metric: latency, p95: {at_most: 100}}, {metric: total_tokens, total: {at_most: 240}, mean: {at_most: 3}}, {metric: cost, total: {at_most: 1}}]", "a");

        Assert.Equal([GateVerdict.Pass, GateVerdict.Pass, GateVerdict.Pass, GateVerdict.Inconclusive], result.Checks.Select(c => c.Verdict));
        Assert.Equal([80, 80, 80, 0], result.Checks.Select(c => c.Lines));
        Assert.Equal((3, 240), (result.Checks[1].Value.Estimate, result.Checks[2].Value.Estimate));

        // Nobody knows what the model costs: that is not nothing.
        Assert.Equal(80, result.Checks[3].Missing);
    }

    [Fact]
    public async Task Too_few_lines_for_a_95th_percentile_are_told_so()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("a", 40, _ => Passing(true));

        var check = Assert.Single((await bench.JudgeAsync("rules: [{metric: latency, p95: {at_most: 100}}]", "a")).Checks);

        Assert.Equal(GateVerdict.Inconclusive, check.Verdict);
        Assert.Contains("too few lines for an interval; a 95th percentile needs 72", check.Sentence, StringComparison.Ordinal);
        Assert.Equal(GateVerdict.Pass, (await bench.JudgeAsync("rules: [{metric: latency, judge_on: estimate, p95: {at_most: 100}}]", "a")).Verdict);
    }

    [Fact]
    public async Task A_judge_that_nobody_calibrated_is_labelled_and_decides_nothing_where_the_policy_says_so()
    {
        using var bench = await GateBench.OpenAsync();
        bench.Runs.Questions(100);
        await bench.Runs.RunAsync(
            new Runs.FakeFlow(_ => new PythonDict { ["answer"] = "x", ["mine"] = 1L }),
            bench.Runs.Definition("a") with { Properties = new PythonDict { ["evaluator"] = "mine" } });
        const string Rule = "rules: [{metric: mine, mean: {at_least: 0.5}}]";

        var trusting = Assert.Single((await bench.JudgeAsync(Rule, "a")).Checks);
        Assert.Equal((GateVerdict.Pass, "uncalibrated"), (trusting.Verdict, trusting.Judge));
        var strict = Assert.Single((await bench.JudgeAsync($"judges: calibrated\n{Rule}", "a")).Checks);
        Assert.Equal(GateVerdict.Inconclusive, strict.Verdict);
        Assert.Contains("Its judge is uncalibrated, and this gate relies on calibrated judges only", strict.Sentence, StringComparison.Ordinal);

        new CalibrationRecord("mine", null, new DateOnly(2026, 11, 21), 120, 2, "kappa", new Interval(0.81, 0.7, 0.9), null).Save(bench.Workspace);

        var calibrated = Assert.Single((await bench.JudgeAsync($"judges: calibrated\n{Rule}", "a")).Checks);
        Assert.Equal((GateVerdict.Pass, "calibrated: kappa 0.81 on 120 lines"), (calibrated.Verdict, calibrated.Judge));
    }

    [Fact]
    public async Task A_run_that_scores_stands_for_the_answers_it_scored_so_failed_lines_stay()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("answers", 100, line => line < 30 ? null : Passing(true));
        await bench.Runs.RunAsync(
            new Runs.FakeFlow(_ => new PythonDict { ["answer"] = "x", ["good"] = true }),
            bench.Runs.Definition("scores") with { SourceRun = "answers" });

        foreach (var name in new[] { "answers", "scores" })
        {
            var check = Assert.Single((await bench.JudgeAsync("rules: [{metric: good, pass_rate: {at_least: 0.9}}]", name)).Checks);
            Assert.Equal((GateVerdict.Fail, 0.7, 100), (check.Verdict, check.Value.Estimate, check.Lines));
        }
    }

    [Theory]
    [InlineData("rules: [{metric: rigth, mean: {at_least: 1}}]", "column-missing", "a has no score 'rigth'. Did you mean 'right'?")]
    [InlineData("rules: [{metric: language, mean: {at_least: 1}}]", "column-of-text", "'language' holds text ('en')")]
    [InlineData("rules: [{metric: size, pass_rate: {at_least: 0.5}}]", "nothing-passes", "No line passes or fails by 'size'")]
    [InlineData("rules: [{metric: right, each: languag, mean: {at_least: 0.5}}]", "column-missing", "neither an input nor an output 'languag'. Did you mean 'language'?")]
    [InlineData("rules: [{metric: right, where: {language: fr}, mean: {at_least: 0.5}}]", "gate-no-lines", "No line of a has language = fr. 'language' is 'en'.")]
    [InlineData("rules: [{metric: right, each: size, mean: {at_least: 0.5}}]", "too-many-slices", "'size' has 60 different values")]
    [InlineData("rules: [{metric: right, mean: {better_by: 0}}]", "gate-baseline-missing", "--against NAME")]
    public async Task What_a_policy_gets_wrong_is_told_with_its_line(string policy, string code, string says)
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("a", 60, line =>
        {
            var output = Passing(true, "en");
            output["size"] = (long)line;
            return output;
        });

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.JudgeAsync(policy, "a"));

        Assert.Equal((code, bench.Runs.Folder.At("gate.yaml"), 1), (e.Problem.Code, e.Problem.File, e.Problem.Line));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_told_with_the_nearest_name()
    {
        using var bench = await GateBench.OpenAsync();
        await bench.RunAsync("release", 5, _ => Passing(true));

        Assert.Contains("Did you mean 'release'?", (await Assert.ThrowsAsync<ProblemException>(() => bench.JudgeAsync("rules: [{failed_lines: {at_most: 0}}]", "relaese"))).Message, StringComparison.Ordinal);
    }

    private static PythonDict Passing(bool passes, string language = "en") => new() { ["answer"] = "x", ["right"] = passes ? 1L : 0L, ["right_result"] = passes ? "pass" : "fail", ["language"] = language };
}
