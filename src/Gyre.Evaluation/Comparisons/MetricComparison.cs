using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Comparisons;

/// <summary>One column of two runs, compared on the lines that both have.</summary>
/// <param name="Name">The column.</param>
/// <param name="Lines">How many lines both have a number for.</param>
/// <param name="BaselineMean">Over these lines.</param>
/// <param name="CandidateMean">Over these lines.</param>
/// <param name="Difference">Candidate minus baseline, with its 95 % interval.</param>
/// <param name="Verdict">Better, worse, or not to be told; with <see cref="ComparisonOptions.LowerIsBetter"/> turned round.</param>
public sealed record MetricComparison(string Name, int Lines, double BaselineMean, double CandidateMean, Interval Difference, Verdict Verdict)
{
    /// <summary>Whether the column is a rate: every value is 0 or 1.</summary>
    public bool IsRate { get; init; }

    /// <summary>Exact sign test over the lines that differ (for a rate, McNemar's exact test): the chance of such a split if neither were better.</summary>
    public double PValue { get; init; }

    /// <summary>Lines that went up, and that went down.</summary>
    public (int Up, int Down) Changed { get; init; }

    /// <summary>About how many lines more would settle it, if the difference stays as it looks; null where it is settled or there is no difference to find.</summary>
    public int? MoreLines { get; init; }

    /// <summary>The lines that lost the most, worst first.</summary>
    public IReadOnlyList<LineDifference> Worst { get; init; } = [];

    internal static MetricComparison? Of(string name, Dictionary<int, double> baseline, Dictionary<int, double> candidate, ComparisonOptions options)
    {
        var pairs = baseline.Where(b => candidate.ContainsKey(b.Key)).OrderBy(b => b.Key).Select(b => new LineDifference(b.Key, b.Value, candidate[b.Key])).ToArray();
        if (pairs.Length == 0)
        {
            return null;
        }

        var sign = options.LowerIsBetter.Contains(name, StringComparer.Ordinal) ? -1 : 1;
        var differences = Array.ConvertAll(pairs, p => p.Difference);
        var isRate = pairs.All(p => p.Baseline is 0 or 1 && p.Candidate is 0 or 1);
        var interval = PairedStatistics.Bootstrap(differences, options.Resamples, options.Seed);
        var (up, down) = (differences.Count(d => d > 0), differences.Count(d => d < 0));
        var pValue = PairedStatistics.SignTest(up, down);
        var verdict = Judge(interval, pValue, isRate, sign);
        return new MetricComparison(name, pairs.Length, pairs.Average(p => p.Baseline), pairs.Average(p => p.Candidate), interval, verdict)
        {
            IsRate = isRate,
            PValue = pValue,
            Changed = (up, down),
            MoreLines = verdict == Verdict.CannotTell ? PairedStatistics.MoreLines(differences) : null,
            Worst = [.. pairs.Where(p => p.Difference * sign < 0).OrderBy(p => p.Difference * sign).ThenBy(p => p.LineNumber).Take(options.WorstLines)],
        };
    }

    // A resampled interval of a few zeros and ones is too sure of itself: a rate must pass the exact test as well.
    private static Verdict Judge(Interval interval, double pValue, bool isRate, int sign)
    {
        if ((interval.Low <= 0 && interval.High >= 0) || (isRate && pValue > 0.05))
        {
            return Verdict.CannotTell;
        }

        return interval.Estimate * sign > 0 ? Verdict.Better : Verdict.Worse;
    }
}

/// <summary>One line in both runs.</summary>
public readonly record struct LineDifference(int LineNumber, double Baseline, double Candidate)
{
    /// <summary>Candidate minus baseline.</summary>
    public double Difference => Candidate - Baseline;
}
