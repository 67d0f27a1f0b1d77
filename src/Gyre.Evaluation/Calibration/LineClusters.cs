using Gyre.Evaluation.Statistics;
using Gyre.Evaluation.Statistics.Agreement;

namespace Gyre.Evaluation.Calibration;

/// <summary>Intervals over labelled lines, some of which may belong together.</summary>
internal static class LineClusters
{
    /// <summary>Places of the lines, by cluster.</summary>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<LabelledLine> lines) => [.. lines.Index().GroupBy(l => l.Item.Cluster).Select(g => g.Select(l => l.Index).ToArray())];

    /// <summary>The mean of a number of each line.</summary>
    public static Interval Mean(IReadOnlyList<LabelledLine> lines, Func<LabelledLine, double> number)
    {
        var clusters = Of(lines);
        return clusters.Count == lines.Count
            ? MeanInterval.Of([.. lines.Select(number)]).Interval
            : MeanInterval.Of([.. clusters.Select(c => c.Sum(i => number(lines[i])))], [.. clusters.Select(c => (double)c.Length)], MeanInterval.Seed).Interval;
    }

    /// <summary>The share of lines of which something is true, and how many lines that stand alone would tell as much.</summary>
    public static (double Counted, double Lines) Rate(IReadOnlyList<bool> isTrue, IReadOnlyList<int> clusters)
    {
        var counted = isTrue.Count(t => t);
        if (clusters.Distinct().Count() == clusters.Count)
        {
            return (counted, clusters.Count);
        }

        var effective = EffectiveLines.Of([.. isTrue], [.. clusters]);
        return (effective * counted / clusters.Count, effective);
    }

    /// <summary>The chance that a good line scores above a bad one.</summary>
    public static Interval Area(IReadOnlyList<LabelledLine> lines, IReadOnlyList<bool> good)
    {
        var clusters = Of(lines);
        return clusters.Count == lines.Count ? Auroc.DeLong(Scores([.. good.Index().Where(g => g.Item).Select(g => g.Index)]), Scores([.. good.Index().Where(g => !g.Item).Select(g => g.Index)]))
            : StatisticInterval.Of(clusters, items =>
            {
                int[] drawn = [.. items];
                return Auroc.AreaAndVariance(Scores(drawn.Where(i => good[i])), Scores(drawn.Where(i => !good[i]))).Area;
            });

        double[] Scores(IEnumerable<int> places) => [.. places.Select(i => lines[i].Judge)];
    }
}
