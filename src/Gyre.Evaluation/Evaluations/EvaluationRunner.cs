using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Evaluation.Evaluations.Own;
using Gyre.Evaluation.Evaluators.Judged;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Definitions;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations;

/// <summary>Runs evaluations, goes on with them, and removes them: of each target the answers, then their scores, every step a run that can be resumed.</summary>
/// <param name="store">The index of evaluations.</param>
/// <param name="services">What runs need.</param>
public sealed class EvaluationRunner(EvaluationStore store, EvaluationServices services)
{
    /// <summary>Makes an evaluation and runs it to its end.</summary>
    /// <param name="definition">What to do.</param>
    /// <param name="progress">Told a few times a second; may be null.</param>
    /// <param name="cancellationToken">Ends it cleanly: it is Stopped and can be resumed; nothing is thrown.</param>
    /// <exception cref="ProblemException">Nothing was made: an evaluator, a run or a file is not there.</exception>
    public async Task<StoredEvaluation> RunAsync(EvaluationDefinition definition, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken) =>
        await (await StartAsync(definition, progress, cancellationToken)).Ended;

    /// <summary>Makes an evaluation and begins it: what is wrong with the definition is thrown, what comes later is told by the evaluation.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<StartedEvaluation> StartAsync(EvaluationDefinition definition, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        if (definition.DataPlace is { } written)
        {
            var data = await written.PinAsync(services.Datasets, "the evaluation", cancellationToken);
            definition = definition with { Data = data.Path, Dataset = data.Dataset, DataSha256 = data.Sha256 };
        }

        var evaluators = services.Make(definition.Evaluators, services.Flows, definition.Judge);
        await EvaluationChecks.CheckAsync(definition, services.Runs, services.Datasets, evaluators, cancellationToken);
        var planned = store.Plan(definition);
        await store.RefuseTakenAsync(planned.Name, cancellationToken);
        await PlannedNames.CheckAsync(planned, services.Runs, cancellationToken);
        await JudgeAsync(definition.Judge, evaluators, cancellationToken);
        var own = await OwnSignatures.ReadAsync(definition.Flows, services, cancellationToken);
        var made = await store.CreateAsync(planned, cancellationToken);
        return new StartedEvaluation(made.Name, UnderLockAsync(made, await TakeAsync(made), own, null, progress, cancellationToken));
    }

    /// <summary>Goes on with an evaluation that stopped: what is finished is kept, nothing is paid for twice.</summary>
    /// <param name="name">The evaluation's.</param>
    /// <param name="ceiling">Another one from now on; null for its own.</param>
    /// <param name="progress">Told a few times a second; may be null.</param>
    /// <param name="cancellationToken">Ends it cleanly.</param>
    /// <exception cref="ProblemException"><c>evaluation-not-found</c>, <c>evaluation-finished</c>, <c>evaluation-in-progress</c>.</exception>
    public async Task<StoredEvaluation> ResumeAsync(string name, NewCeiling? ceiling, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken) =>
        await (await StartAgainAsync(name, ceiling, progress, cancellationToken)).Ended;

    /// <summary>Begins to go on with an evaluation: why it can't is thrown, what comes later is told by the evaluation.</summary>
    /// <inheritdoc cref="ResumeAsync"/>
    public async Task<StartedEvaluation> StartAgainAsync(string name, NewCeiling? ceiling, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        var evaluation = await store.GetAsync(name, cancellationToken);
        if (evaluation.State == EvaluationState.Completed)
        {
            throw new ProblemException(new Problem("evaluation-finished", $"Evaluation '{name}' is completed. See it: gyre eval show {name}.") { Field = "name" });
        }

        var held = await TakeAsync(evaluation);
        try
        {
            await JudgeAsync(evaluation.Definition.Judge, services.Make(evaluation), cancellationToken);
            evaluation = await store.UnsealAsync(evaluation, cancellationToken);
            var own = await OwnSignatures.ReadAsync(evaluation.Definition.Flows, services, cancellationToken);
            return new StartedEvaluation(name, UnderLockAsync(evaluation, held, own, ceiling, progress, cancellationToken));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Removes an evaluation and its runs. A run of it that another evaluation reads is kept.</summary>
    /// <returns>The runs that are kept.</returns>
    /// <exception cref="ProblemException"><c>evaluation-not-found</c>, <c>evaluation-in-progress</c>, <c>run-in-progress</c>.</exception>
    public async Task<IReadOnlyList<string>> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var evaluation = await store.GetAsync(name, cancellationToken);
        using var held = await TakeAsync(evaluation);
        return await new EvaluationRemoval(store, services.Runs, held).RemoveAsync(evaluation, cancellationToken);
    }

    private Task JudgeAsync(string? judge, IReadOnlyList<AskedEvaluator> evaluators, CancellationToken cancellationToken) =>
        judge is not null && evaluators.Any(e => e.Evaluator.Card.IsJudged) ? JudgeModel.CheckAsync(judge, services.Flows, cancellationToken) : Task.CompletedTask;

    private async Task<StoredEvaluation> UnderLockAsync(
        StoredEvaluation evaluation, RunLock taken, IReadOnlyDictionary<string, IReadOnlyList<FlowInput>> own, NewCeiling? ceiling, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        using var held = taken;
        if (ceiling is { } another)
        {
            evaluation = await store.RaiseAsync(evaluation, another.Most, cancellationToken);
        }

        await store.StandAsync(evaluation.Name, EvaluationState.Running, null, CancellationToken.None);
        try
        {
            var (state, why) = await new EvaluationSteps(services, evaluation, own, progress).RunAsync(cancellationToken);
            return await store.StandAsync(evaluation.Name, state, why, CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Between runs, or while one's flow was opened or its data looked at.
            return await store.StandAsync(evaluation.Name, EvaluationState.Stopped, EvaluationSteps.Interrupted, CancellationToken.None);
        }
        catch (ProblemException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            await MarkAsync(evaluation, EvaluationState.Stopped, e.Message);
            throw;
        }
        catch (Exception e)
        {
            await MarkAsync(evaluation, EvaluationState.Failed, e is ProblemException or Flows.FlowException ? e.Message : "It ended by a fault of the program.");
            throw;
        }
    }

    private static async Task<RunLock> TakeAsync(StoredEvaluation evaluation) => await RunLock.TakeAsync(evaluation.Folder)
        ?? throw new ProblemException(new Problem("evaluation-in-progress", $"Evaluation '{evaluation.Name}' is being run by another process.") { Field = "name" });

    private async Task MarkAsync(StoredEvaluation evaluation, EvaluationState state, string why)
    {
        try
        {
            await store.StandAsync(evaluation.Name, state, why, CancellationToken.None);
        }
        catch (ProblemException)
        {
            // The index may be on the same full disk; then the evaluation shows as not responding, which can be resumed as well.
        }
    }
}

/// <summary>An evaluation that has begun.</summary>
/// <param name="Name">The evaluation's.</param>
/// <param name="Ended">The evaluation at its end.</param>
public sealed record StartedEvaluation(string Name, Task<StoredEvaluation> Ended);
