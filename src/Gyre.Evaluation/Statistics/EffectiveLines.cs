namespace Gyre.Evaluation.Statistics;

/// <summary>How many lines that stand alone would tell as much of a rate as lines that come in groups (Korn and Graubard 1998).</summary>
internal static class EffectiveLines
{
    /// <param name="passed">For each line whether it counts.</param>
    /// <param name="groups">For each line the group it belongs to.</param>
    /// <returns>At most the number of lines; 0 where all are of one group, since then there is nothing to tell luck from.</returns>
    public static double Of(ReadOnlySpan<bool> passed, ReadOnlySpan<int> groups)
    {
        var totals = new Dictionary<int, (int Passed, int Lines)>();
        var count = 0;
        for (var i = 0; i < passed.Length; i++)
        {
            var (sum, lines) = totals.GetValueOrDefault(groups[i]);
            totals[groups[i]] = (sum + (passed[i] ? 1 : 0), lines + 1);
            count += passed[i] ? 1 : 0;
        }

        if (totals.Count < 2)
        {
            return 0;
        }

        var (n, units) = ((double)passed.Length, (double)totals.Count);
        var rate = count / n;
        var squares = totals.Values.Sum(t => Math.Pow(t.Passed - (rate * t.Lines), 2));
        var variance = squares * units / (units - 1) / (n * n);

        // Few groups know their own spread badly: Student's quantile in place of the normal one.
        var ratio = Quantiles.Z95 / Quantiles.Student(1 - (Quantiles.Alpha / 2), units - 1);
        var effective = rate is 0 or 1 ? units : variance > 0 ? rate * (1 - rate) / variance : double.PositiveInfinity;
        return Math.Min(n, effective * ratio * ratio);
    }
}
