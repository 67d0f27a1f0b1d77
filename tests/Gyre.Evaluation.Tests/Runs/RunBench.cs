using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Workspace.Secrets;

namespace Gyre.Evaluation.Tests.Runs;

/// <summary>A home with an index, a flow folder and data, all in one temporary folder.</summary>
internal sealed class RunBench : IDisposable
{
    private RunBench(TemporaryFolder folder, RunStore store) => (Folder, Store) = (folder, store);

    public TemporaryFolder Folder { get; }

    public RunStore Store { get; }

    public BatchOptions Options { get; set; } = new();

    public TimeProvider Time { get; set; } = TimeProvider.System;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<RunBench> OpenAsync()
    {
        var folder = new TemporaryFolder();
        folder.Write("flow/flow.dag.yaml", "inputs:\n  question:\n    type: string\noutputs: {}\nnodes: []\n");
        return new RunBench(folder, await StoreAsync(folder.At("home")));
    }

    public static async Task<RunStore> StoreAsync(string home, string? runsFolder = null)
    {
        var database = await GyreDatabase.OpenAsync(Path.Combine(home, "gyre.db"), [RunStore.Migrations], Stop);
        return new RunStore(database, runsFolder ?? Path.Combine(home, "runs"), new SecretBox(new SecretKey(Path.Combine(home, "secrets.key"))), TimeProvider.System);
    }

    /// <summary>Data with questions 0, 1, 2 ….</summary>
    public void Questions(int count) => File.WriteAllLines(Folder.At("questions.jsonl"), Enumerable.Range(0, count).Select(i => $$"""{"question": "{{i}}"}"""));

    public RunDefinition Definition(string? name = null) => new() { Name = name, Flow = Folder.At("flow"), Data = Folder.At("questions.jsonl") };

    public BatchRunner Runner(ExecutableFlow flow) => new(Store, (_, _) => ValueTask.FromResult(flow), Options, Time);

    public Task<Run> RunAsync(ExecutableFlow flow, RunDefinition? definition = null) => Runner(flow).RunAsync(definition ?? Definition(), null, Stop);

    public static PythonDict Json(string file) => (PythonDict)PythonJson.Parse(File.ReadAllText(file))!;

    public static List<PythonDict> JsonLines(string file) => [.. File.ReadLines(file).Select(line => (PythonDict)PythonJson.Parse(line)!)];

    public void Dispose() => Folder.Dispose();
}
