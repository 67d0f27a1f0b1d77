using Gyre.Flows.Values;

namespace Gyre.Cli.Tests.Evaluations;

public sealed class EvalCompareTests
{
    [Fact]
    public async Task Two_files_give_one_object_per_metric_with_the_promised_keys()
    {
        using var gyre = WithFiles();

        var printed = await gyre.RunAsync("eval", "compare", "--a", "a.jsonl", "--b", "b.jsonl", "--on", "id", "--metric", "correct", "--output", "json");

        Assert.True(printed.ExitCode == 0, printed.Error);
        var metrics = (PythonDict)PythonJson.Parse(printed.Output)!;
        var correct = (PythonDict)Assert.Single(metrics).Value!;
        Assert.Equal(["a", "b", "difference", "interval", "p", "verdict", "lines", "more_lines"], correct.Keys.Take(8));
        Assert.Equal((0.5, 0.75, 0.25, "better", 40L), (correct["a"], correct["b"], correct["difference"], correct["verdict"], correct["lines"]));
        Assert.Null(correct["more_lines"]);
        Assert.InRange((double)((List<object?>)correct["interval"]!)[0]!, 0.05, 0.2);
    }

    [Fact]
    public async Task A_person_reads_a_table_sentences_and_the_flipped_answers()
    {
        using var gyre = WithFiles();

        var printed = await gyre.RunAsync("eval", "compare", "--a", "a.jsonl", "--b", "b.jsonl", "--on", "id", "--slice", "topic", "--flips", "1");

        Assert.Contains("correct: b.jsonl is better than a.jsonl: 0.750 against 0.500", printed.Output, StringComparison.Ordinal);
        Assert.Contains("topic = even", printed.Output, StringComparison.Ordinal);
        Assert.Contains("Flips: 0 lost, 10 won.", printed.Output, StringComparison.Ordinal);
        Assert.Contains("answer 1 of b", printed.Output, StringComparison.Ordinal);
        Assert.Contains("Holm's correction", printed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "which two runs", "eval", "compare", "one")]
    [InlineData(2, "nothing else named", "eval", "compare", "one", "--a", "a.jsonl", "--b", "b.jsonl")]
    [InlineData(2, "--on is missing", "eval", "compare", "--a", "a.jsonl", "--b", "b.jsonl")]
    [InlineData(2, "--margin is a number above 0", "eval", "compare", "--a", "a.jsonl", "--b", "b.jsonl", "--on", "id", "--margin", "much")]
    [InlineData(1, "There is no file", "eval", "compare", "--a", "c.jsonl", "--b", "b.jsonl", "--on", "id")]
    [InlineData(1, "Did you mean 'correct'?", "eval", "compare", "--a", "a.jsonl", "--b", "b.jsonl", "--on", "id", "--metric", "corect")]
    [InlineData(1, "a.jsonl:1: This line has no 'key' to join on", "eval", "compare", "--a", "a.jsonl", "--b", "b.jsonl", "--on", "key")]
    public async Task A_wrong_wish_is_answered_with_the_remedy(int exit, string says, params string[] command)
    {
        using var gyre = WithFiles();

        var printed = await gyre.RunAsync(command);

        Assert.Equal(exit, printed.ExitCode);
        Assert.Contains(says, printed.Error, StringComparison.Ordinal);
    }

    // Half of a's answers are right, all even ones; b gets the first ten odd ones as well.
    private static Gyre WithFiles()
    {
        var gyre = new Gyre();
        foreach (var (name, also) in new[] { ("a", 0), ("b", 20) })
        {
            gyre.Write($"{name}.jsonl", string.Concat(Enumerable.Range(0, 40).Select(i =>
                $$"""{"id": {{i}}, "correct": {{(i % 2 == 0 || i < also ? "true" : "false")}}, "topic": "{{(i % 2 == 0 ? "even" : "odd")}}", "answer": "answer {{i}} of {{name}}"}""" + "\n")));
        }

        return gyre;
    }
}
