namespace Gyre.Evaluation.Statistics.Agreement;

/// <summary>What a disagreement counts in Cohen's kappa.</summary>
internal enum KappaWeights
{
    /// <summary>Every disagreement counts the same.</summary>
    None,

    /// <summary>By how many steps apart.</summary>
    Linear,

    /// <summary>By the square of that.</summary>
    Quadratic,
}

/// <summary>Cohen's kappa (1960), weighted (1968): agreement of two raters beyond what chance gives. 1 is perfect, 0 is chance.</summary>
internal static class Kappa
{
    /// <summary>Kappa of paired ratings.</summary>
    /// <param name="table">How often the first rater said the row's category and the second the column's; categories in their order.</param>
    /// <param name="weights">What a disagreement counts.</param>
    /// <returns>NaN where both used one category only: then there is nothing that chance could miss.</returns>
    public static double Of(double[,] table, KappaWeights weights = KappaWeights.None)
    {
        var size = table.GetLength(0);
        var (rows, columns, total) = (new double[size], new double[size], 0.0);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                rows[i] += table[i, j];
                columns[j] += table[i, j];
                total += table[i, j];
            }
        }

        var (observed, expected) = (0.0, 0.0);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var weight = Weight(Math.Abs(i - j), weights);
                observed += weight * table[i, j];
                expected += weight * rows[i] * columns[j] / total;
            }
        }

        return expected > 0 ? 1 - (observed / expected) : double.NaN;
    }

    /// <summary>The table of paired ratings, given as places in the order of the categories.</summary>
    public static double[,] Table(ReadOnlySpan<int> first, ReadOnlySpan<int> second, int categories)
    {
        var table = new double[categories, categories];
        for (var i = 0; i < first.Length; i++)
        {
            table[first[i], second[i]]++;
        }

        return table;
    }

    private static double Weight(int steps, KappaWeights weights) => weights switch
    {
        KappaWeights.Linear => steps,
        KappaWeights.Quadratic => steps * steps,
        _ => steps == 0 ? 0 : 1,
    };
}
