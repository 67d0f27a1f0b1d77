using Gyre.Flows.Values;

namespace Gyre.Cli.Tests.Evaluations;

public sealed class EvalCalibrateTests
{
    [Fact]
    public async Task A_judge_is_held_against_two_people_and_the_workspace_remembers()
    {
        using var gyre = WithLabels();
        gyre.Write("gyre.yaml", "name: mine\n");

        var printed = await gyre.RunAsync("eval", "calibrate", "--file", "labels.jsonl", "--judge", "score", "--human", "ann", "ben", "--production", "traffic.jsonl", "--evaluator", "helpful", "--evaluator-version", "2", "--output", "json");

        Assert.True(printed.ExitCode == 0, printed.Error);
        var result = (PythonDict)PythonJson.Parse(printed.Output)!;
        Assert.Equal((2L, 60L), (result["raters"], result["lines"]));
        var kappa = (PythonDict)((List<object?>)result["agreement"]!)[0]!;
        Assert.Equal("Cohen's kappa", kappa["name"]);
        Assert.IsType<double>(((PythonDict)kappa["people"]!)["value"]);
        Assert.NotNull(((PythonDict)result["production"]!)["corrected_rate"]);
        var file = await File.ReadAllTextAsync(gyre.At("calibrations", "helpful.yaml"), TestContext.Current.CancellationToken);
        Assert.Contains("version: '2'", file, StringComparison.Ordinal);
        Assert.Contains("lines: 60", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_reads_the_ceiling_beside_the_judge_and_where_it_errs()
    {
        using var gyre = WithLabels();

        var printed = await gyre.RunAsync("eval", "calibrate", "--file", "labels.jsonl", "--judge", "score", "--human", "ann");

        Assert.Contains("one person only", printed.Output, StringComparison.Ordinal);
        Assert.Contains("judge \\ people", printed.Output, StringComparison.Ordinal);
        Assert.Contains("Best threshold", printed.Output, StringComparison.Ordinal);
        Assert.Contains("Farthest apart: line", printed.Output, StringComparison.Ordinal);
        Assert.Contains("nothing is written down", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_labels_may_lie_in_the_data_of_a_run()
    {
        using var gyre = WithLabels();
        gyre.Write("flow/flow.dag.yaml", "inputs: {score: {type: bool}, ann: {type: bool}}\noutputs: {guess: {reference: '${inputs.score}'}}\nnodes: []\n");
        Assert.Equal(0, (await gyre.RunAsync("run", "create", "--flow", "flow", "--data", "labels.jsonl", "--name", "r")).ExitCode);

        var printed = await gyre.RunAsync("eval", "calibrate", "r", "--judge", "guess", "--human", "ann", "--output", "json");

        Assert.True(printed.ExitCode == 0, printed.Error);
        Assert.Equal(60L, ((PythonDict)PythonJson.Parse(printed.Output)!)["lines"]);
    }

    [Fact]
    public async Task Production_may_be_a_run_that_the_judge_has_scored()
    {
        using var gyre = WithLabels();
        gyre.Write("flow/flow.dag.yaml", "inputs: {score: {type: bool}}\noutputs: {score: {reference: '${inputs.score}'}}\nnodes: []\n");
        Assert.Equal(0, (await gyre.RunAsync("run", "create", "--flow", "flow", "--data", "traffic.jsonl", "--name", "live")).ExitCode);
        string[] command = ["eval", "calibrate", "--file", "labels.jsonl", "--judge", "score", "--human", "ann", "--output", "json", "--production"];

        var (ofRun, ofFile) = (await gyre.RunAsync([.. command, "live"]), await gyre.RunAsync([.. command, "traffic.jsonl"]));

        Assert.True(ofRun.ExitCode == 0, ofRun.Error);
        Assert.Equal(PythonText.Repr(((PythonDict)PythonJson.Parse(ofFile.Output)!)["production"]), PythonText.Repr(((PythonDict)PythonJson.Parse(ofRun.Output)!)["production"]));
        Assert.Contains("Did you mean 'live'?", (await gyre.RunAsync([.. command, "lives"])).Error, StringComparison.Ordinal);
        Assert.Contains("There is no file", (await gyre.RunAsync([.. command, "traffik.jsonl"])).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--judge is missing", "eval", "calibrate", "--file", "labels.jsonl", "--human", "ann")]
    [InlineData("--human is missing", "eval", "calibrate", "--file", "labels.jsonl", "--judge", "score")]
    [InlineData("Say which run", "eval", "calibrate", "--judge", "score", "--human", "ann")]
    [InlineData("Did you mean 'ann'?", "eval", "calibrate", "--file", "labels.jsonl", "--judge", "score", "--human", "anm")]
    public async Task A_wrong_wish_is_answered_with_the_remedy(string says, params string[] command)
    {
        using var gyre = WithLabels();

        var printed = await gyre.RunAsync(command);

        Assert.NotEqual(0, printed.ExitCode);
        Assert.Contains(says, printed.Error, StringComparison.Ordinal);
    }

    private static Gyre WithLabels()
    {
        var gyre = new Gyre();
        static string Truth(bool value) => value ? "true" : "false";
        gyre.Write("labels.jsonl", string.Concat(Enumerable.Range(0, 60).Select(i => $$"""{"score": {{Truth(i % 2 == 0 ^ i % 10 == 0)}}, "ann": {{Truth(i % 2 == 0)}}, "ben": {{Truth(i % 2 == 0 ^ i % 20 == 5)}}}""" + "\n")));
        gyre.Write("traffic.jsonl", string.Concat(Enumerable.Range(0, 200).Select(i => $$"""{"score": {{Truth(i % 3 == 0)}}}""" + "\n")));
        return gyre;
    }
}
