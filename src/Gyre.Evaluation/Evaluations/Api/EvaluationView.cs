using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Evaluation.Comparisons.Api;
using Gyre.Workspace;

namespace Gyre.Evaluation.Evaluations.Api;

/// <summary>An evaluation as lists show it.</summary>
internal sealed record EvaluationView
{
    /// <summary>Unique in the workspace.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to tell.</summary>
    public required string? Description { get; init; }

    /// <summary>Where it stands. <c>stopped</c> and <c>interrupted</c> can be resumed.</summary>
    [AllowedValues("running", "stopped", "completed", "failed", "interrupted")]
    public required string State { get; init; }

    /// <summary>Why it stopped before its end, in words.</summary>
    public required string? Stopped { get; init; }

    /// <summary>Whether it can go on from where it stopped.</summary>
    public required bool Resumable { get; init; }

    /// <summary>Names of its targets.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Names of its evaluators.</summary>
    public required IReadOnlyList<string> Evaluators { get; init; }

    /// <summary>The dataset as <c>name@version</c>; null for a file.</summary>
    public required string? Dataset { get; init; }

    /// <summary>The file of the data, relative to the workspace.</summary>
    public required string? Data { get; init; }

    /// <summary>The model that judges.</summary>
    public required string? Judge { get; init; }

    /// <summary>How often each target answers each line.</summary>
    public required int Repeats { get; init; }

    /// <summary>What all calls may cost together, in dollars; null for no limit.</summary>
    [JsonPropertyName("max_cost_usd")]
    public required decimal? MaxCost { get; init; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    [JsonPropertyName("ended_at")]
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>How far it is, where it runs on the node that answers.</summary>
    public required EvaluationProgressView? Progress { get; init; }

    internal static EvaluationView Of(StoredEvaluation evaluation, EvaluationRoom room)
    {
        var here = room.EvaluationWork.IsHere(evaluation.Name);
        var goesOn = here || evaluation.State == EvaluationState.Running;
        var definition = evaluation.Definition;
        return new EvaluationView
        {
            Name = evaluation.Name,
            Description = definition.Description,
            State = goesOn ? "running" : evaluation.State switch
            {
                EvaluationState.Stopped => "stopped",
                EvaluationState.Completed => "completed",
                EvaluationState.Failed => "failed",
                _ => "interrupted",
            },
            Stopped = goesOn ? null : evaluation.Stopped,
            Resumable = !goesOn && evaluation.State != EvaluationState.Completed,
            Targets = [.. definition.Targets.Select(t => t.Name)],
            Evaluators = [.. definition.Evaluators.Select(e => e.Label), .. definition.Flows.Select(f => f.Name)],
            Dataset = definition.Dataset,
            Data = definition is { Dataset: null, Data: { } data } ? WorkspacePath.Of(room.Root, data) : null,
            Judge = definition.Judge,
            Repeats = definition.Repeats,
            MaxCost = definition.MaxCost?.Dollars,
            CreatedAt = evaluation.CreatedAt,
            EndedAt = goesOn ? null : evaluation.EndedAt,
            Progress = room.EvaluationWork.ProgressOf(evaluation.Name) is { } progress ? EvaluationProgressView.Of(progress) : null,
        };
    }
}

/// <summary>How far an evaluation is.</summary>
/// <param name="Step">What runs now: <c>sections answers</c>, <c>sections scores</c>.</param>
/// <param name="Number">1-based place of the step.</param>
/// <param name="Steps">How many there are.</param>
/// <param name="Run">The run of the step.</param>
/// <param name="Total">Its lines.</param>
/// <param name="Done">Lines that have ended.</param>
/// <param name="Failed">Lines that failed.</param>
/// <param name="RemainingSeconds">Seconds to the step's end at the present rate; null before the first line.</param>
/// <param name="Spent">Dollars spent so far, where there is a ceiling.</param>
internal sealed record EvaluationProgressView(
    string Step,
    int Number,
    int Steps,
    string Run,
    int Total,
    int Done,
    int Failed,
    [property: JsonPropertyName("remaining_seconds")] double? RemainingSeconds,
    [property: JsonPropertyName("spent_usd")] decimal? Spent)
{
    internal static EvaluationProgressView Of(EvaluationProgress progress) => new(
        progress.Step, progress.Number, progress.Steps, progress.Run.Run, progress.Run.Total, progress.Run.Done, progress.Run.Failed, progress.Run.Remaining?.TotalSeconds, progress.Spent?.Dollars);
}

/// <summary>Evaluations, the newest first.</summary>
/// <param name="Evaluations">Some of them.</param>
/// <param name="Next">What to ask for as <c>before</c> for the next ones; null where there are none.</param>
internal sealed record EvaluationsView(IReadOnlyList<EvaluationView> Evaluations, string? Next);

/// <summary>An evaluation with what it found.</summary>
internal sealed record EvaluationDetailView
{
    /// <summary>The evaluation.</summary>
    public required EvaluationView Evaluation { get; init; }

