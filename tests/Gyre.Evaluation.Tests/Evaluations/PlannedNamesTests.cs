using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Tests.Evaluations.Own;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Evaluations;

/// <summary>Evaluators, runs and columns that would be called the same, told before anything is paid for.</summary>
public sealed class PlannedNamesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("f1_score scores.py", "Your evaluator 'scores' would make a run 'e.1.scores'")]
    [InlineData("f1_score Scores.py", "Your evaluator 'Scores' would make a run 'e.1.Scores'")]
    [InlineData("a/checks.py b/checks.py", "Two evaluators are called 'checks'.")]
    [InlineData("f1_score f1_score", "Two evaluators are called 'f1_score'.")]
    [InlineData("f1_score lib/f1_score.py", "Two evaluators are called 'f1_score'.")]
    [InlineData("numeric_match chk:1.py", "'chk:1' cannot name an evaluator, since runs are called by it.")]
    public async Task Two_that_are_called_the_same_are_refused(string evaluators, string says)
    {
        using var bench = await OwnBench.OpenAsync();
        var e = await RefusedAsync(bench, Flags(bench, evaluators));
        Assert.Equal(("evaluation-invalid", "evaluators"), (e.Problem.Code, e.Problem.Field));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_run_of_an_evaluator_is_not_taken_for_a_repeat()
    {
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("flow/flow.dag.yaml", "inputs: {question: {type: string}}\noutputs: {}\nnodes: []\n");
        var definition = Flags(bench, "r2.py") with { Repeats = 2, Data = bench.Folder.At("answers.jsonl"), Targets = [new("flow") { Flow = bench.Folder.At("flow") }] };
        Assert.Contains("Your evaluator 'r2' would make a run 'e.1.r2'", (await RefusedAsync(bench, definition)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("../../outside")]
    public async Task A_name_that_cannot_name_a_run_is_told(string name)
    {
        using var bench = await OwnBench.OpenAsync();
        var definition = Flags(bench, "checks.py");
        var e = await RefusedAsync(bench, definition with { Flows = [definition.Flows[0] with { Name = name, As = name }] });
        Assert.Contains($"'{name}' cannot name an evaluator", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_evaluation_whose_runs_would_have_too_long_names_is_told()
    {
        using var bench = await OwnBench.OpenAsync();
        var e = await RefusedAsync(bench, Flags(bench, "f1_score") with { Name = new string('e', 195) });
        Assert.Contains("The evaluation's name is too long", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f1_score")]
    [InlineData("groundedness")]
    public async Task Two_evaluators_do_not_share_a_column(string second)
    {
        using var bench = await OwnBench.OpenAsync();
        var definition = Flags(bench, "qa") with { Judge = "judge/model" };
        var e = await RefusedAsync(bench, definition with { Evaluators = [.. definition.Evaluators, new EvaluatorSpec(second) { Threshold = 0.9 }] });
        Assert.Contains($"Evaluators 'qa' and '{second}' both give a column '{second}'.", e.Message, StringComparison.Ordinal);
    }

    private static async Task<ProblemException> RefusedAsync(OwnBench bench, EvaluationDefinition definition)
    {
        foreach (var own in definition.Flows)
        {
            bench.Folder.Write(Path.GetRelativePath(bench.Folder.Path, own.Path), "def score(response):\n    return 1\n");
        }

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.RunAsync(definition));
        Assert.Empty(await bench.Runs.ListAsync(new(), Stop));
        return e;
    }

    private static EvaluationDefinition Flags(OwnBench bench, string evaluators) => EvaluationDefinition.Create(
        null, new EvaluationFlags { Name = "e", Answers = ["answers.jsonl"], Evaluators = evaluators.Split(' ') }, bench.Folder.Path);
}
