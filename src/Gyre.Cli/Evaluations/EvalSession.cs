using Gyre.Cli.CommandLine;
using Gyre.Cli.Flows;
using Gyre.Cli.Models;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Datasets;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Reports;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Execution;
using Gyre.Models.Providers;

namespace Gyre.Cli.Evaluations;

/// <summary>Everything that evaluations need, put together once per command.</summary>
/// <param name="Store">The index of evaluations.</param>
/// <param name="Runs">The index of runs.</param>
/// <param name="Runner">Runs them.</param>
/// <param name="Workspace">Full path of the workspace, or null.</param>
internal sealed record EvalSession(EvaluationStore Store, RunStore Runs, EvaluationRunner Runner, string? Workspace)
{
    public static async Task<EvalSession> OpenAsync(Invocation call, string? python, CancellationToken cancellationToken)
    {
        var (runs, store) = await RunStores.OpenAllAsync(call, cancellationToken);
        var flows = FlowSessions.Services(call, new ModelProviders(time: call.Host.Time) { Book = Catalogs.Prices(call) });
        var services = new EvaluationServices(
            runs,
            flows,
            (request, given, token) => FlowOpener.OpenAsync(request with { Python = python }, given, token),
            BatchOptions.FromEnvironment(call.Host.Environment))
        {
            Datasets = DatasetStore.Of(call.Home, call.Host.Time),
            Workspace = call.Home.WorkspaceFolder,
        };
        return new EvalSession(store, runs, new EvaluationRunner(store, services), call.Home.WorkspaceFolder);
    }

    /// <summary>Says what an evaluation found, and writes its report where one is wanted.</summary>
    public async Task ShowAsync(Invocation call, StoredEvaluation evaluation, string? report, CancellationToken cancellationToken)
    {
        var summary = await EvaluationSummary.ReadAsync(evaluation with { Workspace = Workspace }, Runs, cancellationToken);
        EvalView.Show(call, evaluation, summary, report is null ? null : EvaluationReport.Write(evaluation, summary, call.Host.Full(report)));
    }

    /// <summary>Runs with the progress shown, then says what came of it.</summary>
    /// <param name="call">The command.</param>
    /// <param name="report">The report to write, or null.</param>
    /// <param name="run">Runs or resumes.</param>
    /// <param name="cancellationToken">The person's Ctrl-C.</param>
    public async Task<int> EndAsync(Invocation call, string? report, Func<IProgress<EvaluationProgress>, Task<StoredEvaluation>> run, CancellationToken cancellationToken)
    {
        StoredEvaluation evaluation;
        using (var line = new EvalProgressLine(call.Host))
        {
            evaluation = await run(line);
        }

        await ShowAsync(call, evaluation, report, CancellationToken.None);
        switch (evaluation.State)
        {
            case EvaluationState.Stopped:
                call.Note($"{evaluation.Stopped} What is done is kept. Go on: gyre eval resume {evaluation.Name}");
                return cancellationToken.IsCancellationRequested ? ExitCodes.Stopped : ExitCodes.Failed;
            case EvaluationState.Failed:
                call.Note($"error: {evaluation.Stopped}");
                return ExitCodes.Failed;
            default:
                return ExitCodes.Done;
        }
    }
}
