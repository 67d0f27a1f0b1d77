using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Comparisons;

public sealed class RunComparisonTests
{
    private static async Task<RunComparison> CompareAsync(RunBench bench, int lines, Func<int, object?> first, Func<int, object?> second, ComparisonOptions? options = null)
    {
        bench.Questions(lines);
        Task<Run> Score(string name, Func<int, object?> score) => bench.RunAsync(
            new FakeFlow((_, line, _) => Task.FromResult(new PythonDict { ["answer"] = "text", ["score"] = score(line) })), bench.Definition(name));
        return RunComparison.Compare(await Score("a", first), await Score("b", second), [], [], options);
    }

    [Fact]
    public async Task A_clear_gain_is_better_and_the_worst_lines_are_named()
    {
        using var bench = await RunBench.OpenAsync();

        var metric = Assert.Single((await CompareAsync(bench, 60, i => (long)(i % 3), i => (i % 3) + (i == 7 ? -2L : 1L))).Metrics);

        Assert.Equal(("score", 60, Verdict.Better), (metric.Name, metric.Lines, metric.Verdict));
        Assert.Equal(0.95, metric.Difference.Estimate, 9);
        Assert.Equal((59, 1), metric.Changed);
        Assert.Equal([7], metric.Worst.Select(w => w.LineNumber));
        Assert.Null(metric.MoreLines);
    }

    [Fact]
    public async Task Where_less_is_better_the_verdict_turns_round()
    {
        using var bench = await RunBench.OpenAsync();

        var metric = Assert.Single((await CompareAsync(bench, 30, _ => 1.0, i => 2.0 + (i % 2), new ComparisonOptions { LowerIsBetter = ["score"] })).Metrics);

        Assert.Equal(Verdict.Worse, metric.Verdict);
        Assert.Equal(5, metric.Worst.Count);
    }

    [Fact]
    public async Task Noise_cannot_be_told_apart_and_says_how_many_lines_more_would_do()
    {
        using var bench = await RunBench.OpenAsync();

        var metric = Assert.Single((await CompareAsync(bench, 20, _ => true, i => i % 10 != 0)).Metrics);

        Assert.True(metric.IsRate);
        Assert.Equal(Verdict.CannotTell, metric.Verdict);
        Assert.Equal(0.5, metric.PValue, 9);
        Assert.InRange(metric.MoreLines!.Value, 20, 100);
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

        Assert.Equal((6, 0, 4), (comparison.PairedLines, comparison.BaselineFailed, comparison.CandidateFailed));
        Assert.Equal(6, Assert.Single(comparison.Metrics).Lines);
    }

    [Fact]
    public async Task The_lines_of_evaluation_runs_take_part()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(8);
        Task<Run> Make(string name, long score) => bench.RunAsync(new FakeFlow(_ => new PythonDict { ["answer"] = name, ["grade"] = score }), bench.Definition(name));
        var (a, b) = (await bench.RunAsync(new FakeFlow(_ => new PythonDict { ["answer"] = "x" }), bench.Definition("a")), await bench.RunAsync(new FakeFlow(_ => new PythonDict { ["answer"] = "y" }), bench.Definition("b")));

        var comparison = RunComparison.Compare(a, b, [await Make("eval_a", 2)], [await Make("eval_b", 3)]);

        Assert.Equal("grade", Assert.Single(comparison.Metrics).Name);
    }
}
