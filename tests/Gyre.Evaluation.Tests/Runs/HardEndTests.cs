using System.Runtime.Versioning;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Runs;

/// <summary>Kills, full disks, read-only folders, many lines, odd paths.</summary>
public sealed class HardEndTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2_000, 1_000)]
    [InlineData(600, 1)]
    public async Task A_killed_run_is_resumed_and_has_each_line_exactly_once(int lines, int batchSize)
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(lines);
        // A run keeps the layout it was begun with, whatever its size would ask for today.
        bench.Folder.Write("home/runs/killed/meta.json", $$"""{"batch_size": {{batchSize}}}""");
        using var child = RunToKill.Start(bench.Folder.Path);
        var artifacts = new RunFolder(bench.Folder.At("home", "runs", "killed"), batchSize).FlowArtifacts;
        while (Finished(artifacts) < lines / 4)
        {
            Assert.False(child.HasExited, "the child ended by itself");
            await Task.Delay(20, Stop);
        }

        child.Kill(entireProcessTree: true);
        await child.WaitForExitAsync(Stop);
        // What a kill in the middle of a write leaves.
        TearLastRecord(artifacts);
        var survived = Finished(artifacts);
        Assert.Equal(RunState.NotResponding, (await bench.Store.GetAsync("killed", Stop)).State);
        Assert.InRange(survived, lines / 4, lines - 1);

        var again = 0;
        var run = await bench.Runner(new FakeFlow(inputs =>
        {
            Interlocked.Increment(ref again);
            return new PythonDict { ["answer"] = inputs["question"] };
        })).ResumeAsync("killed", null, Stop);

        Assert.Equal((RunState.Completed, lines, 0), (run.State, run.CompletedLines, run.FailedLines));
        Assert.Equal(lines - survived, again);
        var folder = new RunFolder(run.Folder, batchSize);
        Assert.Equal(Enumerable.Range(0, lines).Select(i => $$"""{"line_number":{{i}},"answer":"{{i}}"}"""), File.ReadLines(folder.FlowOutputs));
        Assert.Equal(Enumerable.Range(0, lines), Records(folder.FlowArtifacts));
        Assert.Equal(Enumerable.Range(0, lines), Records(folder.NodeFolder("node")));
        Assert.Equal((long)lines, run.SystemMetrics["__pf__.nodes.node.completed"]);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_the_run_goes_on_once_there_is_space()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(60);
        using var disk = SmallDisk.Mount(bench.Folder.At("small"), megabytes: 1);
        var store = await RunBench.StoreAsync(bench.Folder.At("home2"), disk.Path);
        var text = new string('x', 20_000);
        BatchRunner Runner() => new(store, (_, _) => ValueTask.FromResult<Gyre.Flows.Execution.ExecutableFlow>(new FakeFlow(i => new PythonDict { ["answer"] = i["question"] + text })), bench.Options, bench.Time);

        var e = await Assert.ThrowsAsync<ProblemException>(() => Runner().RunAsync(bench.Definition("r"), null, Stop));

        Assert.Equal("disk-full", e.Problem.Code);
        Assert.Contains("gyre run resume --name r", e.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, (await store.GetAsync("r", Stop)).State);

        disk.Grow(megabytes: 64);
        var run = await Runner().ResumeAsync("r", null, Stop);

        Assert.Equal((RunState.Completed, 60), (run.State, run.CompletedLines));
        Assert.Equal(Enumerable.Range(0, 60), Records(new RunFolder(run.Folder).FlowArtifacts));
    }

    [Fact]
    public async Task A_full_disk_that_holds_the_index_too_is_told_as_such()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(200);
        using var disk = SmallDisk.Mount(bench.Folder.At("small"), megabytes: 1);
        var store = await RunBench.StoreAsync(Path.Combine(disk.Path, "home"));
        var text = new string('x', 20_000);
        var flow = new FakeFlow(i => new PythonDict { ["answer"] = i["question"] + text });

        var e = await Assert.ThrowsAsync<ProblemException>(() =>
            new BatchRunner(store, (_, _) => ValueTask.FromResult<Gyre.Flows.Execution.ExecutableFlow>(flow), bench.Options, bench.Time).RunAsync(bench.Definition("r"), null, Stop));

        Assert.Equal("disk-full", e.Problem.Code);
        Assert.Contains("gyre run resume --name r", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_for_runs_that_cannot_be_written_is_told()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(1);
        var store = await RunBench.StoreAsync(bench.Folder.At("home2"), bench.Folder.Write("file", "in the way"));

        var e = await Assert.ThrowsAsync<ProblemException>(() => new BatchRunner(store, (_, _) => ValueTask.FromResult<Gyre.Flows.Execution.ExecutableFlow>(FakeFlow.Slowly), bench.Options, bench.Time).RunAsync(bench.Definition("r"), null, Stop));

        Assert.Equal("run-folder-not-writable", e.Problem.Code);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_flow_folder_that_is_read_only_runs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "folders have no modes on Windows");
        using var bench = await RunBench.OpenAsync();
        bench.Questions(1);
        File.SetUnixFileMode(bench.Folder.At("flow", "flow.dag.yaml"), UnixFileMode.UserRead);
        File.SetUnixFileMode(bench.Folder.At("flow"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Equal(RunState.Completed, (await bench.RunAsync(FakeFlow.Slowly)).State);
        }
        finally
        {
            File.SetUnixFileMode(bench.Folder.At("flow"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Blanks_and_letters_of_any_script_in_paths_do_no_harm()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Folder.Write("мой поток 流/flow.dag.yaml", "inputs:\n  question:\n    type: string\noutputs: {}\nnodes: []\n");
        var data = bench.Folder.Write("données é/frågor 1.jsonl", """{"question": "ünïcode"}""");

        var run = await bench.RunAsync(FakeFlow.Slowly, new RunDefinition { Name = "Lauf eins – 第一", Flow = bench.Folder.At("мой поток 流"), Data = data });

        Assert.Equal("""{"line_number":0,"answer":"ünïcode"}""", File.ReadAllText(new RunFolder(run.Folder).FlowOutputs).Trim());
    }

    [Fact]
    public async Task Two_runs_at_once_do_not_disturb_each_other()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Questions(200);
        var other = await RunBench.StoreAsync(bench.Folder.At("home"));

        var runs = await Task.WhenAll(
            bench.RunAsync(FakeFlow.Slowly, bench.Definition("a")),
            new BatchRunner(other, (_, _) => ValueTask.FromResult<Gyre.Flows.Execution.ExecutableFlow>(FakeFlow.Slowly), bench.Options, bench.Time).RunAsync(bench.Definition("b"), null, Stop));

        Assert.All(runs, run => Assert.Equal((RunState.Completed, 200), (run.State, run.CompletedLines)));
    }

    [Fact]
    public async Task A_broken_row_in_the_middle_fails_the_run_naming_the_line()
    {
        using var bench = await RunBench.OpenAsync();
        bench.Folder.Write("questions.jsonl", "{\"question\": 1}\n{\"question\": 2\n{\"question\": 3}\n");

        var run = await bench.RunAsync(FakeFlow.Slowly);

        Assert.Equal(RunState.Failed, run.State);
        Assert.Contains("questions.jsonl', line 2", (string)run.Error!["message"]!, StringComparison.Ordinal);
    }

    private static int Finished(string artifacts) => RunArtifacts.Files(artifacts).SelectMany(RunArtifacts.Read).Count();

    private static IEnumerable<int> Records(string folder) => RunArtifacts.Files(folder).SelectMany(RunArtifacts.Read).Select(a => a.Line!.Value).Order();

    private static void TearLastRecord(string artifacts)
    {
        // A file that was only just made holds nothing to tear yet.
        var last = RunArtifacts.Files(artifacts).Last(f => new FileInfo(f).Length > 20);
        using var file = File.OpenWrite(last);
        file.SetLength(file.Length - 20);
    }
}
