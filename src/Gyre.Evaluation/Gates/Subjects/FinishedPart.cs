using System.Globalization;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Runs;
using Gyre.Kernel;

namespace Gyre.Evaluation.Gates.Subjects;

/// <summary>Finds what a gate judges, and judges no half of anything.</summary>
internal sealed class FinishedPart(RunStore runs, EvaluationStore evaluations)
{
    /// <param name="name">A run, an evaluation with one target, or <c>evaluation:target</c>. A run that scores another stands for that other's answers with its scores.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException"><c>run-not-found</c>, <c>target-not-found</c>, <c>run-unfinished</c>, <c>evaluation-unfinished</c>.</exception>
    public async Task<ScoredPart> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(name, cancellationToken) is null
            && await evaluations.FindAsync(name.Split(':')[0], cancellationToken) is { State: not EvaluationState.Completed } evaluation)
        {
            throw new ProblemException(new Problem("evaluation-unfinished", $"Evaluation '{evaluation.Name}' is {evaluation.State}, and a gate judges no half of one. Go on with it: gyre eval resume {evaluation.Name}.") { Field = "run" });
        }

        var part = await new EvaluationParts(runs, evaluations).FindAsync(name, cancellationToken);
        if (part.Runs.FirstOrDefault(r => r.State != RunState.Completed) is { } unfinished)
        {
            throw new ProblemException(new Problem(
                "run-unfinished",
                $"Run '{unfinished.Name}' is {unfinished.State} after {unfinished.CompletedLines + unfinished.FailedLines} of {unfinished.TotalLines?.ToString(CultureInfo.InvariantCulture) ?? "its"} lines, and a gate judges no half of one. Go on with it: gyre run resume {unfinished.Name}.")
            {
                Field = "run",
            });
        }

        // Lines that failed in the answers are not in a run over them, and must not be forgotten.
        return part.Repeats is [{ Answers: { Definition.SourceRun: { } source } scoring } only] && !IsAnswersFile(only) && await runs.FindAsync(source, cancellationToken) is { State: RunState.Completed } answers
            ? new ScoredPart(name, [new ScoredRun(answers, [scoring, .. only.Scores])])
            : part;
    }

    /// <summary>Whether the answers are from a file, so that nothing is known of what they took.</summary>
    public static bool IsAnswersFile(ScoredRun scored) => scored.Scores.Any(s => s.Name == scored.Answers.Name);
}
