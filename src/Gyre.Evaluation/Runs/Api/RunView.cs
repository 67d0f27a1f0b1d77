using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gyre.Evaluation.Api;
using Gyre.Flows.Values;
using Gyre.Workspace;

namespace Gyre.Evaluation.Runs.Api;

/// <summary>A run as lists show it.</summary>
internal sealed record RunView
{
    /// <summary>Unique in the workspace.</summary>
    public required string Name { get; init; }

    /// <summary>For people; the name unless given.</summary>
    [JsonPropertyName("display_name")]
    public required string DisplayName { get; init; }

    /// <summary>What it is for, in somebody's words.</summary>
    public required string? Description { get; init; }

    /// <summary>Where it stands. <c>interrupted</c>: its process is gone, and it can be resumed.</summary>
    [AllowedValues("preparing", "running", "stopping", "canceled", "completed", "failed", "interrupted")]
    public required string State { get; init; }

    /// <summary>Whether it can go on from where it stopped.</summary>
    public required bool Resumable { get; init; }

    /// <summary>The flow, relative to the workspace where it lies in it.</summary>
    public required string? Flow { get; init; }

    /// <summary>The flow's folder or file in a word.</summary>
    [JsonPropertyName("flow_name")]
    public required string FlowName { get; init; }

    /// <summary><c>${node.variant}</c>; null for the flow's defaults.</summary>
    public required string? Variant { get; init; }

    /// <summary>The dataset as <c>name@version</c>; null for a file.</summary>
    public required string? Dataset { get; init; }

    /// <summary>The file of the data, relative to the workspace; null for a dataset, or without data.</summary>
    public required string? Data { get; init; }

    /// <summary>The run whose results it reads.</summary>
    [JsonPropertyName("source_run")]
    public required string? SourceRun { get; init; }

    /// <summary>The evaluation that it is a part of.</summary>
    public required string? Evaluation { get; init; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began.</summary>
    [JsonPropertyName("started_at")]
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [JsonPropertyName("ended_at")]
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Lines; null before they are counted.</summary>
    [JsonPropertyName("total_lines")]
    public required int? TotalLines { get; init; }

    /// <summary>Lines that have an output.</summary>
    [JsonPropertyName("completed_lines")]
    public required int CompletedLines { get; init; }

    /// <summary>Lines that failed.</summary>
    [JsonPropertyName("failed_lines")]
    public required int FailedLines { get; init; }

    /// <summary>Tokens of all model calls; null where none were counted.</summary>
    public required long? Tokens { get; init; }

    /// <summary>Dollars; null where no call was made or a price is unknown.</summary>
    [JsonPropertyName("cost_usd")]
    public required decimal? Cost { get; init; }

    /// <summary>Whether a call had no price.</summary>
    [JsonPropertyName("unknown_cost")]
    public required bool UnknownCost { get; init; }

    /// <summary>Numbers that the flow logged over all lines.</summary>
    public required JsonObject Metrics { get; init; }

    /// <summary>Why the run failed (not: why lines failed).</summary>
    public required string? Error { get; init; }

    /// <summary>Whether lists leave it out.</summary>
    public required bool Archived { get; init; }

    /// <summary>Lines a second, while it runs on the node that answers.</summary>
    [JsonPropertyName("lines_per_second")]
    public required double? LinesPerSecond { get; init; }

    /// <summary>Seconds to its end at the present rate, likewise.</summary>
    [JsonPropertyName("remaining_seconds")]
    public required double? RemainingSeconds { get; init; }

    internal static RunView Of(Run run, EvaluationRoom room)
    {
        var (here, live) = (room.RunWork.IsHere(run.Name), room.RunWork.ProgressOf(run.Name));
        var goesOn = run.IsActive || here;
        var tokens = run.SystemMetrics.GetValueOrDefault("total_tokens") as long?;
        return new RunView
        {
            Name = run.Name,
            DisplayName = run.DisplayName,
            Description = run.Description,
            State = here && !run.IsActive ? "preparing" : Word(run.State),
            Resumable = !goesOn && run.Definition.EvaluationName is null && run.State is RunState.Canceled or RunState.Failed or RunState.NotResponding,
            Flow = run.Definition.Flow is { } flow ? WorkspacePath.Of(room.Root, flow) : null,
            FlowName = run.Definition.FlowName,
            Variant = run.Definition.Variant,
            Dataset = run.Definition.Dataset,
            Data = run.Definition is { Dataset: null, Data: { } data } ? WorkspacePath.Of(room.Root, data) : null,
            SourceRun = run.Definition.SourceRun,
            Evaluation = run.Definition.EvaluationName,
            CreatedAt = run.CreatedAt,
            StartedAt = run.StartedAt,
            EndedAt = goesOn ? null : run.EndedAt,
            TotalLines = live is { Total: > 0 } ? live.Total : run.TotalLines,
            CompletedLines = live?.Completed ?? run.CompletedLines,
            FailedLines = live?.Failed ?? run.FailedLines,
            Tokens = live is { Usage.TotalTokens: > 0 } ? live.Usage.TotalTokens : tokens is > 0 ? tokens : null,
            Cost = run.Costs.Total?.Dollars,
            UnknownCost = run.Costs.Unpriced > 0,
            Metrics = Answers.Json(run.Metrics),
            Error = run.Error is { } error && error.TryGetValue("message", out var message) ? PythonText.Str(message) : null,
            Archived = run.Archived,
            LinesPerSecond = live is { LinesPerSecond: > 0 } ? live.LinesPerSecond : null,
            RemainingSeconds = live?.Remaining?.TotalSeconds,
        };
    }

    internal static string Word(RunState state) => state switch
    {
        RunState.NotStarted or RunState.Preparing => "preparing",
        RunState.Running => "running",
        RunState.CancelRequested => "stopping",
        RunState.Canceled => "canceled",
        RunState.Completed => "completed",
        RunState.Failed => "failed",
        _ => "interrupted",
    };
}
