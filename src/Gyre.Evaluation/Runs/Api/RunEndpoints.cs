using System.ComponentModel;
using System.Text.Json.Nodes;
using Gyre.Evaluation.Api;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Runs.Api;

/// <summary><c>/api/v1/runs</c>: runs, and beginning, ending and resuming them.</summary>
public static class RunEndpoints
{
    /// <summary>Maps them.</summary>
    /// <param name="api">The administrators' routes.</param>
    /// <param name="room">Whose runs.</param>
    public static RouteGroupBuilder MapRuns(this RouteGroupBuilder api, EvaluationRoom room)
    {
        var runs = api.MapGroup("/runs");
        var asked = new AskedRuns(room);
        runs.MapGet("", async Task<Ok<RunsView>> (
                [Description("Only runs that stand there: running, completed, failed, canceled, interrupted …; several repeated.")] string[]? state,
                [Description("Only runs of this flow, by the last part of its path.")] string? flow,
                [Description("Letters of the name, the description, the flow or the dataset.")] string? find,
                [Description("With runs that are archived; false where absent.")] bool? archived,
                [Description("With runs that evaluations made; false where absent.")] bool? parts,
                [Description("The next ones after this name, as 'next' of the answer says.")] string? before,
                [Description("How many; 50 where absent, 200 at the most.")] int? limit,
                CancellationToken cancellationToken) =>
                TypedResults.Ok(await asked.ListAsync(new RunListQuery([.. (state ?? []).Where(s => s.Length > 0)], flow, find, archived ?? false, parts ?? false, before, Math.Clamp(limit ?? 50, 1, 200)), cancellationToken)))
            .WithName("ListRuns").WithSummary("Runs, the newest first.").ProducesProblem(404);

        runs.MapPost("", async Task<Created<RunView>> (JsonObject definition, CancellationToken cancellationToken) =>
            {
                var run = await asked.StartAsync(definition, cancellationToken);
                return TypedResults.Created($"/api/v1/runs/{Uri.EscapeDataString(run.Name)}", run);
            })
            .WithName("StartRun").WithSummary("Begins a run in the background: the keys of run.yaml, with paths in the workspace.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

        runs.MapPost("/preview", async Task<Ok<RunPreviewView>> (RunPreviewRequest request, CancellationToken cancellationToken) =>
                TypedResults.Ok(await new RunPreview(room).OfAsync(request, cancellationToken)))
            .WithName("PreviewRun").WithSummary("What a run would read: the flow's inputs, the data's columns and first line, a mapping by name, and an estimate of its cost.").ProducesProblem(400).ProducesProblem(404);

        runs.MapGet("/{name}", async Task<Ok<RunDetailView>> (string name, CancellationToken cancellationToken) => TypedResults.Ok(await asked.ShowAsync(name, cancellationToken)))
            .WithName("ShowRun").WithSummary("One run, with the scores of its lines and their intervals.").ProducesProblem(404);

        runs.MapGet("/{name}/events", async Task<ServerSentEventsResult<RunView>> (string name, CancellationToken cancellationToken) =>
            {
                await room.Runs.GetAsync(name, cancellationToken);
                return TypedResults.ServerSentEvents(EventStreams.OfAsync(
                    async token => RunView.Of(await room.Runs.GetAsync(name, token), room), run => run.State is "preparing" or "running" or "stopping", room.Time, room.RunWork.Stopping, cancellationToken));
            })
            .WithName("FollowRun").WithSummary("The run at once and after each change, as server-sent events: 'progress', and 'end' with the last.").ProducesProblem(404);

        runs.MapPost("/{name}/cancel", async Task<Ok<RunView>> (string name, CancellationToken cancellationToken) =>
                TypedResults.Ok(RunView.Of(await room.Runs.CancelAsync(name, cancellationToken), room)))
            .WithName("CancelRun").WithSummary("Ends a run within a second, whoever runs it; finished lines are kept.").ProducesProblem(404).ProducesProblem(409);

        runs.MapPost("/{name}/resume", async Task<Ok<RunView>> (string name, CancellationToken cancellationToken) => TypedResults.Ok(await asked.ResumeAsync(name, cancellationToken)))
            .WithName("ResumeRun").WithSummary("Goes on with a run that was stopped or whose process is gone; finished lines stay as they are.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

        runs.MapPost("/{name}/archive", async Task<Ok<RunView>> (string name, CancellationToken cancellationToken) =>
                TypedResults.Ok(RunView.Of(await room.Runs.ArchiveAsync(name, archived: true, cancellationToken), room)))
            .WithName("ArchiveRun").WithSummary("Hides a run from lists.").ProducesProblem(404);

        runs.MapPost("/{name}/restore", async Task<Ok<RunView>> (string name, CancellationToken cancellationToken) =>
                TypedResults.Ok(RunView.Of(await room.Runs.ArchiveAsync(name, archived: false, cancellationToken), room)))
            .WithName("RestoreRun").WithSummary("Shows an archived run again.").ProducesProblem(404);

        runs.MapDelete("/{name}", async Task<NoContent> (string name, CancellationToken cancellationToken) =>
            {
                var run = await room.Runs.GetAsync(name, cancellationToken);
                if (run.Definition.EvaluationName is { } evaluation && await room.Evaluations.FindAsync(evaluation, cancellationToken) is not null)
                {
                    throw new ProblemException(new Problem("run-in-use", $"Run '{name}' is part of evaluation '{evaluation}'. Delete that instead.") { Field = "name" });
                }

                await room.Runs.DeleteAsync(name, cancellationToken);
                return TypedResults.NoContent();
            })
            .WithName("DeleteRun").WithSummary("Deletes a run with all its lines.").ProducesProblem(404).ProducesProblem(409);

        runs.MapGet("/{name}/report", async Task<FileStreamHttpResult> (string name, CancellationToken cancellationToken) =>
            {
                var run = await room.Runs.GetAsync(name, cancellationToken);
                return ReportFile.Of(room, $"{name}.html", file => Reports.RunReport.Write([run], file));
            })
            .WithName("DownloadRunReport").WithSummary("One HTML file that needs nothing else: lines, metrics, graph, errors.").Produces<string>(StatusCodes.Status200OK, "text/html").ProducesProblem(404);

        LineEndpoints.Map(runs, room);
        return api;
    }
}
