using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows.Execution;
using Gyre.Models.Connections;
using Gyre.Models.Providers;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Workspace.Secrets;

namespace Gyre.Evaluation.Tests.Evaluations.Own;

/// <summary>Answers in a file, and evaluators of one's own over them, run by the real engine.</summary>
internal sealed class OwnBench : IDisposable
{
    private readonly RunBench runs;
    private readonly EvaluationStore store;

    private OwnBench(RunBench runs, EvaluationStore store) => (this.runs, this.store) = (runs, store);

    public TemporaryFolder Folder => runs.Folder;

    public RunStore Runs => runs.Store;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static void NeedPython() =>
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "python3"))), "Python 3.9 or newer is not on PATH.");

    public static async Task<OwnBench> OpenAsync()
    {
        var bench = await RunBench.OpenAsync();
        bench.Folder.Write("answers.jsonl", """
            {"question": "Capital of France?", "answer": "Paris", "expected": "paris", "passage": "Paris is the capital of France."}
            {"question": "Two and forty?", "answer": "42", "expected": "43", "passage": "Forty and two are 42."}
            """);
        var database = await GyreDatabase.OpenAsync(bench.Folder.At("home", "gyre.db"), [RunStore.Migrations], Stop);
        return new OwnBench(bench, new EvaluationStore(database, bench.Folder.At("home", "evaluations"), new SecretBox(new SecretKey(bench.Folder.At("home", "secrets.key"))), TimeProvider.System));
    }

    /// <summary>Runs an evaluation of the answers, its evaluators as the list of an evaluation file has them.</summary>
    public Task<StoredEvaluation> RunAsync(string evaluators, string more = "")
    {
        var file = Folder.At("evaluation.yaml");
        File.WriteAllText(file, $"name: e\ntargets: [{{answers: answers.jsonl}}]\n{more}\nevaluators:\n{evaluators}");
        return RunAsync(EvaluationDefinition.Create(file, new EvaluationFlags(), Folder.Path));
    }

    public Task<StoredEvaluation> RunAsync(EvaluationDefinition definition) => Runner.RunAsync(definition, null, Stop);

    public EvaluationRunner Runner => new(store, new EvaluationServices(
        runs.Store,
        new FlowServices { Connections = ConnectionSources.None, Models = new ModelProviders() },
        (request, services, token) => FlowOpener.OpenAsync(request, services, token),
        new BatchOptions()));

    /// <summary>The columns of a scoring run, a line each.</summary>
    public async Task<IReadOnlyList<string>> ColumnsAsync(string run) =>
        [.. File.ReadLines(new RunFolder((await runs.Store.GetAsync(run, Stop)).Folder).FlowOutputs)];

    public void Dispose() => runs.Dispose();
}
