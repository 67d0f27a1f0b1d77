using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Comparisons;

public sealed class RepeatedScoresTests
{
    [Fact]
    public async Task A_line_of_several_tries_counts_once_with_the_mean_of_those_that_have_a_score()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(10);
        var first = await TryAsync(bench, "a1", line => line == 0 ? throw new FlowException(ErrorClasses.ToolExecutionError, "x") : 0.0);
        var second = await TryAsync(bench, "a2", _ => 1.0);
        var other = await TryAsync(bench, "b", _ => 0.25);

        var comparison = RunComparison.Compare(ScoredPart.Of(other), new ScoredPart("a", [new(first, []), new(second, [])]), cancellationToken: TestContext.Current.CancellationToken);

        var metric = Assert.Single(comparison.Metrics);
        Assert.Equal((10, 1, 1, 0), (metric.Lines, comparison.CandidateFailed, metric.Coverage.CandidatePartly, metric.Coverage.LeftOut));
        Assert.Equal(0.55, metric.CandidateMean, 12);

        // Scores go from 0.25 to 1, so the failed try makes line 0 one of 0.625 to 1.
        Assert.Equal((0.2625, 0.3), (Math.Round(metric.Sensitivity!.Value.Worst, 12), Math.Round(metric.Sensitivity.Value.Best, 12)));
    }

    [Fact]
    public async Task Tries_that_fail_are_told_and_what_they_could_have_done()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(12);
        Task<Run> Failing(string name) => TryAsync(bench, name, _ => throw new FlowException(ErrorClasses.ToolExecutionError, "x"));
        Run[] tries = [await Failing("a1"), await Failing("a2"), await TryAsync(bench, "a3", _ => 1.0)];

        var comparison = RunComparison.Compare(ScoredPart.Of(await TryAsync(bench, "b", line => line % 2)), new ScoredPart("a", [.. tries.Select(t => new ScoredRun(t, []))]), cancellationToken: TestContext.Current.CancellationToken);

        var metric = Assert.Single(comparison.Metrics);
        Assert.Equal((12, 12, 0.5), (comparison.CandidateFailed, metric.Coverage.CandidatePartly, metric.Difference.Estimate));
        Assert.Equal(-1.0 / 6, metric.Sensitivity!.Value.Worst, 12);
        Assert.Equal(0.5, metric.Sensitivity.Value.Best, 12);
        Assert.Contains("some tries of 12 lines of a have no score and are left out: had they all gone against a, the difference would be -0.167", ComparisonWords.Sentence(metric, "b", "a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_which_most_tries_failed_does_not_pass()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(8);
        Task<Run> Make(string name, bool answers) => bench.RunAsync(
            new FakeFlow((_, line, _) => answers ? Task.FromResult(new PythonDict { ["answer"] = name, ["f1"] = 0.5 + (line * 0.001), ["f1_result"] = "pass" }) : throw new FlowException(ErrorClasses.ToolExecutionError, "x")), bench.Definition(name));
        Run[] tries = [await Make("a1", true), await Make("a2", false), await Make("a3", false)];

        var metric = Assert.Single(RunComparison.Compare(ScoredPart.Of(await Make("b", true)), new ScoredPart("a", [.. tries.Select(t => new ScoredRun(t, []))]), cancellationToken: TestContext.Current.CancellationToken).Metrics);

        Assert.Equal((8, 0), metric.Flipped);
        Assert.All(metric.Flips, f => Assert.Equal((false, "b", null), (f.Won, f.BaselineAnswer, f.CandidateAnswer)));
    }

    [Fact]
    public async Task The_answer_beside_a_flip_is_of_a_try_that_did_what_most_did()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(8);
        Task<Run> Make(string name, Func<int, bool> passes) => bench.RunAsync(
            new FakeFlow((_, line, _) => Task.FromResult(new PythonDict { ["answer"] = name, ["f1"] = 0.5 + (line * 0.001), ["f1_result"] = passes(line) ? "pass" : "fail" })), bench.Definition(name));
        Run[] tries = [await Make("a1", line => line != 3), await Make("a2", line => line != 2), await Make("a3", line => line is not (2 or 3))];

        var metric = Assert.Single(RunComparison.Compare(ScoredPart.Of(await Make("b", _ => true)), new ScoredPart("a", [.. tries.Select(t => new ScoredRun(t, []))]), cancellationToken: TestContext.Current.CancellationToken).Metrics);

        Assert.Equal([new Flip("2", Won: false, "b", "a2"), new Flip("3", Won: false, "b", "a1")], metric.Flips);
    }

    [Fact]
    public async Task A_line_flips_where_most_of_its_tries_do()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(12);
        Task<Run> Make(string name, Func<int, bool> passes) => bench.RunAsync(
            new FakeFlow((_, line, _) => Task.FromResult(new PythonDict { ["answer"] = name, ["f1"] = 0.5 + (line * 0.001), ["f1_result"] = passes(line) ? "pass" : "fail" })), bench.Definition(name));
        Run[] tries = [await Make("a1", line => line != 1), await Make("a2", line => line is not (1 or 2)), await Make("a3", _ => true)];

        var metric = Assert.Single(RunComparison.Compare(ScoredPart.Of(await Make("b", _ => true)), new ScoredPart("a", [.. tries.Select(t => new ScoredRun(t, []))]), cancellationToken: TestContext.Current.CancellationToken).Metrics);

        Assert.Equal((1, 0), metric.Flipped);
        Assert.Equal(new Flip("1", Won: false, "b", "a1"), Assert.Single(metric.Flips));
    }

    private static Task<Run> TryAsync(RunBench bench, string name, Func<int, double> score) =>
        bench.RunAsync(new FakeFlow((_, line, _) => Task.FromResult(new PythonDict { ["answer"] = name, ["score"] = score(line) })), bench.Definition(name));
}
