namespace Gyre.Evaluation.Statistics.Corrections;

/// <summary>Scores of items, some of which may belong together.</summary>
/// <param name="Scores">One per item.</param>
/// <param name="Clusters">For each item what it belongs to.</param>
internal sealed record ScoredItems(double[] Scores, int[] Clusters)
{
    /// <summary>Items that stand alone.</summary>
    public static ScoredItems Alone(double[] scores) => new(scores, [.. Enumerable.Range(0, scores.Length)]);

    /// <summary>Whether any cluster has several items.</summary>
    public bool IsClustered { get; } = Clusters.Distinct().Count() < Clusters.Length;

    /// <summary>The variance of their mean, from the spread of the clusters, and how many clusters there are.</summary>
    public (double Variance, int Clusters) VarianceOfMean()
    {
        var mean = Scores.Average();
        var sums = Scores.Zip(Clusters).GroupBy(s => s.Second).Select(g => g.Sum(s => s.First - mean)).ToArray();
        var units = (double)sums.Length;
        return (units < 2 ? double.PositiveInfinity : sums.Sum(s => s * s) * units / (units - 1) / Scores.Length / Scores.Length, sums.Length);
    }
}
