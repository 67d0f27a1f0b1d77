namespace Gyre.Evaluation.Statistics.Agreement;

/// <summary>Whether two ratings put items in the same order, with ties.</summary>
internal static class RankCorrelation
{
    /// <summary>Spearman's rho: the correlation of the ranks, ties at their mean. NaN where one side is the same everywhere.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(Ranks(x), Ranks(y));

    /// <summary>Kendall's tau-b: pairs in the same order less pairs in the opposite one, with ties left out on either side. NaN where one side is the same everywhere.</summary>
    public static double KendallTauB(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        // Knight (1966): sorted by x and then y, the opposite pairs are the swaps that sorting by y takes.
        var order = Enumerable.Range(0, x.Length).ToArray();
        double[] a = [.. x], b = [.. y];
        Array.Sort(order, (i, j) => a[i] != a[j] ? a[i].CompareTo(a[j]) : b[i].CompareTo(b[j]));
        var byX = Array.ConvertAll(order, i => b[i]);
        var (tiedX, tiedBoth) = (0L, 0L);
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            var same = start;
            while (end < order.Length && a[order[end]] == a[order[start]])
            {
                if (byX[end] != byX[same])
                {
                    tiedBoth += Pairs(end - same);
                    same = end;
                }

                end++;
            }

            tiedBoth += Pairs(end - same);
            tiedX += Pairs(end - start);
            start = end;
        }

        var swaps = Swaps(byX, new double[byX.Length], 0, byX.Length);
        var tiedY = 0L;
        for (var start = 0; start < byX.Length;)
        {
            var end = start;
            while (end < byX.Length && byX[end] == byX[start])
            {
                end++;
            }

            tiedY += Pairs(end - start);
            start = end;
        }

        var all = Pairs(order.Length);
        var (leftX, leftY) = ((double)(all - tiedX), (double)(all - tiedY));
        return leftX > 0 && leftY > 0 ? (all - tiedX - tiedY + tiedBoth - (2.0 * swaps)) / Math.Sqrt(leftX) / Math.Sqrt(leftY) : double.NaN;
    }

    /// <summary>The place of each value in their order, from 0; ties share the mean of theirs.</summary>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values];
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    private static double Pearson(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }

        return xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1) : double.NaN;
    }

    private static long Pairs(long count) => count * (count - 1) / 2;

    /// <summary>Merge sort that counts how many neighbours had to change places.</summary>
    private static long Swaps(double[] values, double[] space, int start, int end)
    {
        if (end - start < 2)
        {
            return 0;
        }

        var middle = (start + end) / 2;
        var swaps = Swaps(values, space, start, middle) + Swaps(values, space, middle, end);
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
        {
            if (right >= end || (left < middle && values[left] <= values[right]))
            {
                space[i] = values[left++];
            }
            else
            {
                swaps += middle - left;
                space[i] = values[right++];
            }
        }

        Array.Copy(space, start, values, start, end - start);
        return swaps;
    }
}
