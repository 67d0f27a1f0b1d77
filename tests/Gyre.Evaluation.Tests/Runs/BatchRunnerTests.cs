using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Models.Providers;

namespace Gyre.Evaluation.Tests.Runs;

public sealed class BatchRunnerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static FakeFlow Echo { get; } = new(inputs => new PythonDict { ["answer"] = inputs["question"] });

    [Fact]
    public async Task A_run_leaves_the_originals_folder()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(3);

        var run = await bench.RunAsync(Echo, bench.Definition("first"));

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal((3, 3, 0), (run.TotalLines, run.CompletedLines, run.FailedLines));
        var folder = new RunFolder(run.Folder);
        Assert.Equal("""{"batch_size": 1}""", File.ReadAllText(folder.Meta));
        Assert.True(File.Exists(Path.Combine(folder.Snapshot, "flow.dag.yaml")));
        Assert.Equal(
            ["flow_artifacts/000000000_000000000.jsonl", "flow_artifacts/000000001_000000001.jsonl", "flow_artifacts/000000002_000000002.jsonl"],
            Directory.GetFiles(folder.FlowArtifacts).Order().Select(f => Path.GetRelativePath(run.Folder, f)));
        Assert.Equal(
            ["node_artifacts/node/000000000.jsonl", "node_artifacts/node/000000001.jsonl", "node_artifacts/node/000000002.jsonl"],
            Directory.GetFiles(Path.Combine(folder.NodeArtifacts, "node")).Order().Select(f => Path.GetRelativePath(run.Folder, f)));
        Assert.Equal("""{"line_number":0,"answer":"0"}""", File.ReadLines(folder.FlowOutputs).First());
        Assert.Equal("""{"answer":"0","line_number":0}""", File.ReadLines(folder.Outputs).First());
        Assert.Equal("""{"question":"0","line_number":0}""", File.ReadLines(folder.Inputs).First());
        Assert.Equal("{}", File.ReadAllText(folder.Metrics).Trim());
        Assert.False(File.Exists(folder.Error));
        Assert.Contains("completed", File.ReadAllText(folder.Log), StringComparison.Ordinal);
        Assert.True(Directory.Exists(folder.FlowLogs));
    }

    [Fact]
    public async Task A_line_artifact_has_the_originals_fields()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(1);

        var run = await bench.RunAsync(Echo, bench.Definition("r"));

        var line = Assert.Single(RunBench.JsonLines(new RunFolder(run.Folder).FlowArtifact(0)));
        Assert.Equal(["line_number", "run_info", "start_time", "end_time", "name", "description", "status", "tags"], line.Keys);
        Assert.Equal("r_0", ((PythonDict)line["run_info"]!)["run_id"]);
        var node = Assert.Single(RunBench.JsonLines(new RunFolder(run.Folder).NodeArtifact("node", 0)));
        Assert.Equal(["node_name", "line_number", "run_info", "start_time", "end_time", "status"], node.Keys);
    }

    [Fact]
    public async Task It_is_completed_even_when_every_line_failed()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(2);

        var run = await bench.RunAsync(new FakeFlow(_ => throw new FlowException(ErrorClasses.ToolExecutionError, "no answer")));

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal((0, 2), (run.CompletedLines, run.FailedLines));
        Assert.Equal(2L, run.SystemMetrics["__pf__.lines.failed"]);
        Assert.Equal(2L, run.SystemMetrics["__pf__.nodes.node.failed"]);
        var error = RunBench.Json(new RunFolder(run.Folder).Error);
        Assert.Equal("Failed to run 2/2 lines. First error message is: no answer", error["message"]);
        Assert.Empty(File.ReadAllText(new RunFolder(run.Folder).FlowOutputs));
    }

    [Fact]
    public async Task Failed_lines_are_left_out_of_outputs_and_aggregation()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(4);
        AggregationRequest? seen = null;
        var flow = new FakeFlow(inputs => inputs["question"] is "1" ? throw new FlowException(ErrorClasses.ToolExecutionError, "odd") : new PythonDict { ["answer"] = inputs["question"] })
        {
            Aggregate = request =>
            {
                seen = request;
                return new AggregationResult(new PythonDict { ["count"] = (long)request.Lines.Count }, [], new Dictionary<string, FlowError>());
            },
        };

        var run = await bench.RunAsync(flow);

        Assert.Equal([0, 2, 3], seen!.Lines.Select(l => l.LineNumber));
        Assert.Equal(["0", "2", "3"], seen.Lines.Select(l => l.NodeOutputs["node"]));
        Assert.Equal(["0", "2", "3"], seen.Lines.Select(l => l.Inputs["question"]));
        Assert.Equal([0L, 2L, 3L], RunBench.JsonLines(new RunFolder(run.Folder).FlowOutputs).Select(l => l["line_number"]));
        Assert.Equal(3L, run.Metrics!["count"]);
        Assert.Equal(3L, RunBench.Json(new RunFolder(run.Folder).Metrics)["count"]);
    }

    [Fact]
    public async Task An_aggregation_that_fails_leaves_the_run_completed()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(1);
        var flow = new FakeFlow(_ => new PythonDict { ["answer"] = 1L })
        {
            Aggregate = _ => new AggregationResult(
                new PythonDict { ["early"] = 1L },
                [],
                new Dictionary<string, FlowError> { ["score"] = new(ErrorClasses.ToolExecutionError, null, "no score", ErrorKind.UserError) }),
        };

        var run = await bench.RunAsync(flow);

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal(1L, run.Metrics!["early"]);
        Assert.Contains("aggregation_node_name", File.ReadAllText(new RunFolder(run.Folder).Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binding_that_finds_nothing_fails_the_run_before_any_line()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Folder.Write("questions.jsonl", """
            {"question": "a"}
            {"query": "b"}
            """);
        var lines = 0;

        var run = await bench.RunAsync(new FakeFlow(_ =>
        {
            lines++;
            return [];
        }));

        Assert.Equal(RunState.Failed, run.State);
        Assert.Equal(0, lines);
        Assert.Contains("${data.question}", (string)run.Error!["message"]!, StringComparison.Ordinal);
        Assert.Contains("ApplyInputMappingError", File.ReadAllText(new RunFolder(run.Folder).Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_flow_throws_against_its_word_costs_the_line_only()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(3);

        var run = await bench.RunAsync(new FakeFlow(i => i["question"] is "1" ? throw new InvalidOperationException("oops") : new PythonDict { ["answer"] = 1L }));

        Assert.Equal((RunState.Completed, 2, 1), (run.State, run.CompletedLines, run.FailedLines));
        Assert.Contains("oops", File.ReadAllText(new RunFolder(run.Folder).Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resume_needs_neither_the_data_nor_the_run_that_was_read()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(3);
        bench.Options = new BatchOptions { Concurrency = 1, BatchTimeout = 0.1 };
        await bench.RunAsync(new FakeFlow(async (_, _, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            return [];
        }), bench.Definition("r"));
        File.Delete(bench.Folder.At("questions.jsonl"));
        bench.Options = new BatchOptions();

        var run = await bench.Runner(Echo).ResumeAsync("r", null, Stop);

        Assert.Equal((RunState.Completed, 3), (run.State, run.CompletedLines));
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(1);
        await bench.RunAsync(Echo, bench.Definition("same"));

        var e = await Assert.ThrowsAsync<Kernel.ProblemException>(() => bench.RunAsync(Echo, bench.Definition("same")));

        Assert.Equal("run-exists", e.Problem.Code);
    }

    [Fact]
    public async Task An_evaluation_reads_the_outputs_and_the_data_of_an_earlier_run()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(3);
        var first = await bench.RunAsync(new FakeFlow(i => i["question"] is "1" ? throw new FlowException("ToolExecutionError", "x") : new PythonDict { ["answer"] = $"to {i["question"]}" }), bench.Definition("first"));
        var evaluation = new RunDefinition
        {
            Flow = bench.Folder.At("flow"),
            SourceRun = first.Name,
            ColumnMapping = new ColumnMapping([new("question", "${run.inputs.question}"), new("reply", "${run.outputs.answer}")]),
        };

        var run = await bench.RunAsync(new FakeFlow(i => new PythonDict { ["answer"] = $"{i["question"]}: {i["reply"]}" }), evaluation);

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal(["0: to 0", "2: to 2"], RunBench.JsonLines(new RunFolder(run.Folder).Outputs).Select(o => o["answer"]));
        Assert.Equal([0L, 2L], RunBench.JsonLines(new RunFolder(run.Folder).Outputs).Select(o => o["line_number"]));
    }

    [Fact]
    public async Task A_canceled_run_keeps_its_finished_lines_and_can_be_resumed()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(20);
        bench.Options = new BatchOptions { Concurrency = 1 };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var ran = new List<int>();
        var flow = new FakeFlow(async (inputs, line, stop) =>
        {
            ran.Add(line);
            if (line == 10 && ran.Count == 11)
            {
                await cancel.CancelAsync();
            }

            stop.ThrowIfCancellationRequested();
            return new PythonDict { ["answer"] = inputs["question"] };
        });

        var canceled = await bench.Runner(flow).RunAsync(bench.Definition("r"), null, cancel.Token);

        Assert.Equal(RunState.Canceled, canceled.State);
        Assert.Equal(10, canceled.CompletedLines);
        Assert.Equal(10, File.ReadLines(new RunFolder(canceled.Folder).Outputs).Count());

        var run = await bench.Runner(flow).ResumeAsync("r", null, Stop);

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal(20, run.CompletedLines);
        Assert.Equal(Enumerable.Range(0, 11).Concat(Enumerable.Range(10, 10)), ran);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (object?)(long)i), RunBench.JsonLines(new RunFolder(run.Folder).Outputs).Select(o => o["line_number"]));
    }

    [Theory]
    [InlineData(RunFolder.SmallRun, 1, RunFolder.SmallRun)]
    [InlineData(RunFolder.SmallRun + 1, RunFolder.LargeBatch, 1)]
    public async Task A_small_run_has_a_file_per_line(int lines, int batchSize, int files)
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(lines);

        var run = await bench.RunAsync(Echo);

        var folder = new RunFolder(run.Folder);
        Assert.Equal($$"""{"batch_size": {{batchSize}}}""", File.ReadAllText(folder.Meta));
        Assert.Equal(files, Directory.GetFiles(folder.FlowArtifacts).Length);
        Assert.Equal(files, Directory.GetFiles(folder.NodeFolder("node")).Length);
    }

    [Fact]
    public async Task A_large_run_has_a_thousand_lines_per_file()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(2500);

        var run = await bench.RunAsync(Echo);

        var folder = new RunFolder(run.Folder, RunFolder.LargeBatch);
        Assert.Equal("""{"batch_size": 1000}""", File.ReadAllText(folder.Meta));
        Assert.Equal(
            ["000000000_000000999.jsonl", "000001000_000001999.jsonl", "000002000_000002999.jsonl"],
            Directory.GetFiles(folder.FlowArtifacts).Select(Path.GetFileName).Order());
        Assert.Equal(Enumerable.Range(0, 2500).Select(i => (object?)(long)i), RunBench.JsonLines(folder.FlowOutputs).Select(o => o["line_number"]));
    }

    [Fact]
    public async Task A_batch_timeout_fails_the_run_and_keeps_what_was_finished()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(5);
        bench.Options = new BatchOptions { Concurrency = 1, BatchTimeout = 2 };

        var run = await bench.RunAsync(new FakeFlow(async (_, line, stop) =>
        {
            await Task.Delay(line < 2 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, stop);
            return new PythonDict { ["answer"] = (long)line };
        }));

        Assert.Equal(RunState.Failed, run.State);
        Assert.Equal(2, run.CompletedLines);
        Assert.Contains("BatchRunTimeoutError", PythonJson.Write(run.Error), StringComparison.Ordinal);
        Assert.Equal(2, File.ReadLines(new RunFolder(run.Folder).FlowOutputs).Count());
    }

    [Fact]
    public async Task Resuming_from_a_run_takes_its_completed_lines_over_and_runs_the_failed_ones_again()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(4);
        await bench.RunAsync(new FakeFlow(i => i["question"] is "2" ? throw new FlowException("ToolExecutionError", "x") : new PythonDict { ["answer"] = "old" }), bench.Definition("old"));
        var ran = new List<int>();
        var flow = new FakeFlow((_, line, _) =>
        {
            ran.Add(line);
            return Task.FromResult(new PythonDict { ["answer"] = "new" });
        })
        {
            Aggregate = r => new AggregationResult(new PythonDict { ["answers"] = r.Lines.Select(l => l.NodeOutputs["node"]).ToList() }, [], new Dictionary<string, FlowError>()),
        };

        var run = await bench.RunAsync(flow, new RunDefinition { Name = "new", ResumeFrom = "old" });

        Assert.Equal([2], ran);
        Assert.Equal((4, 0), (run.CompletedLines, run.FailedLines));
        Assert.Equal(["old", "old", "new", "old"], (List<object?>)run.Metrics!["answers"]!);
        Assert.Equal("new_0", RunBench.JsonLines(new RunFolder(run.Folder).FlowArtifact(0)).Select(l => ((PythonDict)l["run_info"]!)["run_id"]).Single());
    }

    [Fact]
    public async Task A_provider_that_pushes_back_gets_fewer_lines_at_once_and_progress_says_so()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(40);
        bench.Options = new BatchOptions { Concurrency = 16 };
        var limits = new RateLimitSignal();
        var told = new Told();
        var flow = new FakeFlow((_, line, _) =>
        {
            if (line == 0)
            {
                limits.Report(new RateLimited("conn", "model", null, DateTimeOffset.UnixEpoch));
            }

            return Task.FromResult(new PythonDict { ["answer"] = 1L });
        });

        await new BatchRunner(bench.Store, (_, _) => ValueTask.FromResult<ExecutableFlow>(flow), bench.Options, bench.Time, limits).RunAsync(bench.Definition("r"), told, Stop);

        Assert.Equal(("r", 40, 40, 0), (told.Last!.Run, told.Last.Total, told.Last.Completed, told.Last.Failed));
        Assert.Equal(120, told.Last.Usage.TotalTokens);
        Assert.InRange(told.Last.Concurrency, 1, 15);
    }

    private sealed class Told : IProgress<RunProgress>
    {
        public RunProgress? Last { get; private set; }

        public void Report(RunProgress value) => Last = value;
    }
}
