using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Runs;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations;

/// <summary>Finds what was scored by the name that people give it: a run, <c>evaluation:target</c>, or an evaluation with one target.</summary>
/// <param name="runs">The index of runs.</param>
/// <param name="evaluations">The index of evaluations.</param>
public sealed class EvaluationParts(RunStore runs, EvaluationStore evaluations)
{
    /// <summary>The part of a name. A run wins over an evaluation that is called the same.</summary>
    /// <exception cref="ProblemException"><c>run-not-found</c>, <c>target-not-found</c>, <c>target-unscored</c>.</exception>
    public async Task<ScoredPart> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(name, cancellationToken) is { } run)
        {
            var scores = await runs.ListAsync(new RunFilter { SourceRun = run.Name, Limit = null, State = RunState.Completed }, cancellationToken);
            return new ScoredPart(run.Name, [new ScoredRun(run, [.. scores.Reverse()])]);
        }

        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var evaluation = await evaluations.FindAsync(colon < 0 ? name : name[..colon], cancellationToken);
        if (evaluation is null)
        {
            // Says what there is.
            await runs.GetAsync(name, cancellationToken);
        }

        var target = TargetOf(evaluation!, colon < 0 ? null : name[(colon + 1)..]);
        return await OfAsync(evaluation!, target, runs, cancellationToken) is { } part
            ? part with { Name = name }
            : throw new ProblemException(new Problem("target-unscored", $"'{target}' has no answers yet. Go on with the evaluation: gyre eval resume {evaluation!.Name}.") { Field = "target" });
    }

    /// <summary>One target of an evaluation, with those of its tries that there are; null where there are none.</summary>
    internal static async Task<ScoredPart?> OfAsync(StoredEvaluation evaluation, string target, RunStore runs, CancellationToken cancellationToken)
    {
        var tries = new List<ScoredRun>();
        foreach (var cell in evaluation.Cells.Where(c => c.Target.Name == target))
        {
            var scores = new List<Run>();
            foreach (var scoring in cell.ScoringRuns)
            {
                if (await runs.FindAsync(scoring, cancellationToken) is { } scored)
                {
                    scores.Add(scored);
                }
            }

            if ((cell.AnswersRun is { } answers ? await runs.FindAsync(answers, cancellationToken) : scores.FirstOrDefault()) is { } answered)
            {
                tries.Add(new ScoredRun(answered, scores));
            }
        }

        return tries.Count > 0 ? new ScoredPart(target, tries) : null;
    }

    private static string TargetOf(StoredEvaluation evaluation, string? name)
    {
        var names = evaluation.Definition.Targets.Select(t => t.Name).ToArray();
        return (name, names) switch
        {
            (null, [var only]) => only,
            (null, _) => throw new ProblemException(new Problem("target-not-found", $"Evaluation '{evaluation.Name}' has {names.Length} targets; say which: {string.Join(", ", names.Select(n => $"'{evaluation.Name}:{n}'"))}.") { Field = "target" }),
            _ when names.Contains(name, StringComparer.Ordinal) => name,
            _ => throw new ProblemException(new Problem("target-not-found", $"Evaluation '{evaluation.Name}' has no target '{name}'.{NearestName.Hint(name, names)} It has: {string.Join(", ", names)}.") { Field = "target" }),
        };
    }
}
