using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Comparisons;

public sealed class DataTextsTests
{
    private static readonly ComparisonOptions ByLanguage = new() { Metrics = ["right"], Slices = ["meta.language"] };

    [Fact]
    public async Task Lines_are_sliced_by_a_column_of_the_data_that_the_flow_did_not_read()
    {
        using var bench = await RunBench.OpenAsync();
        var (a, b) = await RunsAsync(bench);

        var metric = Assert.Single(RunComparison.Compare(ScoredPart.Of(a), ScoredPart.Of(b), ByLanguage, TestContext.Current.CancellationToken).Metrics);

        Assert.Equal([("en", 20), ("de", 10)], metric.Slices.Select(s => (s.Value, s.Result.Lines)));
    }

    [Fact]
    public async Task Data_that_changed_since_tells_nothing_of_its_lines()
    {
        using var bench = await RunBench.OpenAsync();
        var (a, b) = await RunsAsync(bench);
        await File.AppendAllTextAsync(bench.Folder.At("questions.jsonl"), "{\"question\": \"30\"}\n", TestContext.Current.CancellationToken);

        var e = Assert.Throws<ProblemException>(() => RunComparison.Compare(ScoredPart.Of(a), ScoredPart.Of(b), ByLanguage, TestContext.Current.CancellationToken));

        Assert.Equal("column-missing", e.Problem.Code);
    }

    private static async Task<(Evaluation.Runs.Run A, Evaluation.Runs.Run B)> RunsAsync(RunBench bench)
    {
        bench.Folder.Write("questions.jsonl", string.Concat(Enumerable.Range(0, 30).Select(i => $$$"""{"question": "{{{i}}}", "meta": {"language": "{{{(i % 3 == 0 ? "de" : "en")}}}"}}""" + "\n")));
        var flow = new FakeFlow((_, line, _) => Task.FromResult(new PythonDict { ["answer"] = "x", ["right"] = line % 2 == 0 }));
        return (await bench.RunAsync(flow, bench.Definition("a")), await bench.RunAsync(flow, bench.Definition("b")));
    }
}
