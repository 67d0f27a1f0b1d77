using System.Text.Json.Nodes;
using Gyre.Evaluation.Api;
using Gyre.Evaluation.Calibration;
using Gyre.Evaluation.Comparisons.Api;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Runs;
using Gyre.Kernel;
using Gyre.Models.Prices;
using Gyre.Workspace;

namespace Gyre.Evaluation.Evaluations.Api;

/// <summary>Does what is asked of evaluations.</summary>
internal sealed class AskedEvaluations(EvaluationRoom room)
{
    public async Task<EvaluationsView> ListAsync(IReadOnlyList<string> states, string? find, string? before, int limit, CancellationToken cancellationToken)
    {
        var all = (await room.Evaluations.ListAsync(int.MaxValue, cancellationToken)).Select(e => EvaluationView.Of(e, room)).ToList();
        var rest = before is { Length: > 0 } ? all.SkipWhile(e => e.Name != before).Skip(1) : all;
        var found = rest.Where(e => (states.Count == 0 || states.Contains(e.State, StringComparer.Ordinal)) && (find is not { Length: > 0 } || Texts(e).Any(t => t?.Contains(find, StringComparison.OrdinalIgnoreCase) == true))).Take(limit + 1).ToList();
        return new EvaluationsView([.. found.Take(limit)], found.Count > limit ? found[limit - 1].Name : null);

        static IEnumerable<string?> Texts(EvaluationView e) => [e.Name, e.Description, e.Dataset, .. e.Targets, .. e.Evaluators];
    }

    public async Task<EvaluationDetailView> ShowAsync(string name, ComparisonAsked asked, CancellationToken cancellationToken)
    {
        var (evaluation, summary) = await FoundAsync(name, asked, cancellationToken);
        var costs = summary.Targets.Aggregate(default(CallCosts), (sum, t) => sum + t.AnswersCost + t.ScoresCost);
        return new EvaluationDetailView
        {
            Evaluation = EvaluationView.Of(evaluation, room),
            Baseline = evaluation.Definition.Comparison.Baseline ?? evaluation.Definition.Targets.Select(t => t.Name).FirstOrDefault(),
            Targets = [.. summary.Targets.Select(Target)],
            Comparisons = [.. summary.Comparisons.Select(ComparisonView.Of)],
            Family = summary.Family,
            StandIn = FindingsWords.StandIn(summary),
            Missing = [.. summary.Targets.SelectMany(FindingsWords.Missing)],
            Cost = costs.Total?.Dollars,
            UnknownCost = costs.Unpriced > 0,
        };
    }

    /// <summary>What an evaluation found, compared as it says or as asked.</summary>
    public async Task<(StoredEvaluation Evaluation, EvaluationSummary Summary)> FoundAsync(string name, ComparisonAsked asked, CancellationToken cancellationToken)
    {
        var evaluation = await room.Evaluations.GetAsync(name, cancellationToken);
        var choice = evaluation.Definition.Comparison.With(asked.Choice());
        if (choice.Baseline is { } target && evaluation.Definition.Targets.All(t => t.Name != target))
        {
            throw new ProblemException(new Problem("target-not-found", $"There is no target '{target}'.{NearestName.Hint(target, evaluation.Definition.Targets.Select(t => t.Name))}") { Field = "baseline" });
        }

        evaluation = evaluation with { Definition = evaluation.Definition with { Comparison = choice }, Workspace = room.Home.WorkspaceFolder };
        var key = evaluation.State is EvaluationState.Completed && !room.EvaluationWork.IsHere(name) ? $"evaluation {name} {evaluation.CreatedAt:O} {evaluation.EndedAt:O}\n{CalibrationRecord.StateOf(room.Home.WorkspaceFolder)}\n{asked.Key}" : null;
        var summary = await room.Findings.GetAsync(key, () => Read(evaluation));
        return (evaluation, summary);
    }

