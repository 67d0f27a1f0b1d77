using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluators.Judged;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Evaluation.Runs.Execution;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>One go at an evaluation.</summary>
internal sealed class EvaluationSteps(
    EvaluationServices services, StoredEvaluation evaluation, IReadOnlyDictionary<string, IReadOnlyList<FlowInput>> ownInputs, IProgress<EvaluationProgress>? progress)
{
    // Fewer may be single bad lines; more would cost minutes of retries.
    private const int LinesWithoutProvider = 20;

    private readonly EvaluationDefinition definition = evaluation.Definition;
    private readonly CostCeiling? ceiling = evaluation.Definition.MaxCost is { } most ? new CostCeiling(most) : null;
    private readonly EvaluationRuns planned = new(evaluation, services.Runs);
    private readonly LineGovernors governors = new(services.Flows.Time);
    private int number;

    private int Count => evaluation.Cells.Sum(c => (c.Target.Answered ? 0 : 1) + c.ScoringRuns.Count);

    public async Task<(EvaluationState State, string? Why)> RunAsync(CancellationToken cancellationToken)
    {
        await CheckNamesAsync();
        Freeze();
        foreach (var cell in evaluation.Cells)
        {
            if (!cell.Target.Answered && await StepAsync($"{cell.Target.Name} answers", cell.AnswersRun!, () => ValueTask.FromResult(planned.Answers(cell)), cancellationToken) is { } stopped)
            {
                return stopped;
            }

            if (cell.ScoresRun is { } scores
                && await StepAsync($"{cell.Target.Name} scores", scores, () => planned.ScoresAsync(cell, services.Make(definition.Evaluators, services.Flows, definition.Judge), cancellationToken), cancellationToken) is { } unscored)
            {
                return unscored;
            }

            foreach (var own in definition.Flows)
            {
                if (await StepAsync($"{cell.Target.Name} {own.Name}", cell.RunOf(own), () => planned.OwnAsync(cell, own, ownInputs[own.Name], cancellationToken), cancellationToken, (cell, own)) is { } undone)
                {
                    return undone;
                }
            }
        }

        return (EvaluationState.Completed, null);
    }

    // Before anything is paid for: a run of another's must not be taken for one that is done.
    private async Task CheckNamesAsync()
    {
        foreach (var name in evaluation.Cells.SelectMany(c => c.OwnRuns))
        {
            if (await services.Runs.FindAsync(name, CancellationToken.None) is { } there)
            {
                EvaluationRuns.CheckOwn(there, evaluation);
            }
        }
    }

    // What scoring runs open must stay as it was when they began.
    private void Freeze()
    {
        if (definition.Evaluators.Count > 0 && !File.Exists(planned.EvaluatorsFile))
        {
            var prompts = services.Make(definition.Evaluators, services.Flows, definition.Judge).SelectMany(e => e.Evaluator.Card.Prompts).Distinct(StringComparer.Ordinal);
            new EvaluatorsFile(definition.Evaluators, definition.Judge)
            {
                Prompts = prompts.Select(name => (Name: name, Text: JudgePrompt.Own(name, services.Workspace))).Where(p => p.Text is not null).ToDictionary(p => p.Name, p => p.Text!, StringComparer.Ordinal),
            }.Write(planned.EvaluatorsFile);
        }

        planned.WritePrompts();
    }

    /// <summary>Runs a step unless it is done.</summary>
    /// <returns>Null to go on.</returns>
    private async Task<(EvaluationState State, string? Why)?> StepAsync(string what, string name, Func<ValueTask<RunDefinition>> definitionOf, CancellationToken cancellationToken, (PlannedCell Cell, OwnEvaluator Evaluator)? own = null)
    {
        number++;
        if (cancellationToken.IsCancellationRequested)
        {
            return (EvaluationState.Stopped, "It was interrupted.");
        }

        var there = await services.Runs.FindAsync(name, CancellationToken.None);
        if (there?.State == RunState.Completed)
        {
            ceiling?.Count(there.Costs);
            return null;
        }

        var fresh = there is null ? await definitionOf() : null;
        var mapping = (fresh ?? there!.Definition).ColumnMapping;
        var told = progress is null ? null : new Told(progress, what, number, Count, ceiling);
        var step = new EvaluationStep(services, evaluation, what, Options(), (request, flows, token) => OpenAsync(request, flows, own, mapping, token), told);
        return await step.RunAsync(name, fresh, told is null ? null : told.Wait, cancellationToken);
    }

    private BatchOptions Options() => services.Options with
    {
        Ceiling = ceiling,
        Governors = governors,
        LinesWithoutProvider = LinesWithoutProvider,
        Concurrency = definition.Concurrency ?? services.Options.Concurrency,
        ConcurrencyIsGiven = definition.Concurrency is not null || services.Options.ConcurrencyIsGiven,
    };

    private async ValueTask<ExecutableFlow> OpenAsync(
        FlowRequest request, FlowServices flows, (PlannedCell Cell, OwnEvaluator Evaluator)? own, ColumnMapping mapping, CancellationToken cancellationToken)
    {
        if (EvaluatorsFile.Is(request.Path))
        {
            var file = EvaluatorsFile.Read(request.Path);
            return new EvaluatorsFlow(services.Make(file.Evaluators, flows, file.Judge, file.Prompts), flows.Time);
        }

        var flow = await services.Open(request, flows, cancellationToken);
        return own is var (cell, evaluator) ? await planned.OwnFlowAsync(cell, evaluator, flow, mapping, cancellationToken) : flow;
    }

    /// <summary>Tells of a run's progress as the evaluation's.</summary>
    private sealed class Told(IProgress<EvaluationProgress> progress, string step, int number, int steps, CostCeiling? ceiling) : IProgress<RunProgress>
    {
        private RunProgress latest = new("", 0, 0, 0);

        public void Report(RunProgress value)
        {
            latest = value;
            progress.Report(new EvaluationProgress(step, number, steps, value) { Spent = ceiling?.Spent });
        }

        public void Wait(int calls) => progress.Report(new EvaluationProgress(step, number, steps, latest) { Spent = ceiling?.Spent, UnderWay = calls });
    }
}
