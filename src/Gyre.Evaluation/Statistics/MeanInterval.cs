namespace Gyre.Evaluation.Statistics;

/// <summary>How an interval was found.</summary>
internal enum IntervalMethod
{
    /// <summary>Too few values for any.</summary>
    None,

    /// <summary>At each end the wider of the expanded BCa bootstrap and Student's t.</summary>
    Bootstrap,

    /// <summary>Student's t: with very few or very many values resampling adds nothing.</summary>
    Student,

    /// <summary>Tango's score interval for the difference of two rates.</summary>
    Tango,
}

/// <summary>A mean with its interval.</summary>
/// <param name="Interval">The mean and its ends.</param>
/// <param name="Method">How the ends were found.</param>
/// <param name="StandardError">Of the mean.</param>
/// <param name="Units">What was resampled: values, or groups of them.</param>
internal readonly record struct MeanEstimate(Interval Interval, IntervalMethod Method, double StandardError, int Units);

/// <summary>
/// The mean of numbers, or of groups of numbers that belong together, with its 95 % interval: at each end the wider of the expanded
/// BCa bootstrap (Efron 1987; expanded for few values as Hesterberg 2015) and Student's t. BCa follows skewed scores, t holds where BCa
/// takes a few outliers for skewness; measured in docs/reference/statistics.md.
/// </summary>
internal static class MeanInterval
{
    /// <summary>Resamples of each bootstrap.</summary>
    public const int Resamples = 10_000;

    /// <summary>Of the resampling where no other is asked for.</summary>
    public const int Seed = 20;

    // Below, there are hardly more resamples than values; above, the ends of the two methods agree to a hundredth of the width.
    private const int Fewest = 6, Most = 5_000;

    /// <summary>The mean of single values.</summary>
    public static MeanEstimate Of(ReadOnlySpan<double> values, int seed = Seed) => Of(values, [], seed);

    /// <summary>The mean of grouped values: whole groups are resampled, because values of one group say the same thing again.</summary>
    /// <param name="sums">Sum of each group.</param>
    /// <param name="sizes">Values in each group; none at all where every group is a single value.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    public static MeanEstimate Of(ReadOnlySpan<double> sums, ReadOnlySpan<double> sizes, int seed)
    {
        var units = sums.Length;
        var influence = new double[units];
        var mean = Influence(sums, sizes, influence);
        if (units < 2)
        {
            return new MeanEstimate(Interval.Unbounded(mean), IntervalMethod.None, double.NaN, units);
        }

        var (squares, cubes) = (0.0, 0.0);
        foreach (var u in influence)
        {
            squares += u * u;
            cubes += u * u * u;
        }

        var error = Math.Sqrt(squares / units / (units - 1));
        var t = Quantiles.Student(1 - (Quantiles.Alpha / 2), units - 1);
        var student = new Interval(mean, mean - (t * error), mean + (t * error));
        if (units is < Fewest or > Most || squares <= 0)
        {
            return new MeanEstimate(student, IntervalMethod.Student, error, units);
        }

        var means = new double[Resamples];
        Resample(sums, sizes, means, new SeededRandom(seed));
        var ends = BcaEnds.Of(means, mean, cubes / (6 * Math.Pow(squares, 1.5)), units);
        return new MeanEstimate(
            new Interval(mean, Math.Min(student.Low, ends.Low), Math.Max(student.High, ends.High)), IntervalMethod.Bootstrap, error, units);
    }

    /// <summary>How far each unit pulls the mean from where it would be without it, times the number of units.</summary>
    private static double Influence(ReadOnlySpan<double> sums, ReadOnlySpan<double> sizes, Span<double> influence)
    {
        var (total, count) = (0.0, 0.0);
        for (var i = 0; i < sums.Length; i++)
        {
            total += sums[i];
            count += sizes.IsEmpty ? 1 : sizes[i];
        }

        var mean = total / count;
        for (var i = 0; i < sums.Length; i++)
        {
            influence[i] = (sums[i] - (mean * (sizes.IsEmpty ? 1 : sizes[i]))) * sums.Length / count;
        }

        return mean;
    }

    private static void Resample(ReadOnlySpan<double> sums, ReadOnlySpan<double> sizes, Span<double> means, SeededRandom random)
    {
        var drawn = new int[sums.Length];
        for (var r = 0; r < means.Length; r++)
        {
            random.Fill(drawn, sums.Length);
            var (total, count) = (0.0, (double)sums.Length);
            foreach (var i in drawn)
            {
                total += sums[i];
            }

            if (!sizes.IsEmpty)
            {
                count = 0;
                foreach (var i in drawn)
                {
                    count += sizes[i];
                }
            }

            means[r] = total / count;
        }
    }
}
