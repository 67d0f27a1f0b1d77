using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Evaluation.Evaluators;

namespace Gyre.Evaluation.Evaluations.Findings;

/// <summary>Compares every target with the baseline; one correction for all that is looked at.</summary>
internal static class TargetComparisons
{
    /// <param name="targets">As they were read.</param>
    /// <param name="choice">The baseline, slices, margins.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static IReadOnlyList<Comparison> Of(IReadOnlyList<TargetSummary> targets, ComparisonChoice choice, CancellationToken cancellationToken)
    {
        var scored = targets.Where(t => t.Tries.Any(table => table.Keys.Count > 0)).ToArray();
        var baseline = targets.FirstOrDefault(t => choice.Baseline is null || t.Name == choice.Baseline);
        if (baseline is null || !scored.Contains(baseline))
        {
            return [];
        }

        var first = Table(baseline);
        var pairs = new List<(TargetSummary Target, SystemsComparison Comparison)>();
        foreach (var target in scored.Where(t => t != baseline))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var second = Table(target);
            var facts = target.Metrics.Concat(baseline.Metrics).Select(m => m.Facts).DistinctBy(f => f.Card.Name, StringComparer.Ordinal).ToArray();
            string[] metrics = [.. facts.Where(f => f.Card.Direction != Direction.None && IsScored(first, f) && IsScored(second, f)).Select(f => f.Card.Name)];
            if (metrics.Length > 0 && first.Keys.Any(key => second.Find(key) >= 0))
            {
                var options = choice.ToOptions() with { Metrics = metrics, Facts = facts.ToDictionary(f => f.Card.Name, StringComparer.Ordinal) };
                pairs.Add((target, new SystemsComparison(first, second, options)));
            }
        }

        return [.. SystemsComparison.CompareAll([.. pairs.Select(p => p.Comparison)]).Zip(pairs, (comparison, pair) => WithAnswers(comparison, baseline, pair.Target))];
    }

    private static ScoreTable Table(TargetSummary target) => target.Tries is [var single] ? single : RepeatedScores.Mean(target.Name, target.Tries);

    private static bool IsScored(ScoreTable table, MetricFacts facts) => table.Column(facts.Card.Name) is { Numbers: > 0 } column && (column.Word is null || column.IsVerdict);

    private static Comparison WithAnswers(Comparison comparison, TargetSummary baseline, TargetSummary target)
    {
        var flipped = FlipAnswers.Keys(comparison);
        return flipped.Count == 0 ? comparison : FlipAnswers.Add(comparison, ScoredTexts.Of(baseline.Part!.Repeats[0], flipped), ScoredTexts.Of(target.Part!.Repeats[0], flipped));
    }
}
