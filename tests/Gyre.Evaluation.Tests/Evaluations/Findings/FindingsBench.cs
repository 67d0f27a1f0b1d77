using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows.Execution;
using Gyre.Models.Connections;
using Gyre.Models.Providers;
using Gyre.Storage;
using Gyre.Testing;
using Gyre.Workspace.Secrets;

namespace Gyre.Evaluation.Tests.Evaluations.Findings;

/// <summary>Evaluations of answers in files, and of one flow, run by the real engine.</summary>
internal sealed class FindingsBench : IDisposable
{
    private readonly RunBench runs;

    private FindingsBench(RunBench runs, EvaluationStore store) => (this.runs, Store) = (runs, store);

    public TemporaryFolder Folder => runs.Folder;

    public RunStore Runs => runs.Store;

    public EvaluationStore Store { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<FindingsBench> OpenAsync()
    {
        var bench = await RunBench.OpenAsync();
        var database = await GyreDatabase.OpenAsync(bench.Folder.At("home", "gyre.db"), [RunStore.Migrations], Stop);
        return new FindingsBench(bench, new EvaluationStore(database, bench.Folder.At("home", "evaluations"), new SecretBox(new SecretKey(bench.Folder.At("home", "secrets.key"))), TimeProvider.System));
    }

    /// <summary>A file of answers: of each line the answer and what would be right; null where there is none.</summary>
    public void Answers(string name, int lines, Func<int, string?> answer) => Folder.Write(
        name + ".jsonl",
        string.Concat(Enumerable.Range(0, lines).Select(i => System.Text.Json.JsonSerializer.Serialize(new { question = $"question {i}", response = answer(i), ground_truth = $"right {i} word", topic = i % 2 == 0 ? "even" : "odd" }) + "\n")));

    /// <summary>Runs an evaluation file, and reads what it found.</summary>
    public async Task<(StoredEvaluation Evaluation, EvaluationSummary Summary)> RunAsync(string yaml, ExecutableFlow? flow = null)
    {
        var file = Folder.Write("evaluation.yaml", yaml);
        var services = new EvaluationServices(
            Runs,
            new FlowServices { Connections = ConnectionSources.None, Models = new ModelProviders() },
            (_, _, _) => ValueTask.FromResult(flow ?? throw new InvalidOperationException("There is no flow.")),
            new BatchOptions());
        var evaluation = await new EvaluationRunner(Store, services).RunAsync(EvaluationDefinition.Create(file, new EvaluationFlags(), Folder.Path), null, Stop);
        return (evaluation, await EvaluationSummary.ReadAsync(evaluation, Runs, Stop));
    }

    public void Dispose() => runs.Dispose();
}