    // Of an evaluation that goes on, a target may have too little to be compared yet; what it has is shown all the same.
    private EvaluationSummary Read(StoredEvaluation evaluation)
    {
        try
        {
            return EvaluationSummary.ReadAsync(evaluation, room.Runs, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception e) when (evaluation.State != EvaluationState.Completed && (e is ProblemException or IOException || e.InnerException is ProblemException or IOException))
        {
            return new EvaluationSummary([.. evaluation.Definition.Targets.Select(t => new TargetSummary(t.Name))]);
        }
    }

    /// <exception cref="ProblemException">The definition is wrong, or something it names is not there.</exception>
    public async Task<EvaluationView> StartAsync(JsonObject written, CancellationToken cancellationToken)
    {
        RefusePathsOutside(written);
        var definition = EvaluationDefinition.Parse(written.ToJsonString(), Path.Combine(room.Root, "evaluation.yaml"));
        foreach (var path in definition.Targets.SelectMany(t => new[] { t.Flow, t.Answers }).Concat(definition.Flows.Select(f => f.Path)).Append(definition.Dataset is null ? definition.Data : null).OfType<string>())
        {
            WorkspacePath.Inside(room.Root, path);
        }

        var name = await Faults.AsProblemsAsync(() => room.EvaluationWork.StartAsync(async (progress, token) =>
        {
            var started = await room.EvaluationRunner.StartAsync(definition, progress, token);
            return (started.Name, started.Ended);
        }));
        return EvaluationView.Of(await room.Evaluations.GetAsync(name, cancellationToken), room);
    }

    /// <exception cref="ProblemException">What keeps it from going on.</exception>
    public async Task<EvaluationView> ResumeAsync(string name, EvaluationResume? resume, CancellationToken cancellationToken)
    {
        NewCeiling? ceiling = resume is { NoCeiling: true } ? new NewCeiling(null) : resume?.MaxCost is { } dollars ? new NewCeiling(NanoDollars.Of(dollars)) : null;
        await Faults.AsProblemsAsync(() => room.EvaluationWork.StartAgainAsync(name, async (progress, token) =>
        {
            var started = await room.EvaluationRunner.StartAgainAsync(name, ceiling, progress, token);
            return (started.Name, started.Ended);
        }));
        return EvaluationView.Of(await room.Evaluations.GetAsync(name, cancellationToken), room);
    }

    /// <summary>Ends an evaluation: here at once, in another process by the run that it is at.</summary>
    /// <exception cref="ProblemException"><c>evaluation-not-found</c>, <c>evaluation-finished</c>.</exception>
    public async Task<EvaluationView> CancelAsync(string name, CancellationToken cancellationToken)
    {
        var evaluation = await room.Evaluations.GetAsync(name, cancellationToken);
        if (!room.EvaluationWork.Cancel(name))
        {
            if (evaluation.State != EvaluationState.Running)
            {
                throw new ProblemException(new Problem("evaluation-finished", $"Evaluation '{name}' does not run: it is {evaluation.State}.") { Field = "name" });
            }

            foreach (var run in evaluation.Cells.SelectMany(c => c.OwnRuns))
            {
                if (await room.Runs.FindAsync(run, cancellationToken) is { IsActive: true, State: not RunState.CancelRequested })
                {
                    await room.Runs.CancelAsync(run, cancellationToken);
                }
            }
        }

        return EvaluationView.Of(await room.Evaluations.GetAsync(name, cancellationToken), room);
    }

    // Settings may name files too, which are read as the definition is.
    private void RefusePathsOutside(JsonObject written)
    {
        foreach (var settings in (written["evaluators"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(e => new[] { e["settings"], e["init"] }).OfType<JsonObject>())
        {
            foreach (var (key, value) in settings)
            {
                if (key is "schema" or "rubric" && value is JsonValue path && path.TryGetValue<string>(out var text))
                {
                    WorkspacePath.Inside(room.Root, text);
                }
            }
        }
    }

    private static EvaluationTargetView Target(TargetSummary target) => new()
    {
        Name = target.Name,
        AnswersRun = target.Part is { Repeats: [var first, ..] } && !first.Scores.Contains(first.Answers) ? first.Answers.Name : null,
        Runs = target.Runs,
        Lines = target.Lines,
        FailedLines = target.FailedLines,
        UnfinishedLines = target.UnfinishedLines,
        Errors = CauseView.Of(target.Errors),
        Models = target.Models,
        LatencyMedian = target.Latency?.Median,
        LatencyNinetyFive = target.Latency?.NinetyFive,
        Tokens = target.Tokens,
        Cost = target.AnswersCost.Total?.Dollars,
        ScoringCost = target.ScoresCost.Total?.Dollars,
        CostWords = FindingsWords.Cost(target.AnswersCost + target.ScoresCost),
        Metrics = [.. target.Metrics.Select(MetricView.Of)],
    };
}

/// <summary>How an evaluation goes on.</summary>
/// <param name="MaxCost">Another ceiling than before, in dollars; its own where absent.</param>
/// <param name="NoCeiling">Without a ceiling from now on.</param>
internal sealed record EvaluationResume([property: System.Text.Json.Serialization.JsonPropertyName("max_cost_usd")] decimal? MaxCost = null, [property: System.Text.Json.Serialization.JsonPropertyName("no_ceiling")] bool NoCeiling = false);
