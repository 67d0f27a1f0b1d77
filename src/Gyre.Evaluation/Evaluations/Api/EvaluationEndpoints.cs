using System.ComponentModel;
using System.Text.Json.Nodes;
using Gyre.Evaluation.Api;
using Gyre.Evaluation.Comparisons.Api;
using Gyre.Evaluation.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Evaluations.Api;

/// <summary><c>/api/v1/evaluations</c> and <c>evaluators</c>.</summary>
public static class EvaluationEndpoints
{
    /// <summary>Maps them.</summary>
    /// <param name="api">The administrators' routes.</param>
    /// <param name="room">Whose evaluations.</param>
    public static RouteGroupBuilder MapEvaluations(this RouteGroupBuilder api, EvaluationRoom room)
    {
        var asked = new AskedEvaluations(room);
        var evaluations = api.MapGroup("/evaluations");
        evaluations.MapGet("", async Task<Ok<EvaluationsView>> (
                [Description("Only those that stand there: running, stopped, completed, failed, interrupted; several repeated.")] string[]? state,
                [Description("Letters of the name, the description, a target, an evaluator or the dataset.")] string? find,
                [Description("The next ones after this name, as 'next' of the answer says.")] string? before,
                [Description("How many; 50 where absent, 200 at the most.")] int? limit,
                CancellationToken cancellationToken) =>
                TypedResults.Ok(await asked.ListAsync([.. (state ?? []).Where(s => s.Length > 0)], find, before, Math.Clamp(limit ?? 50, 1, 200), cancellationToken)))
            .WithName("ListEvaluations").WithSummary("Evaluations, the newest first.");

        evaluations.MapPost("", async Task<Created<EvaluationView>> (JsonObject definition, CancellationToken cancellationToken) =>
            {
                var evaluation = await asked.StartAsync(definition, cancellationToken);
                return TypedResults.Created($"/api/v1/evaluations/{Uri.EscapeDataString(evaluation.Name)}", evaluation);
            })
            .WithName("StartEvaluation").WithSummary("Begins an evaluation in the background: the keys of an evaluation file, with paths in the workspace.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

        evaluations.MapGet("/{name}", async Task<Ok<EvaluationDetailView>> (string name, [AsParameters] ComparisonAsked how, CancellationToken cancellationToken) =>
                TypedResults.Ok(await asked.ShowAsync(name, how, cancellationToken)))
            .WithName("ShowEvaluation").WithSummary("What an evaluation found: scores with intervals, and each target compared with the first.").ProducesProblem(400).ProducesProblem(404);

        evaluations.MapGet("/{name}/events", async Task<ServerSentEventsResult<EvaluationView>> (string name, CancellationToken cancellationToken) =>
            {
                await room.Evaluations.GetAsync(name, cancellationToken);
                return TypedResults.ServerSentEvents(EventStreams.OfAsync(
                    async token => EvaluationView.Of(await room.Evaluations.GetAsync(name, token), room), e => e.State == "running", room.Time, room.EvaluationWork.Stopping, cancellationToken));
            })
            .WithName("FollowEvaluation").WithSummary("The evaluation at once and after each change, as server-sent events: 'progress', and 'end' with the last.").ProducesProblem(404);

        evaluations.MapPost("/{name}/cancel", async Task<Ok<EvaluationView>> (string name, CancellationToken cancellationToken) => TypedResults.Ok(await asked.CancelAsync(name, cancellationToken)))
            .WithName("CancelEvaluation").WithSummary("Ends an evaluation; what is done is kept, and calls that are paid for are waited for.").ProducesProblem(404).ProducesProblem(409);

        evaluations.MapPost("/{name}/resume", async Task<Ok<EvaluationView>> (string name, EvaluationResume? resume, CancellationToken cancellationToken) =>
                TypedResults.Ok(await asked.ResumeAsync(name, resume, cancellationToken)))
            .WithName("ResumeEvaluation").WithSummary("Goes on with an evaluation that stopped; nothing is paid for twice.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

        evaluations.MapDelete("/{name}", async Task<Ok<IReadOnlyList<string>>> (string name, CancellationToken cancellationToken) =>
                TypedResults.Ok(await room.EvaluationRunner.DeleteAsync(name, cancellationToken)))
            .WithName("DeleteEvaluation").WithSummary("Deletes an evaluation with its runs. The answer names those that are kept because another evaluation reads them.").ProducesProblem(404).ProducesProblem(409);

        evaluations.MapGet("/{name}/report", async Task<FileStreamHttpResult> (string name, [AsParameters] ComparisonAsked how, CancellationToken cancellationToken) =>
            {
                var (evaluation, summary) = await asked.FoundAsync(name, how, cancellationToken);
                return ReportFile.Of(room, $"{name}.html", file => EvaluationReport.Write(evaluation, summary, file));
            })
            .WithName("DownloadEvaluationReport").WithSummary("One HTML file that needs nothing else: verdicts, scores, flips, lines.").Produces<string>(StatusCodes.Status200OK, "text/html").ProducesProblem(400).ProducesProblem(404);
        return api;
    }
}
