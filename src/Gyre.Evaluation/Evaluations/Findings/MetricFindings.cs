using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Evaluations.Findings;

/// <summary>Makes the figures of a metric from the scores of all tries. The order of lines does not matter.</summary>
internal static class MetricFindings
{
    /// <param name="facts">The metric.</param>
    /// <param name="tries">A table for each try.</param>
    /// <param name="lines">Lines over all tries, those without a row included.</param>
    public static MetricSummary Of(MetricFacts facts, IReadOnlyList<ScoreTable> tries, int lines)
    {
        var all = tries.Select(t => (Table: t, Scores: t.Column(facts.Card.Name), Results: MetricChoice.Passes(t, facts.Card.Name))).ToArray();
        var judged = facts.Card.Threshold is not null || all.Any(t => t.Results is not null);
        var tallies = new Dictionary<string, Tally>(StringComparer.Ordinal);
        foreach (var (table, scores, results) in all)
        {
            for (var row = 0; row < table.Keys.Count; row++)
            {
                if (!tallies.TryGetValue(table.Keys[row], out var tally))
                {
                    tallies[table.Keys[row]] = tally = new Tally(tries.Count);
                }

                tally.Add(scores?[row] ?? double.NaN, results?[row] == 1);
            }
        }

        // Sums of many numbers depend on their order, and so would the resampling.
        Tally[] byLine = [.. tallies.Values.OrderBy(t => t.Sum).ThenBy(t => t.Scores.Count).ThenBy(t => t.Passed)];
        var scored = byLine.Sum(t => t.Scores.Count);
        var passed = byLine.Sum(t => t.Passed);
        var isRate = scored > 0 && byLine.All(t => t.Scores.TrueForAll(v => v is 0 or 1));
        return new MetricSummary(facts)
        {
            Lines = lines,
            Scored = scored,
            IsRate = isRate,
            Interval = scored == 0 ? null : Within(Mean([.. byLine.Where(t => t.Scores.Count > 0)], isRate && tries.Count == 1), facts, isRate),
            Passed = judged ? passed : null,
            PassRate = !judged || lines == 0 ? null : tries.Count == 1 ? Proportion.Wilson(passed, lines) : Repeats.PassAtK([.. byLine.Select(t => (t.Passed, tries.Count))], 1),
            Repeats = tries.Count == 1 ? null : OfRepeats(byLine, tries.Count, judged),
        };
    }

    private static Interval Mean(Tally[] lines, bool isPlainRate)
    {
        var count = lines.Sum(t => t.Scores.Count);
        return isPlainRate ? Proportion.Wilson(lines.Sum(t => t.Sum), count)
            : lines.Length == count ? MeanInterval.Of([.. lines.Select(t => t.Sum)]).Interval
            : MeanInterval.Of([.. lines.Select(t => t.Sum)], [.. lines.Select(t => (double)t.Scores.Count)], MeanInterval.Seed).Interval;
    }

    // No mean lies outside of its scale.
    private static Interval Within(Interval mean, MetricFacts facts, bool isRate) => !mean.IsBounded ? mean : mean with
    {
        Low = Math.Max(mean.Low, isRate ? 0 : facts.Card.Scale.Low ?? double.NegativeInfinity),
        High = Math.Min(mean.High, isRate ? 1 : facts.Card.Scale.High ?? double.PositiveInfinity),
    };

    private static RepeatFigures OfRepeats(Tally[] lines, int tries, bool judged)
    {
        var (between, within) = Repeats.Variances([.. lines.Select(t => t.Scores.ToArray())]);
        (int Passed, int Tries)[] items = [.. lines.Select(t => (t.Passed, tries))];
        return new RepeatFigures(tries, between, within)
        {
            PassAtK = judged && items.Length > 0 ? Repeats.PassAtK(items, tries) : null,
            PassHatK = judged && items.Length > 0 ? Repeats.PassHatK(items, tries) : null,
        };
    }

    private sealed class Tally(int tries)
    {
        public List<double> Scores { get; } = new(tries);

        public double Sum { get; private set; }

        public int Passed { get; private set; }

        public void Add(double score, bool passes)
        {
            Passed += passes ? 1 : 0;
            if (!double.IsNaN(score))
            {
                Scores.Add(score);
                Sum += score;
            }
        }
    }
}
