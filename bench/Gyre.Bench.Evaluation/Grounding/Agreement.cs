namespace Gyre.Bench.Evaluation.Grounding;

/// <summary>How a figure goes with people's.</summary>
internal static class Agreement
{
    private const int Samples = 2000, Seed = 7;

    /// <summary>Spearman's correlation of ranks, ties at their mean.</summary>
    public static double Spearman(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var (x, y) = (Ranks(a), Ranks(b));
        var (mx, my) = (x.Average(), y.Average());
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var at = 0; at < x.Length; at++)
        {
            xy += (x[at] - mx) * (y[at] - my);
            xx += (x[at] - mx) * (x[at] - mx);
            yy += (y[at] - my) * (y[at] - my);
        }

        return xx * yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }

    /// <summary>How often a supported one scores above another, ties counted half.</summary>
    public static double Auroc(IReadOnlyList<double> scores, IReadOnlyList<double> truth)
    {
        var ranks = Ranks(scores);
        double ones = truth.Count(t => t > 0.5), zeros = truth.Count - ones;
        return ones * zeros == 0 ? double.NaN : (Enumerable.Range(0, ranks.Length).Where(i => truth[i] > 0.5).Sum(i => ranks[i] + 1) - (ones * (ones + 1) / 2)) / (ones * zeros);
    }

    /// <summary>The middle 95 % of a figure over samples drawn with replacement, groups of answers as a whole.</summary>
    public static (double Low, double High) Interval(IReadOnlyList<JudgedAnswer> answers, Func<IReadOnlyList<int>, double> figure)
    {
        var random = new Random(Seed);
        int[][] groups = [.. Enumerable.Range(0, answers.Count).GroupBy(i => answers[i].Group).Select(g => g.ToArray())];
        var figures = new List<double>(Samples);
        for (var sample = 0; sample < Samples; sample++)
        {
            var rows = Enumerable.Range(0, groups.Length).SelectMany(_ => groups[random.Next(groups.Length)]).ToList();
            if (figure(rows) is var value && !double.IsNaN(value))
            {
                figures.Add(value);
            }
        }

        figures.Sort();
        return (figures[(int)(0.025 * figures.Count)], figures[(int)(0.975 * figures.Count)]);
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        var ranks = new double[values.Count];
        for (var at = 0; at < order.Length;)
        {
            var end = at;
            while (end + 1 < order.Length && values[order[end + 1]] == values[order[at]])
            {
                end++;
            }

            for (var tied = at; tied <= end; tied++)
            {
                ranks[order[tied]] = (at + end) / 2.0;
            }

            at = end + 1;
        }

        return ranks;
    }
}
