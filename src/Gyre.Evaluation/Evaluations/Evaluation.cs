using Gyre.Evaluation.Evaluations.Definitions;

namespace Gyre.Evaluation.Evaluations;

/// <summary>Where an evaluation stands.</summary>
public enum EvaluationState
{
    /// <summary>Its runs go on.</summary>
    Running,

    /// <summary>It ended before its last line (Ctrl-C, the ceiling of cost, a provider that is away) and can be resumed.</summary>
    Stopped,

    /// <summary>Every line of every target was scored, or failed.</summary>
    Completed,

    /// <summary>One of its runs could not be run at all.</summary>
    Failed,

    /// <summary>It says Running, but its process is gone; it can be resumed. Never stored.</summary>
    NotResponding,
}

/// <summary>An evaluation as the index knows it. What it found is in the runs of its targets.</summary>
/// <param name="Name">Unique in the workspace.</param>
/// <param name="Definition">What it does.</param>
/// <param name="Folder">Full path of its own folder.</param>
public sealed record StoredEvaluation(string Name, EvaluationDefinition Definition, string Folder)
{
    /// <summary>Where it stands.</summary>
    public EvaluationState State { get; init; }

    /// <summary>Why it stopped before its end, in words; null otherwise.</summary>
    public string? Stopped { get; init; }

    /// <summary>Full path of the workspace that its findings are read in, which keeps the calibrations of judges; null where there is none. Never stored.</summary>
    public string? Workspace { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its runs, in the order they run: of each target and repeat the answers, the scores, and those of the user's own evaluators.</summary>
    internal IReadOnlyList<PlannedCell> Cells => [.. Definition.Targets.SelectMany((target, i) => Enumerable.Range(1, target.Answered ? 1 : Definition.Repeats).Select(repeat => new PlannedCell(this, target, i + 1, repeat)))];
}

/// <summary>The runs of one target and repeat; their names follow from the evaluation's, so a resume finds them.</summary>
internal sealed record PlannedCell(StoredEvaluation Evaluation, EvaluationTarget Target, int Number, int Repeat)
{
    private string Stem => $"{Evaluation.Name}.{Number}{(Repeat > 1 ? $".r{Repeat}" : "")}";

    /// <summary>Of the run that answers; that of a target that is answered already, or null where the answers are in a file.</summary>
    public string? AnswersRun => Target.Run ?? (Target.Answers is null ? Stem : null);

    /// <summary>Of the run that scores with the library's evaluators; null where none is asked.</summary>
    public string? ScoresRun => Evaluation.Definition.Evaluators.Count > 0 ? Stem + ".scores" : null;

    /// <summary>Of the run of one of the user's own evaluators.</summary>
    public string RunOf(OwnEvaluator evaluator) => $"{Stem}.{evaluator.Name}";

    /// <summary>Of all runs that the evaluation makes for it: answers first.</summary>
    public IReadOnlyList<string> OwnRuns => Target.Answered ? ScoringRuns : [AnswersRun!, .. ScoringRuns];

    /// <summary>Of all runs that score.</summary>
    public IReadOnlyList<string> ScoringRuns => [.. new[] { ScoresRun }.OfType<string>(), .. Evaluation.Definition.Flows.Select(RunOf)];
}
