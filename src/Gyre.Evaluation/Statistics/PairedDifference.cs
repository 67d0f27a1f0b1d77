namespace Gyre.Evaluation.Statistics;

/// <summary>What the differences of two systems on the same lines say.</summary>
/// <param name="Interval">The mean difference with its 95 % interval.</param>
/// <param name="Method">How the interval was found.</param>
/// <param name="P">Two-sided p of no difference.</param>
/// <param name="Deviation">Spread of one line's difference as it bears on the mean, so that the standard error over n lines is this over √n.</param>
/// <param name="Units">What is independent: lines, or groups of lines.</param>
internal readonly record struct PairedDifference(Interval Interval, IntervalMethod Method, double P, double Deviation, int Units)
{
    // With fewer changes than these, resampling knows too little of what else might have changed.
    private const int FewChanges = 10;

    /// <summary>Differences of two rates.</summary>
    public static PairedDifference OfRates(PairedRates rates)
    {
        var shares = (double)(rates.Up + rates.Down) / rates.Lines;
        var variance = shares - (rates.Difference * rates.Difference);
        return new PairedDifference(rates.Tango(), rates.Lines == 0 ? IntervalMethod.None : IntervalMethod.Tango, rates.McNemarMidP(), Math.Sqrt(Math.Max(0, variance)), rates.Lines);
    }

    /// <summary>Differences of numbers, or of groups of lines.</summary>
    /// <param name="sums">Differences, summed by group.</param>
    /// <param name="sizes">Lines of each group; none where every line stands alone.</param>
    /// <param name="range">How far apart two scores of this kind can be: bounds what unchanged lines might have shown; 0 where that is not known.</param>
    /// <param name="seed">Of the bootstrap.</param>
    public static PairedDifference OfNumbers(ReadOnlySpan<double> sums, ReadOnlySpan<double> sizes, double range, int seed)
    {
        var mean = MeanInterval.Of(sums, sizes, seed);
        var lines = (double)sums.Length;
        if (!sizes.IsEmpty)
        {
            lines = 0;
            foreach (var size in sizes)
            {
                lines += size;
            }
        }

        return new PairedDifference(Widened(mean.Interval, sums, lines, range), mean.Method, SignFlipTest.P(sums), mean.StandardError * Math.Sqrt(lines), sums.Length);
    }

    // Few changed lines, or all changed alike: at least as wide as the score interval of going up or down, times the size of a change.
    private static Interval Widened(Interval interval, ReadOnlySpan<double> sums, double lines, double range)
    {
        var (up, down, squares) = (0, 0, 0.0);
        foreach (var sum in sums)
        {
            up += sum > 0 ? 1 : 0;
            down += sum < 0 ? 1 : 0;
            squares += sum * sum;
        }

        if (!interval.IsBounded || (up + down >= FewChanges && !interval.IsPoint))
        {
            return interval;
        }

        if (up + down == 0 && !(range > 0))
        {
            return Interval.Unbounded(interval.Estimate);
        }

        var perLine = sums.Length / lines;
        var size = up + down == 0 ? range / perLine : Math.Sqrt(squares / (up + down));
        var tango = new PairedRates(sums.Length, up, down).Tango();
        return interval with { Low = Math.Min(interval.Low, tango.Low * size * perLine), High = Math.Max(interval.High, tango.High * size * perLine) };
    }
}
