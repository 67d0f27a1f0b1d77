using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Tests.Runs;

/// <summary>What becomes of a run whose data is not what it was.</summary>
public sealed class ChangedDataTests
{
    private static readonly FakeFlow Echo = new(inputs => new PythonDict { ["answer"] = inputs["question"] });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_resumed_run_goes_on_with_the_rows_it_began_with_and_says_so()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(20);
        using var stop = new CancellationTokenSource();
        var count = 0;
        var stopping = new FakeFlow(inputs =>
        {
            if (Interlocked.Increment(ref count) == 3)
            {
                stop.Cancel();
            }

            return new PythonDict { ["answer"] = inputs["question"] };
        });
        bench.Options = new BatchOptions { Concurrency = 1, ConcurrencyIsGiven = true };
        Assert.Equal(RunState.Canceled, (await bench.Runner(stopping).RunAsync(bench.Definition("r"), null, stop.Token)).State);

        bench.Questions(5);
        var run = await bench.Runner(Echo).ResumeAsync("r", null, Stop);

        Assert.Equal(20, run.CompletedLines);
        Assert.Contains(run.Warnings, w => w.Contains("The run goes on with the rows that it began with.", StringComparison.Ordinal));
        Assert.Contains("\"19\"", (await File.ReadAllLinesAsync(new RunFolder(run.Folder).FlowOutputs, Stop))[19], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unchanged_data_is_no_news()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(2);
        var run = await bench.RunAsync(Echo, bench.Definition("r"));
        Assert.Equal(64, run.Definition.DataSha256!.Length);

        Assert.Empty((await bench.RunAsync(Echo, new RunDefinition { Name = "again", ResumeFrom = "r" })).Warnings);
    }

    [Fact]
    public async Task Lines_are_not_taken_over_into_a_run_over_other_rows()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(2);
        await bench.RunAsync(Echo, bench.Definition("r"));
        bench.Questions(3);

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.RunAsync(Echo, new RunDefinition { Name = "again", ResumeFrom = "r" }));

        Assert.Equal("data-changed", e.Problem.Code);
        Assert.Contains("when run 'r' began", e.Message, StringComparison.Ordinal);
        Assert.Null(await bench.Store.FindAsync("again", Stop));
    }

    [Fact]
    public async Task The_inputs_of_an_earlier_run_are_not_read_from_changed_data()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(2);
        await bench.RunAsync(Echo, bench.Definition("r"));
        bench.Folder.Write("questions.jsonl", "{\"question\": \"1\"}\n{\"question\": \"0\"}\n");

        RunDefinition Scores(string source) => new()
        {
            Name = "scores",
            Flow = bench.Folder.At("flow"),
            SourceRun = "r",
            ColumnMapping = new ColumnMapping([KeyValuePair.Create<string, object?>("question", source)]),
        };
        Assert.Equal("data-changed", (await Assert.ThrowsAsync<ProblemException>(() => bench.RunAsync(Echo, Scores("${run.inputs.question}")))).Problem.Code);
        Assert.Equal(2, (await bench.RunAsync(Echo, Scores("${run.outputs.answer}"))).CompletedLines);
    }

    [Fact]
    public async Task Changed_data_beside_the_answers_of_a_run_is_warned_of()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(2);
        await bench.RunAsync(Echo, bench.Definition("r"));
        bench.Folder.Write("questions.jsonl", "{\"question\": \"1\"}\n{\"question\": \"0\"}\n");

        var run = await bench.RunAsync(Echo, bench.Definition("scores") with { SourceRun = "r" });

        Assert.Contains("make sure that they still belong together", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_over_a_dataset_records_version_and_hash_and_reads_it_whatever_becomes_of_the_file()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(3);
        var datasets = DatasetStore.Of(new GyreHome(bench.Folder.At("home"), null), TimeProvider.System);
        var version = (await new AddVersion("support", bench.Folder.At("questions.jsonl")).RunAsync(datasets, null, Stop)).Pinned.Version;
        bench.Questions(1);
        var runner = new BatchRunner(bench.Store, (_, _) => ValueTask.FromResult<ExecutableFlow>(Echo), bench.Options, bench.Time) { Datasets = datasets };

        var run = await runner.RunAsync(RunDefinition.Create(null, new RunOverrides { Name = "r", Flow = "flow", Data = "support" }, bench.Folder.Path), null, Stop);

        Assert.Equal(("support@1", version.Sha256, 3), (run.Definition.Dataset, run.Definition.DataSha256, run.CompletedLines));
    }
}
