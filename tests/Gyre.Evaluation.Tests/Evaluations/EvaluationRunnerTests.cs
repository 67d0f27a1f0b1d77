using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Prices;
using Gyre.Models.Providers;
using Gyre.Storage;
using Gyre.Workspace.Secrets;

namespace Gyre.Evaluation.Tests.Evaluations;

public sealed class EvaluationRunnerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_variant_is_answered_and_scored_as_a_run_of_its_own()
    {
        using var bench = await OpenAsync(lines: 6);
        var evaluation = await bench.Runner(Echo).RunAsync(bench.Definition with { Targets = [bench.Target("a"), bench.Target("b")] }, null, Stop);

        Assert.Equal(EvaluationState.Completed, evaluation.State);
        Assert.Equal(["e.1", "e.1.scores", "e.2", "e.2.scores"], (await bench.Runs.Store.ListAsync(new RunFilter { Limit = null }, Stop)).Select(r => r.Name).Order());
        var summary = await EvaluationSummary.ReadAsync(evaluation, bench.Runs.Store, Stop);
        Assert.Equal(["a", "b"], summary.Targets.Select(t => t.Name));
        var exact = Assert.Single(summary.Targets[0].Metrics);
        Assert.Equal(("exact_match", 6, 6, 1.0, 6), (exact.Name, exact.Lines, exact.Scored, exact.Mean, exact.Passed));
    }

    [Fact]
    public async Task Who_would_go_on_with_one_that_runs_is_told_before_anything_begins()
    {
        using var bench = await OpenAsync(lines: 1);
        var (asked, answered) = (new TaskCompletionSource(), new TaskCompletionSource());
        var flow = new FakeFlow(async (inputs, _, _) =>
        {
            asked.TrySetResult();
            await answered.Task;
            return new PythonDict { ["answer"] = inputs["question"] };
        });
        var running = await bench.Runner(flow).StartAsync(bench.Definition, null, Stop);
        await asked.Task;

        var problem = await Assert.ThrowsAsync<ProblemException>(() => bench.Runner(flow).StartAgainAsync("e", null, null, Stop));

        answered.SetResult();
        Assert.Equal("evaluation-in-progress", problem.Problem.Code);
        Assert.Equal(EvaluationState.Completed, (await running.Ended).State);
    }

    [Fact]
    public async Task A_line_without_an_answer_counts_against_coverage()
    {
        using var bench = await OpenAsync(lines: 4);
        var flow = new FakeFlow(inputs => inputs["question"] is "2" ? throw new Flows.FlowException(Flows.ErrorClasses.ToolExecutionError, "none") : new PythonDict { ["answer"] = inputs["question"] });

        var evaluation = await bench.Runner(flow).RunAsync(bench.Definition, null, Stop);

        var target = Assert.Single((await EvaluationSummary.ReadAsync(evaluation, bench.Runs.Store, Stop)).Targets);
        Assert.Equal((4, 1), (target.Lines, target.FailedLines));
        Assert.Equal((3, 4), (target.Metrics[0].Scored, target.Metrics[0].Lines));
    }

    [Fact]
    public async Task An_interrupted_evaluation_goes_on_where_it_stopped()
    {
        using var bench = await OpenAsync(lines: 40);
        var answered = 0;
        using var interrupt = new CancellationTokenSource();
        var flow = new FakeFlow(async (inputs, _, stop) =>
        {
            if (Interlocked.Increment(ref answered) == 10)
            {
                await interrupt.CancelAsync();
            }

            await Task.Delay(1, stop);
            return new PythonDict { ["answer"] = inputs["question"] };
        });

        var stopped = await bench.Runner(flow).RunAsync(bench.Definition, null, interrupt.Token);
        Assert.Equal((EvaluationState.Stopped, "It was interrupted."), (stopped.State, stopped.Stopped));

        var evaluation = await bench.Runner(Echo).ResumeAsync("e", null, null, Stop);

        Assert.Equal(EvaluationState.Completed, evaluation.State);
        Assert.Equal(40, (await EvaluationSummary.ReadAsync(evaluation, bench.Runs.Store, Stop)).Targets[0].Metrics[0].Scored);
    }

    [Fact]
    public async Task The_ceiling_of_cost_stops_it_and_a_higher_one_lets_it_go_on()
    {
        using var bench = await OpenAsync(lines: 10);
        var flow = new FakeFlow(inputs => new PythonDict { ["answer"] = inputs["question"] }) { Usage = new(1, 1, 2) { Costs = CallCosts.Of(NanoDollars.Of(0.01m)) } };

        var stopped = await bench.Runner(flow).RunAsync(bench.Definition with { MaxCost = NanoDollars.Of(0.045m) }, null, Stop);
        Assert.Equal(EvaluationState.Stopped, stopped.State);
        Assert.Equal("Stopped at the ceiling of $0.045: echo answers: 4 of 10 lines, $0.04. Raise it with --max-cost.", stopped.Stopped);

        var evaluation = await bench.Runner(flow).ResumeAsync("e", new NewCeiling(NanoDollars.Of(1)), null, Stop);

        Assert.Equal(EvaluationState.Completed, evaluation.State);
        Assert.Equal(10, (await bench.Runs.Store.GetAsync("e.1", Stop)).CompletedLines);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_without_a_price_stops_it_until_there_is_a_price_or_no_ceiling(bool priced)
    {
        using var bench = await OpenAsync(lines: 10);
        FakeFlow Flow(NanoDollars? cost) => new(inputs => new PythonDict { ["answer"] = inputs["question"] }) { Usage = new(1, 1, 2) { Costs = CallCosts.Of(cost) } };

        var stopped = await bench.Runner(Flow(null)).RunAsync(bench.Definition with { MaxCost = NanoDollars.Of(5) }, null, Stop);
        Assert.Equal(EvaluationState.Stopped, stopped.State);
        Assert.Contains("A call's price is not known", stopped.Stopped, StringComparison.Ordinal);
        Assert.Contains("--max-cost none", stopped.Stopped, StringComparison.Ordinal);

        var done = priced
            ? await bench.Runner(Flow(NanoDollars.Of(0.01m))).ResumeAsync("e", null, null, Stop)
            : await bench.Runner(Flow(null)).ResumeAsync("e", new NewCeiling(null), null, Stop);
        Assert.Equal((EvaluationState.Completed, 10), (done.State, (await bench.Runs.Store.GetAsync("e.1", Stop)).CompletedLines));
    }

    [Fact]
    public async Task A_provider_that_is_away_leaves_lines_for_the_resume_instead_of_failing_them_all()
    {
        using var bench = await OpenAsync(lines: 200);
        var away = new FakeFlow(_ => throw new Flows.FlowException(Flows.ErrorClasses.WrappedOpenAiError, "Connection error.") { InnerClass = "APIConnectionError" });

        var stopped = await bench.Runner(away).RunAsync(bench.Definition, null, Stop);
        Assert.Equal(EvaluationState.Stopped, stopped.State);
        Assert.Contains("The provider cannot be had: Connection error.", stopped.Stopped, StringComparison.Ordinal);

        var evaluation = await bench.Runner(Echo).ResumeAsync("e", null, null, Stop);
        Assert.Equal((200, 0), ((await bench.Runs.Store.GetAsync("e.1", Stop)).CompletedLines, (await bench.Runs.Store.GetAsync("e.1", Stop)).FailedLines));
        Assert.Equal(EvaluationState.Completed, evaluation.State);
    }

    [Fact]
    public async Task What_is_missing_is_told_before_anything_is_answered()
    {
        using var bench = await OpenAsync(lines: 1);
        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.Runner(Echo).RunAsync(bench.Definition with { Evaluators = [new("exact_mach")] }, null, Stop));

        Assert.Equal("evaluator-unknown", e.Problem.Code);
        Assert.Contains("Did you mean 'exact_match'?", e.Message, StringComparison.Ordinal);
        Assert.Empty(await bench.Runs.Store.ListAsync(new RunFilter(), Stop));
    }

    [Fact]
    public async Task It_is_removed_with_its_runs_but_for_those_that_another_reads()
    {
        using var bench = await OpenAsync(lines: 3);
        await bench.Runner(Echo).RunAsync(bench.Definition, null, Stop);
        await bench.Runner(Echo).RunAsync(bench.Definition with { Name = "other", Targets = [new("again") { Run = "e.1" }] }, null, Stop);

        Assert.Equal(["e.1"], await bench.Runner(Echo).DeleteAsync("e", Stop));

        Assert.Equal(["e.1", "other.1.scores"], (await bench.Runs.Store.ListAsync(new RunFilter { Limit = null }, Stop)).Select(r => r.Name).Order());
        Assert.Equal("other", Assert.Single(await bench.Store.ListAsync(10, Stop)).Name);
        Assert.False(Directory.Exists(bench.Runs.Folder.At("home", "evaluations", "e")));
        Assert.Empty(await bench.Runner(Echo).DeleteAsync("other", Stop));
        Assert.Equal(["e.1"], (await bench.Runs.Store.ListAsync(new RunFilter { Limit = null }, Stop)).Select(r => r.Name));
    }

    [Fact]
    public async Task A_new_evaluation_takes_nothing_from_a_removed_one_of_its_name()
    {
        using var bench = await OpenAsync(lines: 3);
        await bench.Runner(Echo).RunAsync(bench.Definition, null, Stop);
        await bench.Runner(Echo).RunAsync(bench.Definition with { Name = "other", Targets = [new("again") { Run = "e.1" }] }, null, Stop);
        await bench.Runner(Echo).DeleteAsync("e", Stop);
        var wrong = new FakeFlow(_ => new PythonDict { ["answer"] = "wrong" });

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.Runner(wrong).RunAsync(bench.Definition, null, Stop));
        Assert.Equal("run-exists", e.Problem.Code);
        Assert.Contains("would make a run 'e.1', but there is one already.", e.Message, StringComparison.Ordinal);
        Assert.Null(await bench.Store.FindAsync("e", Stop));

        await bench.Runner(Echo).DeleteAsync("other", Stop);
        await bench.Runs.Store.DeleteAsync("e.1", Stop);
        bench.Runs.Folder.Write("home/evaluations/e/evaluators.json", """{"judge": null, "prompts": {}, "evaluators": []}""");
        var evaluation = await bench.Runner(wrong).RunAsync(bench.Definition, null, Stop);
        var metric = Assert.Single(Assert.Single((await EvaluationSummary.ReadAsync(evaluation, bench.Runs.Store, Stop)).Targets).Metrics);
        Assert.Equal((3, 0), (metric.Scored, metric.Passed));
    }

    [Fact]
    public async Task An_evaluation_there_is_already_is_to_be_gone_on_with()
    {
        using var bench = await OpenAsync(lines: 1);
        await bench.Runner(Echo).RunAsync(bench.Definition, null, Stop);
        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.Runner(Echo).RunAsync(bench.Definition, null, Stop));
        Assert.Equal("evaluation-exists", e.Problem.Code);
    }

    [Fact]
    public async Task An_end_while_a_flow_is_opened_is_an_interruption_and_no_fault()
    {
        using var bench = await OpenAsync(lines: 3);
        using var interrupt = new CancellationTokenSource();
        var runner = bench.Runner(async (_, _, token) =>
        {
            await interrupt.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return Echo;
        });

        var stopped = await runner.RunAsync(bench.Definition, null, interrupt.Token);

        Assert.Equal((EvaluationState.Stopped, "It was interrupted."), (stopped.State, stopped.Stopped));
        _ = await EvaluationSummary.ReadAsync(stopped, bench.Runs.Store, Stop);
        Assert.Equal(EvaluationState.Completed, (await bench.Runner(Echo).ResumeAsync("e", null, null, Stop)).State);
    }

    [Fact]
    public async Task A_run_whose_data_are_others_by_now_is_named_before_anything_is_made()
    {
        using var bench = await OpenAsync(lines: 3);
        await bench.Runs.RunAsync(Echo, bench.Runs.Definition("before") with { Data = bench.Definition.Data });
        await File.AppendAllTextAsync(bench.Definition.Data!, "{\"question\": \"new\"}\n", Stop);

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.Runner(Echo).RunAsync(bench.Definition with { Data = null, Targets = [new("before") { Run = "before" }] }, null, Stop));

        Assert.Equal("data-changed", e.Problem.Code);
        Assert.Contains("when run 'before' began", e.Message, StringComparison.Ordinal);
        Assert.Empty(await bench.Store.ListAsync(10, Stop));
    }

    [Fact]
    public async Task What_was_measured_of_a_run_is_read_without_writing_to_it()
    {
        using var bench = await OpenAsync(lines: 3);
        await bench.Runs.RunAsync(Echo, bench.Runs.Definition("before") with { Data = bench.Definition.Data });
        var folder = new RunFolder((await bench.Runs.Store.GetAsync("before", Stop)).Folder);
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Order().ToList();

        var evaluation = await bench.Runner(Echo).RunAsync(bench.Definition with { Targets = [new("before") { Run = "before" }], Evaluators = [new("total_tokens")] }, null, Stop);

        Assert.Equal(3, Assert.Single(Assert.Single((await EvaluationSummary.ReadAsync(evaluation, bench.Runs.Store, Stop)).Targets).Metrics).Mean);
        Assert.Equal(files, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task A_run_of_another_is_not_taken_for_one_of_its_own()
    {
        using var bench = await OpenAsync(lines: 3);
        await bench.Runs.RunAsync(Echo, bench.Runs.Definition("e.1"));

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.Runner(Echo).RunAsync(bench.Definition, null, Stop));

        Assert.Equal("run-exists", e.Problem.Code);
        Assert.Contains("gyre run delete --name e.1", e.Message, StringComparison.Ordinal);
    }

    private static FakeFlow Echo { get; } = new(inputs => new PythonDict { ["answer"] = inputs["question"] });

    private static async Task<Bench> OpenAsync(int lines)
    {
        var runs = await RunBench.OpenAsync();
        File.WriteAllLines(runs.Folder.At("questions.jsonl"), Enumerable.Range(0, lines).Select(i => $$"""{"question": "{{i}}", "expected": "{{i}}"}"""));
        var database = await GyreDatabase.OpenAsync(runs.Folder.At("home", "gyre.db"), [RunStore.Migrations], Stop);
        return new Bench(runs, new EvaluationStore(database, runs.Folder.At("home", "evaluations"), new SecretBox(new SecretKey(runs.Folder.At("home", "secrets.key"))), TimeProvider.System));
    }

    private sealed record Bench(RunBench Runs, EvaluationStore Store) : IDisposable
    {
        public EvaluationDefinition Definition => new() { Name = "e", Data = Runs.Folder.At("questions.jsonl"), Targets = [Target("echo")], Evaluators = [new("exact_match")] };

        public EvaluationTarget Target(string name) => new(name) { Flow = Runs.Folder.At("flow") };

        public EvaluationRunner Runner(ExecutableFlow flow) => Runner((_, _, _) => ValueTask.FromResult(flow));

        public EvaluationRunner Runner(OpenFlowWith open) => new(
            Store,
            new EvaluationServices(Runs.Store, new FlowServices { Connections = ConnectionSources.None, Models = new ModelProviders() }, open, new BatchOptions()));

        public void Dispose() => Runs.Dispose();
    }
}
