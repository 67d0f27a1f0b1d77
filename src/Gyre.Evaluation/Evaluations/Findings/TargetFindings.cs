using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Runs;
using Gyre.Models.Prices;

namespace Gyre.Evaluation.Evaluations.Findings;

/// <summary>Reads what the runs of one target found.</summary>
internal static class TargetFindings
{
    /// <param name="part">The target's runs.</param>
    /// <param name="texts">Columns that the lines are compared by.</param>
    /// <param name="workspace">Full path of the workspace, or null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static TargetSummary Of(ScoredPart part, IReadOnlyList<string> texts, string? workspace, CancellationToken cancellationToken)
    {
        var facts = MetricFacts.Of(part.Runs, workspace);
        string[] numbers = [.. facts.Keys, .. facts.Keys.Select(ScoreColumns.Result)];
        ScoreTable[] tries = facts.Count == 0 ? [] : [.. part.Repeats.Select(r => RunScores.Read(part.Name, r, numbers, texts, cancellationToken))];
        var answers = part.Repeats.Where(r => !r.Scores.Contains(r.Answers)).Select(r => r.Answers).ToArray();
        var measures = new LineMeasures();
        foreach (var run in answers)
        {
            measures.Add(run, cancellationToken);
        }

        var lines = part.Repeats.Sum(r => r.Answers.TotalLines ?? 0);
        MetricFacts[] metrics = [.. facts.Values.Where(f => f.Card.Threshold is not null || tries.All(t => t.Column(f.Card.Name) is not { Word: not null, IsVerdict: false }))];
        var missing = MissingScores.Of(part, tries, metrics.Select(m => m.Card.Name), cancellationToken);
        return new TargetSummary(part.Name)
        {
            Part = part,
            Tries = tries,
            Runs = [.. part.Repeats.SelectMany(r => r.Scores.Prepend(r.Answers)).Select(r => r.Name).Distinct(StringComparer.Ordinal)],
            Lines = lines,
            FailedLines = answers.Sum(r => r.FailedLines),
            UnfinishedLines = part.Repeats.Sum(r => (r.Answers.TotalLines ?? 0) - r.Answers.CompletedLines - r.Answers.FailedLines),
            Errors = measures.Errors.Commonest(),
            Latency = measures.Latency,
            Tokens = answers.Sum(r => r.SystemMetrics.GetValueOrDefault("total_tokens") as long? ?? 0),
            AnswersCost = Cost(answers),
            ScoresCost = Cost(part.Repeats.SelectMany(r => r.Scores)),
            Models = [.. answers.Take(1).SelectMany(LineMeasures.Models)],
            Metrics = [.. metrics.AsParallel().AsOrdered().Select(m => MetricFindings.Of(m, tries, lines) with { Missing = missing[m.Card.Name].Commonest() })],
        };
    }

    private static CallCosts Cost(IEnumerable<Run> runs) => runs.Aggregate(default(CallCosts), (sum, run) => sum + run.Costs);
}
