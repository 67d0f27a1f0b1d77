namespace Gyre.Evaluation.Statistics.Corrections;

/// <summary>
/// Prediction-powered inference with power tuning (Angelopoulos, Duchi and Zrnic 2023, "PPI++"): many scores of a judge and a few
/// of people give the mean that people would give, with an interval that is right however bad the judge is, and never much wider than
/// the people's alone.
/// </summary>
/// <param name="Mean">The mean that people would give.</param>
/// <param name="Weight">How far the judge was believed: 0 not at all, 1 wholly.</param>
internal readonly record struct PredictionPowered(Interval Mean, double Weight)
{
    /// <summary>The mean over what the judge alone has seen.</summary>
    /// <param name="judge">The judge's scores of labelled items, which must be a random part of the same traffic.</param>
    /// <param name="people">People's scores of the same items.</param>
    /// <param name="unlabelled">The judge's scores of the others.</param>
    public static PredictionPowered Of(ScoredItems judge, ReadOnlySpan<double> people, ScoredItems unlabelled)
    {
        var (n, m) = ((double)people.Length, (double)unlabelled.Scores.Length);
        var (meanPeople, meanJudge, meanOther) = (Average(people), Average(judge.Scores), Average(unlabelled.Scores));
        if (n < 2 || m < 2)
        {
            return new PredictionPowered(Interval.Unbounded(meanPeople), 0);
        }

        var (covariance, spread) = (0.0, 0.0);
        for (var i = 0; i < people.Length; i++)
        {
            covariance += (people[i] - meanPeople) * (judge.Scores[i] - meanJudge) / (n - 1);
            spread += (judge.Scores[i] - meanJudge) * (judge.Scores[i] - meanJudge);
        }

        foreach (var score in unlabelled.Scores)
        {
            spread += (score - meanOther) * (score - meanOther);
        }

        // Any weight is right; this one is the best where items stand alone.
        spread /= n + m - 2;
        var weight = spread > 0 ? Math.Clamp(covariance / ((1 + (n / m)) * spread), 0, 1) : 0;
        var residuals = new double[people.Length];
        for (var i = 0; i < people.Length; i++)
        {
            residuals[i] = people[i] - meanPeople - (weight * (judge.Scores[i] - meanJudge));
        }

        var mean = meanPeople + (weight * (meanOther - meanJudge));
        var (labelled, groups) = new ScoredItems(residuals, judge.Clusters).VarianceOfMean();
        var others = unlabelled.IsClustered ? unlabelled.VarianceOfMean().Variance : spread / m;
        var half = Quantiles.Student(1 - (Quantiles.Alpha / 2), groups - 1) * Math.Sqrt(labelled + (weight * weight * others));
        return new PredictionPowered(new Interval(mean, mean - half, mean + half), weight);
    }

    private static double Average(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
