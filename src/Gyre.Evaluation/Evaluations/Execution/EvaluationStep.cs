using System.Globalization;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>One go at one run of an evaluation.</summary>
/// <param name="services">What runs need.</param>
/// <param name="evaluation">Whose run it is.</param>
/// <param name="what">The step in words.</param>
/// <param name="options">Limits, the ceiling among them.</param>
/// <param name="open">Opens the run's flow.</param>
/// <param name="told">Told of the run's progress; may be null.</param>
internal sealed class EvaluationStep(EvaluationServices services, StoredEvaluation evaluation, string what, BatchOptions options, OpenFlowWith open, IProgress<RunProgress>? told)
{
    /// <summary>Makes the run or goes on with it.</summary>
    /// <param name="name">The run's.</param>
    /// <param name="definition">What it is to do; null where it was begun before.</param>
    /// <param name="underWay">Told how many calls are waited for, once the run is to stop.</param>
    /// <param name="cancellationToken">Ends it cleanly.</param>
    /// <returns>Null where it is completed.</returns>
    public async Task<(EvaluationState State, string? Why)?> RunAsync(string name, RunDefinition? definition, Action<int>? underWay, CancellationToken cancellationToken)
    {
        var folder = services.Runs.FolderOf(name);
        var answers = Path.Combine(folder, "paid.jsonl");
        Run run;
        (EvaluationState, string?)? given = null;
        await using (var paid = new PaidAnswers(services.Flows.Models, answers, services.Flows.Time))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, paid.Halted);
            await using var waiting = stop.Token.Register(() => underWay?.Invoke(paid.UnderWay));
            var batch = new BatchRunner(services.Runs, (request, token) => open(request, services.Flows with { Models = paid }, token), options, services.Flows.Time, paid.RateLimits) { Datasets = services.Datasets };
            try
            {
                run = definition is null ? await batch.ResumeAsync(name, told, stop.Token) : await batch.RunAsync(definition, told, stop.Token);
            }
            catch (ProblemException e) when (e.InnerException is IOException or UnauthorizedAccessException)
            {
                throw OfDisk(e.InnerException, folder);
            }

            if (paid.Fault is { } fault && run.State != RunState.Completed)
            {
                throw OfDisk(fault, folder);
            }

            given = run.State == RunState.Canceled && paid.Away is { } away ? (EvaluationState.Stopped, $"{away} {Done(run)} are done.") : null;
        }

        switch (run.State)
        {
            case RunState.Completed:
                File.Delete(answers);
                return null;
            case RunState.Canceled:
                return given ?? (EvaluationState.Stopped, Stopped(run));
            default:
                return (EvaluationState.Failed, $"{what}: {(run.Error?["message"] as string) ?? $"run '{run.Name}' failed."}");
        }
    }

    private string Stopped(Run run) => run.Halted is not { } why ? "It was interrupted."
        : options.Ceiling is { Reached: true } ceiling ? $"Stopped at the ceiling of {ceiling.Most}: {Done(run)}, {ceiling.Spent}. Raise it with --max-cost."
        : $"{why} {Done(run)} are done.";

    private string Done(Run run) => string.Create(CultureInfo.InvariantCulture, $"{what}: {run.CompletedLines + run.FailedLines:N0} of {run.TotalLines:N0} lines");

    private ProblemException OfDisk(Exception e, string folder) =>
        DiskProblem.Of(e, folder, $"What is done is kept. Then go on: gyre eval resume {evaluation.Name}.");
}
