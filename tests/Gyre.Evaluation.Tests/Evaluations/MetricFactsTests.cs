using Gyre.Evaluation.Calibration;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Evaluation.Statistics;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Evaluations;

public sealed class MetricFactsTests
{
    [Fact]
    public async Task Direction_and_threshold_come_from_the_evaluators_as_the_run_froze_them()
    {
        using var bench = await RunBench.OpenAsync();
        var run = await ScoredAsync(bench, "a", "brief", _ => 3L, new EvaluatorSpec("word_count") { As = "brief", Threshold = 40 });

        var facts = MetricFacts.Of([run], null);

        Assert.Equal(["brief"], facts.Keys);
        Assert.Equal(("word_count", Direction.LowerIsBetter, 40.0), (facts["brief"].Evaluator, facts["brief"].Card.Direction, facts["brief"].Card.Threshold));
        Assert.Equal((false, null), (facts["brief"].IsJudged, facts["brief"].Calibration));
    }

    [Fact]
    public async Task A_comparison_takes_the_good_end_from_the_evaluator_whatever_the_column_is_called()
    {
        using var bench = await RunBench.OpenAsync();
        var a = await ScoredAsync(bench, "a", "brief", _ => 3L, new EvaluatorSpec("word_count") { As = "brief", Threshold = 40 });
        var b = await ScoredAsync(bench, "b", "brief", line => 5L + (line % 2), new EvaluatorSpec("word_count") { As = "brief", Threshold = 40 });

        var metric = Assert.Single(Compare(a, b).Metrics);

        Assert.Equal((Verdict.Worse, true, "word_count"), (metric.Verdict, metric.LowerIsBetter, metric.Facts?.Evaluator));
        Assert.Equal(Verdict.Better, Assert.Single(Compare(a, b, new ComparisonOptions { HigherIsBetter = ["brief"] }).Metrics).Verdict);
    }

    [Fact]
    public async Task A_figure_of_which_neither_end_is_good_has_no_verdict()
    {
        using var bench = await RunBench.OpenAsync();
        var a = await ScoredAsync(bench, "a", "word_count", _ => 3L, new EvaluatorSpec("word_count"));
        var b = await ScoredAsync(bench, "b", "word_count", _ => 5L, new EvaluatorSpec("word_count"));

        Assert.Empty(Compare(a, b).Metrics);
        Assert.Single(Compare(a, b, new ComparisonOptions { Metrics = ["word_count"] }).Metrics);
    }

    [Fact]
    public async Task The_users_own_evaluator_says_itself_where_less_is_better()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(10);
        var flow = new FakeFlow(_ => new PythonDict { ["answer"] = "x", ["harm"] = 1L, ["latency"] = 2L, ["kind"] = 1L, ["kind_result"] = "pass" }) { Usage = default };
        var run = await bench.RunAsync(flow, bench.Definition("own") with { Properties = new PythonDict { ["evaluator"] = "mine", ["lower_is_better"] = new List<object?> { "harm" } } });

        var facts = MetricFacts.Of([run], null);

        Assert.Equal(["answer", "harm", "latency", "kind"], facts.Keys);
        Assert.Equal([Direction.LowerIsBetter, Direction.LowerIsBetter, Direction.HigherIsBetter], facts.Values.Skip(1).Select(f => f.Card.Direction));
        Assert.All(facts.Values, f => Assert.Equal(("mine", false), (f.Evaluator, f.IsJudged)));
    }

    [Fact]
    public async Task An_own_evaluator_that_calls_a_model_is_uncalibrated_until_it_was_held_against_people()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(10);
        var run = await bench.RunAsync(new FakeFlow(_ => new PythonDict { ["answer"] = "x", ["mine"] = 1L }), bench.Definition("own") with { Properties = new PythonDict { ["evaluator"] = "mine" } });
        Assert.Equal((true, "uncalibrated"), (MetricFacts.Of([run], bench.Folder.Path)["mine"].IsUncalibrated, MetricFacts.Of([run], bench.Folder.Path)["mine"].Calibration));

        new CalibrationRecord("mine", null, new DateOnly(2026, 11, 21), 120, 2, "kappa", new Interval(0.81, 0.7, 0.9), null).Save(bench.Folder.Path);

        var facts = MetricFacts.Of([run], bench.Folder.Path)["mine"];
        Assert.Equal((false, "calibrated: kappa 0.81 on 120 lines"), (facts.IsUncalibrated, facts.Calibration));
    }

    [Theory]
    [InlineData("1-a7", "openai/gpt-4.1", "calibrated: kappa 0.81 on 120 lines", true)]
    [InlineData("2", "openai/gpt-4.1", "uncalibrated since version 1-a7", false)]
    [InlineData("1-a7", "openai/gpt-5", "uncalibrated: held against people with openai/gpt-4.1", false)]
    [InlineData(null, null, "calibrated: kappa 0.81 on 120 lines", true)]
    public void A_calibration_holds_for_one_version_and_one_judge(string? version, string? judge, string label, bool holds)
    {
        var record = new CalibrationRecord("groundedness", "1-a7", new DateOnly(2026, 11, 21), 120, 2, "kappa", new Interval(0.81, 0.7, 0.9), null) { Judge = "openai/gpt-4.1" };

        Assert.Equal((label, holds), (CalibrationRecord.Label(record, version, judge), record.IsOf(version, judge)));
    }

    private static Comparison Compare(Run a, Run b, ComparisonOptions? options = null) =>
        RunComparison.Compare(ScoredPart.Of(a), ScoredPart.Of(b), options, TestContext.Current.CancellationToken);

    // A run as the evaluators' flow leaves it.
    private static async Task<Run> ScoredAsync(RunBench bench, string name, string column, Func<int, object?> score, EvaluatorSpec spec)
    {
        bench.Questions(30);
        var run = await bench.RunAsync(new FakeFlow((_, line, _) => Task.FromResult(new PythonDict { ["answer"] = "x", [column] = score(line) })), bench.Definition(name));
        new EvaluatorsFile([spec], null).Write(Path.Combine(new RunFolder(run.Folder).Snapshot, EvaluatorsFile.Name));
        return run;
    }
}
