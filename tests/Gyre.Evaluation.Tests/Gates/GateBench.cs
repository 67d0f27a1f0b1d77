using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Gates;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows;
using Gyre.Flows.Values;
using Gyre.Storage;
using Gyre.Workspace.Secrets;

namespace Gyre.Evaluation.Tests.Gates;

/// <summary>Runs whose lines score what a test says, and gates over them.</summary>
internal sealed class GateBench : IDisposable
{
    private readonly RunBench runs;

    private GateBench(RunBench runs, EvaluationStore evaluations) => (this.runs, Evaluations) = (runs, evaluations);

    public RunBench Runs => runs;

    public EvaluationStore Evaluations { get; }

    public string Workspace => runs.Folder.Path;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<GateBench> OpenAsync()
    {
        var runs = await RunBench.OpenAsync();
        var database = await GyreDatabase.OpenAsync(runs.Folder.At("home", "gyre.db"), [RunStore.Migrations], Stop);
        return new GateBench(runs, new EvaluationStore(database, runs.Folder.At("home", "evaluations"), new SecretBox(new SecretKey(runs.Folder.At("home", "secrets.key"))), TimeProvider.System));
    }

    /// <summary>A run of so many lines; null fails the line.</summary>
    public async Task<Run> RunAsync(string name, int lines, Func<int, PythonDict?> outputs, params EvaluatorSpec[] evaluators)
    {
        runs.Questions(lines);
        var flow = new FakeFlow((_, line, _) => outputs(line) is { } output
            ? Task.FromResult(output)
            : throw new FlowException(ErrorClasses.ToolExecutionError, "no answer"));
        var run = await runs.RunAsync(flow, runs.Definition(name));
        if (evaluators.Length > 0)
        {
            new EvaluatorsFile(evaluators, null).Write(Path.Combine(new RunFolder(run.Folder).Snapshot, EvaluatorsFile.Name));
        }

        return run;
    }

    public Task<GateResult> JudgeAsync(string policy, string run, string? against = null) =>
        new JudgeGate(runs.Store, Evaluations, Workspace).JudgeAsync(GatePolicy.Read(runs.Folder.Write("gate.yaml", policy)), run, against, Stop);

    public void Dispose() => runs.Dispose();
}
