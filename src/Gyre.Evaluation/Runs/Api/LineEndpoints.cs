using System.ComponentModel;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Evaluation.Runs.Lines;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Runs.Api;

/// <summary><c>/api/v1/runs/{name}/lines</c>.</summary>
internal static class LineEndpoints
{
    public static void Map(RouteGroupBuilder runs, EvaluationRoom room)
    {
        var reading = new RunReading(room);
        runs.MapGet("/{name}/lines", async Task<Ok<LinesView>> (
                string name,
                [Description("Place of the first among those that the filters let through; 0 where absent.")] int? from,
                [Description("How many; 100 where absent, 500 at the most.")] int? limit,
                [Description("failed or completed; both where absent.")] string? status,
                [Description("The metric that 'result' and 'below' speak of.")] string? metric,
                [Description("pass, fail or unscored, by the metric.")] string? result,
                [Description("Only scores of the metric below this.")] double? below,
                [Description("Letters of inputs, output or error.")] string? find,
                [Description("column=value of inputs or outputs; all that are given must hold.")] string[]? where,
                [Description("A metric, the lowest score first; -metric for the highest. By number where absent.")] string? sort,
                CancellationToken cancellationToken) =>
            {
                var query = new LineQuery
                {
                    Failed = Word(status, "status", "failed", "completed"),
                    Metric = metric is { Length: > 0 } ? metric : null,
                    Passes = result is "unscored" ? null : Word(result, "result", "pass", "fail"),
                    Unscored = result is "unscored",
                    Below = below,
                    Find = find,
                    Where = where ?? [],
                    Sort = sort,
                };
                var run = await room.Runs.GetAsync(name, cancellationToken);
                var scoring = await reading.ScoringAsync(run, cancellationToken);
                var scores = await reading.ScoresAsync(run, scoring);
                var (all, chosen) = await reading.ChooseAsync(run, scoring, query, scores, cancellationToken);
                var first = Math.Clamp(from ?? 0, 0, chosen.Length);
                var page = chosen.AsSpan(first, Math.Min(Math.Clamp(limit ?? 100, 1, 500), chosen.Length - first)).ToArray();

                // Read in the order of the files, shown in the order asked for.
                var rows = LineRecords.Read(page.Order().Select(at => all[at]), LineViews.Fields, cancellationToken).Select(r => LineViews.Row(r, scores)).ToDictionary(r => r.Line);
                return TypedResults.Ok(new LinesView(all.Count, chosen.Length, first, [.. page.Select(at => rows.GetValueOrDefault(all[at].Line)).OfType<LineView>()]));
            })
            .WithName("ListRunLines").WithSummary("Finished lines of a run by number, with the scores of the runs over it.").ProducesProblem(400).ProducesProblem(404);

        runs.MapGet("/{name}/lines/{line:int}", async Task<Ok<LineDetailView>> (string name, int line, CancellationToken cancellationToken) =>
            {
                var run = await room.Runs.GetAsync(name, cancellationToken);
                var scoring = await reading.ScoringAsync(run, cancellationToken);
                var scores = await reading.ScoresAsync(run, scoring);
                var record = LineRecords.Find(new RunFolder(run.Folder).FlowArtifacts, line)
                    ?? throw new ProblemException(new Problem("line-not-found", $"Run '{name}' has no finished line {line}.") { Field = "line" });
                return TypedResults.Ok(LineViews.Detail(run, record, scores, scoring));
            })
            .WithName("ShowRunLine").WithSummary("One line whole: inputs, output, what each node did, and what evaluators said.").ProducesProblem(404);
    }

    private static bool? Word(string? word, string field, string yes, string no) => word switch
    {
        null or "" => null,
        _ when word == yes => true,
        _ when word == no => false,
        _ => throw new ProblemException(new Problem("filter-invalid", $"'{field}' is {yes} or {no}, not '{word}'.") { Field = field }),
    };
}
