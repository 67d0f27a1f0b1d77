using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Runs;

public sealed class RunStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static FakeFlow Echo => new(inputs => new PythonDict { ["answer"] = inputs["question"] });

    private static async Task<RunBench> WithRunsAsync(params string[] names)
    {
        var bench = await RunBench.OpenAsync();
        bench.Questions(2);
        foreach (var name in names)
        {
            await bench.RunAsync(Echo, bench.Definition(name));
        }

        return bench;
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_and_archived_ones_are_hidden()
    {
        using var bench = await WithRunsAsync("one", "two", "three");
        await bench.Store.ArchiveAsync("two", archived: true, Stop);

        Assert.Equal(["three", "one"], (await bench.Store.ListAsync(new RunFilter(), Stop)).Select(r => r.Name));
        Assert.Equal(["three"], (await bench.Store.ListAsync(new RunFilter { Limit = 1 }, Stop)).Select(r => r.Name));
        Assert.Equal(["two"], (await bench.Store.ListAsync(new RunFilter { OnlyArchived = true }, Stop)).Select(r => r.Name));
        Assert.Equal(3, (await bench.Store.ListAsync(new RunFilter { IncludeArchived = true }, Stop)).Count);
        Assert.Equal(["two"], (await bench.Store.ListAsync(new RunFilter { NamePrefix = "tw", IncludeArchived = true }, Stop)).Select(r => r.Name));
        Assert.False((await bench.Store.ArchiveAsync("two", archived: false, Stop)).Archived);
    }

    [Fact]
    public async Task What_is_for_people_can_be_changed()
    {
        using var bench = await WithRunsAsync("one");

        await bench.Store.UpdateAsync("one", "Shown", null, new Dictionary<string, string> { ["a"] = "b" }, Stop);
        var run = await bench.Store.UpdateAsync("one", null, "why", null, Stop);

        Assert.Equal(("Shown", "why", "b"), (run.DisplayName, run.Description, run.Tags["a"]));
    }

    [Fact]
    public async Task A_run_is_deleted_with_its_folder()
    {
        using var bench = await WithRunsAsync("one");
        var folder = (await bench.Store.GetAsync("one", Stop)).Folder;

        await bench.Store.DeleteAsync("one", Stop);

        Assert.False(Directory.Exists(folder));
        Assert.Null(await bench.Store.FindAsync("one", Stop));
    }

    [Fact]
    public async Task An_unknown_name_is_told_with_the_nearest()
    {
        using var bench = await WithRunsAsync("baseline");

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.Store.GetAsync("basline", Stop));

        Assert.Equal("run-not-found", e.Problem.Code);
        Assert.Contains("'baseline'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_variables_and_constructor_arguments_are_stored_encrypted()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(1);
        var definition = bench.Definition("r") with
        {
            EnvironmentVariables = new Dictionary<string, string> { ["TOKEN"] = "hush-hush" },
            Init = new PythonDict { ["api_key"] = "top-secret" },
        };

        var run = await bench.RunAsync(Echo, definition);

        var stored = await bench.Store.DefinitionAsync(await bench.Store.GetAsync("r", Stop), Stop);
        Assert.Equal("hush-hush", stored.EnvironmentVariables["TOKEN"]);
        Assert.Equal("top-secret", stored.Init!["api_key"]);
        foreach (var file in Directory.EnumerateFiles(bench.Folder.At("home"), "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("hush-hush", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.DoesNotContain("top-secret", File.ReadAllText(file), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("hush", PythonJson.Write(RunJson.ToDict(run)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_can_ask_for_the_end_of_a_run()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(3);
        bench.Options = new BatchOptions { Concurrency = 1 };
        var other = await RunBench.StoreAsync(bench.Folder.At("home"));
        var running = bench.RunAsync(
            new FakeFlow(async (_, line, stop) =>
            {
                if (line == 1)
                {
                    await other.CancelAsync("r", stop);
                    await Task.Delay(Timeout.InfiniteTimeSpan, stop);
                }

                return new PythonDict { ["answer"] = 1L };
            }),
            bench.Definition("r"));

        var run = await running;

        Assert.Equal((RunState.Canceled, 1), (run.State, run.CompletedLines));
    }

    [Fact]
    public async Task A_run_in_progress_can_be_neither_resumed_nor_deleted_by_another()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(1);
        var other = await RunBench.StoreAsync(bench.Folder.At("home"));
        string[] codes = [];

        await bench.RunAsync(
            new FakeFlow(async (_, _, _) =>
            {
                codes =
                [
                    (await Assert.ThrowsAsync<ProblemException>(() => other.DeleteAsync("r", Stop))).Problem.Code,
                    (await Assert.ThrowsAsync<ProblemException>(() => new BatchRunner(other, (_, _) => ValueTask.FromResult<Gyre.Flows.Execution.ExecutableFlow>(Echo), bench.Options, bench.Time).ResumeAsync("r", null, Stop))).Problem.Code,
                    (await other.GetAsync("r", Stop)).State.ToString(),
                ];
                return new PythonDict { ["answer"] = 1L };
            }),
            bench.Definition("r"));

        Assert.Equal(["run-in-progress", "run-in-progress", "Running"], codes);
    }

    [Fact]
    public async Task A_completed_run_is_not_resumed_in_place()
    {
        using var bench = await WithRunsAsync("done");

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.Runner(Echo).ResumeAsync("done", null, Stop));

        Assert.Equal("run-finished", e.Problem.Code);
        Assert.Contains("--resume-from done", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_evaluation_is_found_by_the_run_it_reads()
    {
        using var bench = await WithRunsAsync("one");
        await bench.RunAsync(Echo, bench.Definition("eval") with { SourceRun = "one" });

        Assert.Equal(["eval"], (await bench.Store.ListAsync(new RunFilter { SourceRun = "one" }, Stop)).Select(r => r.Name));
    }

    [Theory]
    [InlineData("out/run copy.zip")]
    [InlineData("out/folder")]
    public async Task A_run_is_exported_as_a_zip_or_a_folder(string target)
    {
        using var bench = await WithRunsAsync("one");

        var written = await RunExport.WriteAsync(await bench.Store.GetAsync("one", Stop), bench.Folder.At(target), Stop);

        var names = target.EndsWith(".zip", StringComparison.Ordinal)
            ? System.IO.Compression.ZipFile.OpenRead(written).Entries.Select(e => e.FullName).ToList()
            : [.. Directory.EnumerateFiles(written, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(written, f))];
        Assert.Contains("run.json", names);
        Assert.Contains("flow_outputs/output.jsonl", names);
        Assert.Contains("snapshot/flow.dag.yaml", names);
        Assert.DoesNotContain(".lock", names);
        Assert.Equal("export-exists", (await Assert.ThrowsAsync<ProblemException>(async () => await RunExport.WriteAsync(await bench.Store.GetAsync("one", Stop), bench.Folder.At(target), Stop))).Problem.Code);
    }

    [Fact]
    public async Task Details_show_failed_for_the_outputs_of_failed_lines()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(2);

        var run = await bench.RunAsync(new FakeFlow(i => i["question"] is "0" ? throw new Gyre.Flows.FlowException("ToolExecutionError", "no") : new PythonDict { ["answer"] = null, ["score"] = 1L }));
        var details = RunDetails.Read(run);

        Assert.Equal(["inputs.question", "inputs.line_number", "outputs.answer", "outputs.score"], details.Columns);
        Assert.Equal(["0", 0L, "(Failed)", "(Failed)"], details.Rows[0].Values);
        Assert.Equal("no", details.Rows[0].Error);
        Assert.Equal(["1", 1L, null, 1L], details.Rows[1].Values);
    }
}