    /// <summary>The target that the others are compared with.</summary>
    public required string? Baseline { get; init; }

    /// <summary>What was found of each target, in the order of the definition.</summary>
    public required IReadOnlyList<EvaluationTargetView> Targets { get; init; }

    /// <summary>Each other target against the baseline, as far as both have scores.</summary>
    public required IReadOnlyList<ComparisonView> Comparisons { get; init; }

    /// <summary>How many comparisons share the correction for looking more than once.</summary>
    public required int Family { get; init; }

    /// <summary>That answers come from no model; null where they do.</summary>
    [JsonPropertyName("stand_in")]
    public required string? StandIn { get; init; }

    /// <summary>Which scores are missing and why, in sentences.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Dollars for answers and scores together; null where no call was made or a price is unknown.</summary>
    [JsonPropertyName("cost_usd")]
    public required decimal? Cost { get; init; }

    /// <summary>Whether a call had no price.</summary>
    [JsonPropertyName("unknown_cost")]
    public required bool UnknownCost { get; init; }
}

/// <summary>What was found of one target.</summary>
internal sealed record EvaluationTargetView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The run that answered; null where answers are in a file, or nothing ran yet.</summary>
    [JsonPropertyName("answers_run")]
    public required string? AnswersRun { get; init; }

    /// <summary>All its runs.</summary>
    public required IReadOnlyList<string> Runs { get; init; }

    /// <summary>Lines over all repeats.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines that gave no answer.</summary>
    [JsonPropertyName("failed_lines")]
    public required int FailedLines { get; init; }

    /// <summary>Lines that were not tried yet.</summary>
    [JsonPropertyName("unfinished_lines")]
    public required int UnfinishedLines { get; init; }

    /// <summary>Why lines failed, the commonest first.</summary>
    public required IReadOnlyList<CauseView> Errors { get; init; }

    /// <summary>The models that answered.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Seconds that half of the lines stay within.</summary>
    [JsonPropertyName("latency_p50")]
    public required double? LatencyMedian { get; init; }

    /// <summary>Seconds that 95 % of the lines stay within.</summary>
    [JsonPropertyName("latency_p95")]
    public required double? LatencyNinetyFive { get; init; }

    /// <summary>Tokens of the answers; 0 where none were counted.</summary>
    public required long Tokens { get; init; }

    /// <summary>Dollars for the answers; null where no call was made or a price is unknown.</summary>
    [JsonPropertyName("cost_usd")]
    public required decimal? Cost { get; init; }

    /// <summary>Dollars for scoring them, likewise.</summary>
    [JsonPropertyName("scoring_cost_usd")]
    public required decimal? ScoringCost { get; init; }

    /// <summary>Both costs in words: <c>at least $0.01 (3 calls without a price)</c>.</summary>
    [JsonPropertyName("cost_words")]
    public required string CostWords { get; init; }

    /// <summary>In the order of the evaluators.</summary>
    public required IReadOnlyList<MetricView> Metrics { get; init; }
}
