namespace Gyre.Evaluation.Statistics;

/// <summary>Holm's correction (Holm 1979): with many tests at once, the chance of even one false alarm stays at 5 %, whatever they have to do with each other.</summary>
internal static class Holm
{
    /// <summary>Corrected p-values in the order given, and by how much each was multiplied.</summary>
    public static IReadOnlyList<(double P, int Factor)> Adjust(IReadOnlyList<double> pValues)
    {
        var order = Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).ToArray();
        var adjusted = new (double, int)[pValues.Count];
        var largest = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            var factor = order.Length - rank;
            largest = Math.Min(1, Math.Max(largest, pValues[order[rank]] * factor));
            adjusted[order[rank]] = (largest, factor);
        }

        return adjusted;
    }
}
