using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Comparisons;

public sealed class RunComparisonTests
{
    private static async Task<Comparison> CompareAsync(RunBench bench, int lines, Func<int, object?> first, Func<int, object?> second, ComparisonOptions? options = null)
    {
        bench.Questions(lines);
        Task<Run> Score(string name, Func<int, object?> score) => bench.RunAsync(
            new FakeFlow((_, line, _) => Task.FromResult(new PythonDict { ["answer"] = $"text of {name}", ["score"] = score(line) })), bench.Definition(name));
        return RunComparison.Compare(ScoredPart.Of(await Score("a", first)), ScoredPart.Of(await Score("b", second)), options, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_clear_gain_is_better_and_the_worst_lines_are_named()
    {
        using var bench = await RunBench.OpenAsync();

        var metric = Assert.Single((await CompareAsync(bench, 60, i => (long)(i % 3), i => (i % 3) + (i == 7 ? -2L : 1L))).Metrics);

        Assert.Equal(("score", 60, Verdict.Better), (metric.Name, metric.Lines, metric.Verdict));
        Assert.Equal(0.95, metric.Difference.Estimate, 9);
        Assert.Equal((59, 1), metric.Changed);
        Assert.Equal(["7"], metric.Worst.Select(w => w.Line));
        Assert.Null(metric.MoreLines);
    }

    [Theory]
    [InlineData("score", "score")]
    [InlineData("latency_seconds", null)]
    [InlineData("usage.total_tokens", null)]
    public async Task Where_less_is_better_the_verdict_turns_round(string name, string? said)
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(30);
        Task<Run> Make(string run, Func<int, double> score) => bench.RunAsync(new FakeFlow((_, line, _) => Task.FromResult(new PythonDict { ["answer"] = "x", [name] = score(line) })), bench.Definition(run));
        var (a, b) = (await Make("a", _ => 1), await Make("b", i => 2 + (i % 2)));

        var metric = Assert.Single(RunComparison.Compare(ScoredPart.Of(a), ScoredPart.Of(b), new ComparisonOptions { LowerIsBetter = said is null ? [] : [said] }, TestContext.Current.CancellationToken).Metrics);

        Assert.Equal((Verdict.Worse, true), (metric.Verdict, metric.LowerIsBetter));
        Assert.Equal(5, metric.Worst.Count);
    }

    [Fact]
    public async Task Noise_cannot_be_told_apart_and_says_how_many_lines_more_would_do()
    {
        using var bench = await RunBench.OpenAsync();

        var metric = Assert.Single((await CompareAsync(bench, 20, _ => true, i => i % 10 != 0)).Metrics);

        Assert.True(metric.IsRate);
        Assert.Equal(Verdict.CannotTell, metric.Verdict);
        Assert.Equal(0.25, metric.PValue, 9);
        Assert.InRange(metric.MoreLines!.Value, 20, 100);
    }

    [Fact]
    public async Task Lines_that_flipped_are_shown_with_both_answers()
    {
        using var bench = await RunBench.OpenAsync();

        var metric = Assert.Single((await CompareAsync(bench, 20, i => i != 3, i => i % 10 != 0)).Metrics);

        Assert.Equal((2, 1), metric.Flipped);
        Assert.Equal(
            [new Flip("0", false, "text of a", "text of b"), new Flip("10", false, "text of a", "text of b"), new Flip("3", true, "text of a", "text of b")],
            metric.Flips);
    }

    [Fact]
    public async Task Scores_written_as_text_count_and_words_do_not()
    {
        using var bench = await RunBench.OpenAsync();

        Assert.Equal(5, Assert.Single((await CompareAsync(bench, 6, _ => "3", _ => "5")).Metrics).CandidateMean);
        using var words = await RunBench.OpenAsync();
        Assert.Empty((await CompareAsync(words, 6, _ => "good", _ => "5")).Metrics);
    }

    [Fact]
    public async Task Failed_lines_are_counted_and_in_no_mean()
    {
        using var bench = await RunBench.OpenAsync();

        var comparison = await CompareAsync(bench, 10, _ => 1L, i => i < 4 ? throw new FlowException(ErrorClasses.ToolExecutionError, "x") : 1L);

        Assert.Equal((0, 4), (comparison.BaselineFailed, comparison.CandidateFailed));
        var metric = Assert.Single(comparison.Metrics);
        Assert.Equal((6, 4, 4), (metric.Lines, metric.Coverage.CandidateNulls, metric.Coverage.LeftOut));
    }

    [Fact]
    public async Task The_lines_of_evaluation_runs_take_part()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(8);
        Task<Run> Make(string name, long score) => bench.RunAsync(new FakeFlow(_ => new PythonDict { ["answer"] = name, ["grade"] = score }), bench.Definition(name));
        var (a, b) = (await bench.RunAsync(new FakeFlow(_ => new PythonDict { ["answer"] = "x" }), bench.Definition("a")), await bench.RunAsync(new FakeFlow(_ => new PythonDict { ["answer"] = "y" }), bench.Definition("b")));

        var comparison = RunComparison.Compare(ScoredPart.Of(a, await Make("eval_a", 2)), ScoredPart.Of(b, await Make("eval_b", 3)), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("grade", Assert.Single(comparison.Metrics).Name);
    }

    [Fact]
    public async Task Columns_that_say_another_one_again_are_not_compared_and_a_pass_is_a_flip()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(30);
        Task<Run> Make(string name, int from) => bench.RunAsync(
            new FakeFlow((_, line, _) => Task.FromResult(new PythonDict
            {
                ["answer"] = "x",
                ["relevance"] = (long)(1 + (line % 5)),
                ["gpt_relevance"] = (long)(1 + (line % 5)),
                ["relevance_threshold"] = 3L,
                ["relevance_result"] = 1 + (line % 5) >= from ? "pass" : "fail",
            })),
            bench.Definition(name));

        var metric = Assert.Single(RunComparison.Compare(ScoredPart.Of(await Make("a", 3)), ScoredPart.Of(await Make("b", 4)), cancellationToken: TestContext.Current.CancellationToken).Metrics);

        Assert.Equal("relevance", metric.Name);
        Assert.Equal((6, 0), metric.Flipped);
    }

    [Fact]
    public async Task Slices_come_from_inputs_as_well()
    {
        using var bench = await RunBench.OpenAsync();

        var metric = Assert.Single((await CompareAsync(bench, 12, _ => 1L, _ => 2L, new ComparisonOptions { Slices = ["question"], Metrics = ["score"] })).Metrics);

        Assert.Equal(12, metric.Slices.Count);
        Assert.Equal(1, metric.Slices[0].Result.Lines);
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_named_with_the_nearest()
    {
        using var bench = await RunBench.OpenAsync();

        var problem = await Assert.ThrowsAsync<ProblemException>(() => CompareAsync(bench, 5, _ => 1L, _ => 2L, new ComparisonOptions { Metrics = ["scores"] }));

        Assert.Equal("column-missing", problem.Problem.Code);
        Assert.Contains("Did you mean 'score'?", problem.Message, StringComparison.Ordinal);
    }
}
