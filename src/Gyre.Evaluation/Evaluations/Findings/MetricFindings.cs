using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluators;
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
        Try[] all = [.. tries.Select(t => new Try(t, t.Column(facts.Card.Name), MetricChoice.Passes(t, facts.Card.Name)))];
        var judged = facts.Card.Threshold is not null || all.Any(t => t.Results is not null);
        return all is [var single] ? OfOne(facts, single, lines, judged) : OfMany(facts, all, lines, judged);
    }

    private static MetricSummary OfOne(MetricFacts facts, Try single, int lines, bool judged)
    {
        var scores = single.Scored();
        Array.Sort(scores);
        var isRate = scores.Length > 0 && facts.Card.Scale.IsForRates && single.IsRate;
        var passed = single.Passed;
        return new MetricSummary(facts)
        {
            Lines = lines,
            Scored = scores.Length,
            IsRate = isRate,
            Interval = scores.Length == 0 ? null : isRate ? Proportion.Wilson(scores.Sum(), scores.Length) : Within(MeanInterval.Of(scores).Interval, scores.Length, facts.Card.Scale, isRate),
            Passed = judged ? passed : null,
            PassRate = judged && lines > 0 ? Proportion.Wilson(passed, lines) : null,
        };
    }

    private static MetricSummary OfMany(MetricFacts facts, Try[] tries, int lines, bool judged)
    {
        var byLine = Tallies(tries);
        var scored = byLine.Sum(t => t.Scores.Length);
        var isRate = scored > 0 && facts.Card.Scale.IsForRates && Array.TrueForAll(tries, t => t.IsRate);
        (int Passed, int Tries)[] items = [.. byLine.Select(t => (t.Passed, tries.Length))];
        return new MetricSummary(facts)
        {
            Lines = lines,
            Scored = scored,
            IsRate = isRate,
            Interval = scored == 0 ? null : Mean([.. byLine.Where(t => t.Scores.Length > 0)], scored, facts.Card.Scale, isRate),
            Passed = judged ? items.Sum(i => i.Passed) : null,
            PassRate = judged && lines > 0 ? Repeats.PassAtK(items, 1) : null,
            Repeats = OfRepeats(byLine, items, tries.Length, judged),
        };
    }

    private static Interval Mean(Tally[] lines, int scored, Scale scale, bool isRate)
    {
        double[] sums = [.. lines.Select(t => t.Sum)];
        var mean = lines.Length == scored ? MeanInterval.Of(sums) : MeanInterval.Of(sums, [.. lines.Select(t => (double)t.Scores.Length)], MeanInterval.Seed);
        return Within(mean.Interval, lines.Length, scale, isRate);
    }

    // No mean lies outside of its scale, and none is certain because all lines are alike.
    private static Interval Within(Interval mean, int lines, Scale scale, bool isRate)
    {
        var (low, high) = isRate ? (0, 1) : (scale.Low ?? double.NegativeInfinity, scale.High ?? double.PositiveInfinity);
        var wide = AlikeValues.Widen(mean, lines, low, high);
        return wide.IsBounded ? wide with { Low = Math.Max(low, wide.Low), High = Math.Min(high, wide.High) } : wide;
    }

    private static RepeatFigures OfRepeats(Tally[] lines, (int Passed, int Tries)[] items, int tries, bool judged)
    {
        var (between, within) = Repeats.Variances([.. lines.Select(t => t.Scores)]);
        return new RepeatFigures(tries, between, within)
        {
            PassAtK = judged && items.Length > 0 ? Repeats.PassAtK(items, tries) : null,
            PassHatK = judged && items.Length > 0 ? Repeats.PassHatK(items, tries) : null,
        };
    }

    // Sums of many numbers depend on their order, and so would the resampling: the lines are put in one of their scores.
    private static Tally[] Tallies(Try[] tries)
    {
        var keys = new RowKeys();
        foreach (var key in tries.SelectMany(t => t.Table.Keys))
        {
            keys.Row(key, out _);
        }

        return [.. keys.Select(key => Tally.Of(key, tries)).OrderBy(t => t.Sum).ThenBy(t => t.Scores.Length).ThenBy(t => t.Passed)];
    }

    /// <summary>The columns of one metric in one try.</summary>
    private sealed record Try(ScoreTable Table, ScoreColumn? Scores, ScoreColumn? Results)
    {
        /// <summary>Whether every score is 0 or 1.</summary>
        public bool IsRate { get; } = Scores is null || Enumerable.Range(0, Table.Keys.Count).All(row => Scores[row] is double.NaN or 0 or 1);

        public int Passed => Results is null ? 0 : Enumerable.Range(0, Table.Keys.Count).Count(row => Results[row] == 1);

        /// <summary>The scores there are: of many lines, all that a metric may take.</summary>
        public double[] Scored()
        {
            var scores = new double[Scores?.Numbers ?? 0];
            var count = 0;
            for (var row = 0; row < Table.Keys.Count && count < scores.Length; row++)
            {
                if (!double.IsNaN(Scores![row]))
                {
                    scores[count++] = Scores[row];
                }
            }

            return scores;
        }
    }

    /// <summary>The tries of one line.</summary>
    private sealed record Tally(double[] Scores, double Sum, int Passed)
    {
        public static Tally Of(string key, Try[] tries)
        {
            double[] scores = [.. tries.Select(t => t.Scores?[t.Table.Find(key)] ?? double.NaN).Where(score => !double.IsNaN(score))];
            return new Tally(scores, scores.Sum(), tries.Count(t => t.Results?[t.Table.Find(key)] == 1));
        }
    }
}
