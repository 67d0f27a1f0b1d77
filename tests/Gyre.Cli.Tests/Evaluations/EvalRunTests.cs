using Gyre.Flows.Values;

namespace Gyre.Cli.Tests.Evaluations;

public sealed class EvalRunTests
{
    private static readonly string[] Run = ["eval", "run", "--answers", "old.jsonl", "new.jsonl", "--evaluators", "exact_match", "--name", "e"];

    [Fact]
    public async Task A_run_ends_with_scores_and_a_verdict_in_words_and_writes_its_report()
    {
        using var gyre = WithAnswers();

        var printed = await gyre.RunAsync([.. Run, "--report", "out/e.html"]);

        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.Contains("e: completed", printed.Output, StringComparison.Ordinal);
        Assert.Matches(@"old\s+exact_match\s+40 of 40\s+0\.500 \(0\.352 to 0\.648\)", printed.Output);
        Assert.Contains("new against old: better in exact_match.", printed.Output, StringComparison.Ordinal);
        Assert.Contains("exact_match: new is better than old: 0.900 against 0.500", printed.Output, StringComparison.Ordinal);
        Assert.Contains("Flips: 0 lost, 16 won.", printed.Output, StringComparison.Ordinal);
        Assert.Contains("<title>e – Gyre</title>", Flat(File.ReadAllText(gyre.At("out", "e.html"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_gets_all_of_it_as_one_document()
    {
        using var gyre = WithAnswers();
        await gyre.RunAsync(Run);

        var printed = await gyre.RunAsync("eval", "show", "e", "--baseline", "new", "--margin", "exact_match=0.01", "--output", "json");

        Assert.True(printed.ExitCode == 0, printed.Error);
        var document = (PythonDict)PythonJson.Parse(printed.Output)!;
        Assert.Equal((1L, "Completed", 1L), (document["format"], document["state"], document["family"]));
        var metric = (PythonDict)((List<object?>)((PythonDict)((List<object?>)document["results"]!)[0]!)["metrics"]!)[0]!;
        Assert.Equal(("exact_match", 40L, 40L, 1.0, 0.5, 20L), (metric["metric"], metric["lines"], metric["scored"], metric["coverage"], metric["mean"], metric["passed"]));
        var comparison = (PythonDict)((List<object?>)document["comparisons"]!)[0]!;
        var against = (PythonDict)((PythonDict)comparison["metrics"]!)["exact_match"]!;
        Assert.Equal(("new", "old", "worse", 0.01), (comparison["baseline"], comparison["candidate"], against["verdict"], against["margin"]));
    }

    [Fact]
    public async Task Targets_are_compared_by_name()
    {
        using var gyre = WithAnswers();
        await gyre.RunAsync(Run);

        var printed = await gyre.RunAsync("eval", "compare", "e:old", "e:new", "--metric", "exact_match");

        Assert.Contains("exact_match: e:new is better than e:old", printed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "There is no target 'newer'. The targets are 'old', 'new'.", "eval", "show", "e", "--baseline", "newer")]
    [InlineData(2, "--margin is a number above 0", "eval", "show", "e", "--margin", "small")]
    [InlineData(1, "has a column 'topic'", "eval", "show", "e", "--slice", "topic")]
    [InlineData(1, "Choose another place with --report", "eval", "show", "e", "--report", "old.jsonl/r.html")]
    public async Task What_cannot_be_shown_says_so(int exit, string says, params string[] words)
    {
        using var gyre = WithAnswers();
        await gyre.RunAsync(Run);

        var printed = await gyre.RunAsync(words);

        Assert.Equal(exit, printed.ExitCode);
        Assert.Contains(says, printed.Error, StringComparison.Ordinal);
    }

    private static string Flat(string html) => html.ReplaceLineEndings("");

    private static Gyre WithAnswers()
    {
        var gyre = new Gyre();
        string Lines(Func<int, bool> right) => string.Concat(Enumerable.Range(0, 40).Select(i => $"{{\"response\": \"{(right(i) ? "yes" : "no")} {i}\", \"ground_truth\": \"yes {i}\"}}\n"));
        gyre.Write("old.jsonl", Lines(i => i % 2 == 0));
        gyre.Write("new.jsonl", Lines(i => i % 2 == 0 || i % 10 != 1));
        return gyre;
    }
}
