using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Execution;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Prices;

namespace Gyre.Evaluation.Tests.Runs;

public sealed class LineLoopTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_that_was_answered_from_what_was_paid_before_has_no_latency()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(3);
        var run = await bench.RunAsync(new FakeFlow((inputs, line, _) =>
        {
            RunningLine.Here!.IsReplayed = line == 1;
            return Task.FromResult(new PythonDict { ["answer"] = inputs["question"] });
        }));

        var lines = new RunArtifacts(new RunFolder(run.Folder)).Lines().ToList();
        Assert.Equal([true, false, true], lines.Select(l => LineFigures.Of(l)["latency"] is double));
        Assert.Equal([false, true, false], lines.Select(l => RunRecordJson.ReadLine(l.RunInfo).Replayed));

        var measures = new LineMeasures();
        measures.Add(run, Stop);
        Assert.NotNull(measures.Latency);
    }

    [Fact]
    public async Task Inputs_that_cannot_be_read_end_the_lines_under_way_before_the_run_ends()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(20);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var active = 0;
        var flow = new FakeFlow(async (_, _, stop) =>
        {
            Interlocked.Increment(ref active);
            await cancel.CancelAsync();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            }
            finally
            {
                Interlocked.Decrement(ref active);
            }

            return [];
        });
        var canceled = await bench.Runner(flow).RunAsync(bench.Definition("r"), null, cancel.Token);
        Assert.Equal(RunState.Canceled, canceled.State);
        var rows = File.ReadAllLines(new RunFolder(canceled.Folder).Inputs);
        rows[10] = "{";
        await File.WriteAllLinesAsync(new RunFolder(canceled.Folder).Inputs, rows, Stop);

        await Record.ExceptionAsync(() => bench.Runner(flow).ResumeAsync("r", null, Stop));

        Assert.Equal(0, active);
        Assert.NotEqual(RunState.Completed, (await bench.Store.GetAsync("r", Stop)).State);
    }

    [Fact]
    public async Task An_aggregation_counts_against_the_ceiling_and_does_not_start_above_it()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(2);
        var cent = new Usage(1, 1, 2) { Costs = CallCosts.Of(NanoDollars.Of(0.01m)) };
        var aggregated = 0;
        var flow = new FakeFlow(inputs => new PythonDict { ["answer"] = inputs["question"] })
        {
            Usage = cent,
            Aggregate = _ =>
            {
                aggregated++;
                var node = new NodeRecord { Node = "sum", FlowRunId = "r", RunId = "r_sum_reduce", ParentRunId = "r", Status = RunStatus.Completed, Usage = cent };
                return new AggregationResult([], [node], new Dictionary<string, FlowError>(StringComparer.Ordinal));
            },
        };
        bench.Options = new BatchOptions { Ceiling = new CostCeiling(NanoDollars.Of(0.02m)) };

        var stopped = await bench.RunAsync(flow, bench.Definition("r"));
        Assert.Equal((RunState.Canceled, 2, 0, "The ceiling of $0.02 is reached: $0.02 were spent."), (stopped.State, stopped.CompletedLines, aggregated, stopped.Halted));

        var higher = new CostCeiling(NanoDollars.Of(1));
        bench.Options = new BatchOptions { Ceiling = higher };
        var run = await bench.Runner(flow).ResumeAsync("r", null, Stop);
        Assert.Equal((RunState.Completed, 1, NanoDollars.Of(0.03m)), (run.State, aggregated, higher.Spent));
    }
}
