namespace Gyre.Evaluation.Statistics.Agreement;

/// <summary>What a difference of two ratings means.</summary>
internal enum RatingLevel
{
    /// <summary>Names: different or not.</summary>
    Nominal,

    /// <summary>Ranks: by how many ratings lie between.</summary>
    Ordinal,

    /// <summary>Numbers: by the square of the distance.</summary>
    Interval,
}

/// <summary>Krippendorff's alpha (2011): agreement of any number of raters, with gaps. 1 is perfect, 0 is chance.</summary>
internal static class KrippendorffAlpha
{
    /// <param name="units">For each item the ratings it got; NaN for none. Items with fewer than two say nothing.</param>
    /// <param name="level">What a difference means.</param>
    /// <returns>NaN where all ratings are the same, or no item has two.</returns>
    public static double Of(IReadOnlyList<double[]> units, RatingLevel level) => new Coincidences(units).Alpha([.. Enumerable.Range(0, units.Count)], level);

    /// <summary>Counts of rating pairs, kept per item so that items can be drawn again.</summary>
    internal sealed class Coincidences
    {
        private readonly double[] values;
        private readonly int[][] ratings;

        public Coincidences(IReadOnlyList<double[]> units)
        {
            values = [.. units.SelectMany(u => u).Where(v => !double.IsNaN(v)).Distinct().Order()];
            ratings = [.. units.Select(u => u.Where(v => !double.IsNaN(v)).Select(v => Array.BinarySearch(values, v)).ToArray())];
        }

        public double Alpha(ReadOnlySpan<int> items, RatingLevel level)
        {
            var size = values.Length;
            var pairs = new double[size, size];
            foreach (var item in items)
            {
                var own = ratings[item];
                for (var i = 0; i < own.Length && own.Length > 1; i++)
                {
                    for (var j = 0; j < own.Length; j++)
                    {
                        pairs[own[i], own[j]] += i == j ? 0 : 1.0 / (own.Length - 1);
                    }
                }
            }

            var (counts, total) = (new double[size], 0.0);
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                {
                    counts[i] += pairs[i, j];
                }

                total += counts[i];
            }

            var (observed, expected) = (0.0, 0.0);
            for (var i = 0; i < size; i++)
            {
                for (var j = i + 1; j < size; j++)
                {
                    var distance = Distance(counts, i, j, level);
                    observed += pairs[i, j] * distance;
                    expected += counts[i] * counts[j] * distance;
                }
            }

            return expected > 0 ? 1 - ((total - 1) * observed / expected) : double.NaN;
        }

        private double Distance(double[] counts, int i, int j, RatingLevel level)
        {
            if (level == RatingLevel.Nominal)
            {
                return 1;
            }

            if (level == RatingLevel.Interval)
            {
                return (values[i] - values[j]) * (values[i] - values[j]);
            }

            var between = -(counts[i] + counts[j]) / 2;
            for (var k = i; k <= j; k++)
            {
                between += counts[k];
            }

            return between * between;
        }
    }
}
