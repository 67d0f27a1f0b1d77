using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Gates;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Evaluation.Tests.Gates;

/// <summary>Gates over evaluations.</summary>
public sealed class GateTargetsTests
{
    private const string Policy = "rules: [{metric: exact_match, pass_rate: {at_least: 0.5}}]";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_target_is_judged_by_its_name_and_an_only_one_by_its_evaluations()
    {
        using var bench = await GateBench.OpenAsync();
        await Runner(bench, Echo).RunAsync(Definition(bench, 60, "one"), null, Stop);
        await Runner(bench, Echo).RunAsync(Definition(bench, 60, "two") with { Targets = [Target(bench, "a"), Target(bench, "b: c")] }, null, Stop);

        Assert.Equal(60, (await bench.JudgeAsync(Policy, "one")).Checks[0].Lines);
        Assert.Equal("two:b: c", (await bench.JudgeAsync(Policy, "two:b: c")).Candidate);
        Assert.Contains("'two:a', 'two:b: c'", (await Assert.ThrowsAsync<ProblemException>(() => bench.JudgeAsync(Policy, "two"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeats_of_a_line_count_as_one_line_asked_oftener()
    {
        using var bench = await GateBench.OpenAsync();

        // A line is right in all of its tries, or in none.
        var flow = new FakeFlow(inputs => new PythonDict { ["answer"] = int.Parse((string)inputs["question"]!) % 5 == 0 ? "?" : inputs["question"] });
        await Runner(bench, flow).RunAsync(Definition(bench, 60, "once"), null, Stop);
        await Runner(bench, flow).RunAsync(Definition(bench, 60, "often") with { Repeats = 4 }, null, Stop);

        var (once, often) = (Assert.Single((await bench.JudgeAsync(Policy, "once")).Checks), Assert.Single((await bench.JudgeAsync(Policy, "often")).Checks));

        Assert.Equal((60, 240), (once.Lines, often.Lines));
        Assert.Equal(once.Value.Estimate, often.Value.Estimate, 12);
        Assert.InRange((often.Value.High - often.Value.Low) / (once.Value.High - once.Value.Low), 0.95, 1.1);
        Assert.Equal(GateVerdict.Pass, (await bench.JudgeAsync("rules: [{metric: exact_match, pass_rate: {not_worse_by: 0.1}}]", "often", "often")).Verdict);
    }

    [Fact]
    public async Task Half_an_evaluation_is_judged_by_no_gate()
    {
        using var bench = await GateBench.OpenAsync();
        using var interrupt = new CancellationTokenSource();
        var stopping = new FakeFlow(async (inputs, line, stop) =>
        {
            if (line == 20)
            {
                await interrupt.CancelAsync();
            }

            await Task.Delay(1, stop);
            return new PythonDict { ["answer"] = inputs["question"] };
        });
        Assert.Equal(EvaluationState.Stopped, (await Runner(bench, stopping).RunAsync(Definition(bench, 60, "e"), null, interrupt.Token)).State);

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.JudgeAsync(Policy, "e"));
        Assert.Equal("evaluation-unfinished", e.Problem.Code);
        Assert.Contains("gyre eval resume e", e.Message, StringComparison.Ordinal);
        Assert.Equal("run-unfinished", (await Assert.ThrowsAsync<ProblemException>(() => bench.JudgeAsync(Policy, "e.1"))).Problem.Code);

        await Runner(bench, Echo).ResumeAsync("e", null, null, Stop);
        Assert.Equal(GateVerdict.Pass, (await bench.JudgeAsync(Policy, "e")).Verdict);
    }

    private static FakeFlow Echo { get; } = new(inputs => new PythonDict { ["answer"] = inputs["question"] });

    private static EvaluationTarget Target(GateBench bench, string name) => new(name) { Flow = bench.Runs.Folder.At("flow") };

    private static EvaluationDefinition Definition(GateBench bench, int lines, string name)
    {
        File.WriteAllLines(bench.Runs.Folder.At("questions.jsonl"), Enumerable.Range(0, lines).Select(i => $$"""{"question": "{{i}}", "expected": "{{i}}"}"""));
        return new EvaluationDefinition { Name = name, Data = bench.Runs.Folder.At("questions.jsonl"), Targets = [Target(bench, "echo")], Evaluators = [new("exact_match")] };
    }

    private static EvaluationRunner Runner(GateBench bench, ExecutableFlow flow) => new(
        bench.Evaluations,
        new EvaluationServices(bench.Runs.Store, new FlowServices { Connections = ConnectionSources.None, Models = new ModelProviders() }, (_, _, _) => ValueTask.FromResult(flow), new BatchOptions()));
}
