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
        Assert.Equal((10, 0), (metric.Lines, comparison.CandidateFailed));
        Assert.Equal(0.55, metric.CandidateMean, 12);
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
