using System.ComponentModel;
using System.Globalization;
using Gyre.Evaluation.Api;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Reports;
using Gyre.Evaluation.Runs.Api;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Evaluation.Runs.Lines;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Evaluation.Comparisons.Api;

/// <summary><c>/api/v1/comparisons</c>: two runs, or targets of evaluations, line by line.</summary>
public static class ComparisonEndpoints
{
    /// <summary>Maps them.</summary>
    /// <param name="api">The administrators' routes.</param>
    /// <param name="room">Whose runs.</param>
    public static RouteGroupBuilder MapComparisons(this RouteGroupBuilder api, EvaluationRoom room)
    {
        var comparisons = api.MapGroup("/comparisons");
        comparisons.MapGet("", async Task<Ok<ComparisonView>> (
                [Description("What is judged: a run, or a target as evaluation:target.")] string candidate, [AsParameters] ComparisonAsked how, CancellationToken cancellationToken) =>
                TypedResults.Ok(ComparisonView.Of((await CompareAsync(candidate, how, cancellationToken)).Comparison)))
            .WithName("Compare").WithSummary("Is the candidate better than the baseline, by how much, how sure are we, and how many more lines would tell.").ProducesProblem(400).ProducesProblem(404);

        comparisons.MapGet("/flips", async Task<Ok<FlipsView>> (
                [Description("A run, or a target as evaluation:target.")] string baseline,
                [Description("The same, the one that is judged.")] string candidate,
                [Description("The column that passes or fails.")] string metric,
                [Description("lost or won; both where absent.")] string? way,
                [Description("column=value of inputs or outputs; all that are given must hold.")] string[]? where,
                [Description("Place of the first; 0 where absent.")] int? from,
                [Description("How many; 20 where absent, 100 at the most.")] int? limit,
                CancellationToken cancellationToken) =>
                TypedResults.Ok(await FlipsAsync(baseline, candidate, metric, way, where ?? [], from ?? 0, Math.Clamp(limit ?? 20, 1, 100), cancellationToken)))
            .WithName("ListFlips").WithSummary("Lines that pass in one and fail in the other, with both answers.").ProducesProblem(400).ProducesProblem(404);

        comparisons.MapGet("/report", async Task<FileStreamHttpResult> (
                [Description("What is judged: a run, or a target as evaluation:target.")] string candidate, [AsParameters] ComparisonAsked how, CancellationToken cancellationToken) =>
            {
                var (comparison, a, b) = await CompareAsync(candidate, how, cancellationToken);
                return ReportFile.Of(room, "comparison.html", file => RunReport.Write([a.Repeats[0].Answers, b.Repeats[0].Answers], file, new ReportOptions { Comparison = comparison }));
            })
            .WithName("DownloadComparisonReport").WithSummary("One HTML file that needs nothing else: the verdicts and both sides' lines.").Produces<string>(StatusCodes.Status200OK, "text/html").ProducesProblem(400).ProducesProblem(404);
        return api;

        async Task<(Comparison Comparison, ScoredPart A, ScoredPart B)> CompareAsync(string candidate, ComparisonAsked how, CancellationToken cancellationToken)
        {
            var baseline = how.Baseline is { Length: > 0 } name ? name : throw new ProblemException(new Problem("baseline-missing", "Say which is the baseline.") { Field = "baseline" });
            var (a, b) = (await room.Parts.FindAsync(baseline, cancellationToken), await room.Parts.FindAsync(candidate, cancellationToken));
            var key = RunReading.Key(room, $"comparison {baseline}\n{candidate}\n{how.Key}", a.Runs.Concat(b.Runs));
            var comparison = await room.Findings.GetAsync(key, () => RunComparison.Compare(a, b, how.Options() with { Workspace = room.Home.WorkspaceFolder }, CancellationToken.None));
            return (comparison, a, b);
        }

        async Task<FlipsView> FlipsAsync(string baseline, string candidate, string metric, string? way, string[] where, int from, int limit, CancellationToken cancellationToken)
        {
            var (a, b) = (await room.Parts.FindAsync(baseline, cancellationToken), await room.Parts.FindAsync(candidate, cancellationToken));
            (string Column, string Value)[] pairs = [.. where.Select(w => w.Split('=', 2)).Select(w => w.Length == 2 ? (w[0], w[1]) : throw new ProblemException(new Problem("filter-invalid", $"'{w[0]}' must be column=value.") { Field = "where" }))];
            string[] columns = [.. pairs.Select(p => p.Column).Distinct(StringComparer.Ordinal)];
            var key = RunReading.Key(room, $"flips {baseline}\n{candidate}\n{metric}\n{string.Join('\n', columns)}", a.Runs.Concat(b.Runs));
            var flipped = await room.Findings.GetAsync(key, () => FlippedLines.Find(a, b, metric, columns, room.Home.WorkspaceFolder));
            var chosen = flipped.Choose(way switch { null or "" => null, "lost" => false, "won" => true, _ => throw new ProblemException(new Problem("filter-invalid", $"'way' is lost or won, not '{way}'.") { Field = "way" }) }, pairs);
            var (runA, runB) = (a.Repeats[0].Answers, b.Repeats[0].Answers);
            return new FlipsView(
                chosen.Count,
                from,
                [
                    .. flipped.WithAnswers([.. chosen.Skip(from).Take(limit)]).Select(f =>
                    {
                        var (before, now) = flipped.Scores(metric, f.Line);
                        var record = int.TryParse(f.Line, NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? LineRecords.Find(new RunFolder(runB.Folder).FlowArtifacts, line) : null;
                        return new FlipView(f.Line, f.Won ? "pass" : "fail", Answers.Finite(before), Answers.Finite(now), Answers.Short(record?["inputs"] as PythonDict, ColumnMapping.LineNumber), f.BaselineAnswer, f.CandidateAnswer);
                    }),
                ],
                a.Repeats[0].Scores.Contains(runA) ? null : runA.Name,
                b.Repeats[0].Scores.Contains(runB) ? null : runB.Name);
        }
    }
}
