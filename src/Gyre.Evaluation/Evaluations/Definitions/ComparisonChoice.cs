using Gyre.Evaluation.Comparisons;

namespace Gyre.Evaluation.Evaluations.Definitions;

/// <summary>How the targets of an evaluation are compared; said before anything is seen, so that nothing is chosen because it looks good.</summary>
public sealed record ComparisonChoice
{
    /// <summary>Name of the target that the others are compared with; null for the first.</summary>
    public string? Baseline { get; init; }

    /// <summary>Columns of the data by whose values the lines are compared once more.</summary>
    public IReadOnlyList<string> Slices { get; init; } = [];

    /// <summary>Column of the data that says which lines belong together; null where every line stands alone.</summary>
    public string? Cluster { get; init; }

    /// <summary>The largest difference that does not matter; null where every difference does.</summary>
    public double? Margin { get; init; }

    /// <summary>The same for single metrics.</summary>
    public IReadOnlyDictionary<string, double> Margins { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>This, with what another names in its place.</summary>
    public ComparisonChoice With(ComparisonChoice other) => new()
    {
        Baseline = other.Baseline ?? Baseline,
        Slices = other.Slices.Count > 0 ? other.Slices : Slices,
        Cluster = other.Cluster ?? Cluster,
        Margin = other.Margin ?? Margin,
        Margins = other.Margins.Concat(Margins.Where(m => !other.Margins.ContainsKey(m.Key))).ToDictionary(StringComparer.Ordinal),
    };

    /// <summary>The columns of the data that a comparison reads.</summary>
    internal IEnumerable<string> Columns => Cluster is null ? Slices : Slices.Append(Cluster);

    internal ComparisonOptions ToOptions() => new() { WorstLines = 10, Slices = Slices, Cluster = Cluster, Margin = Margin, Margins = Margins };
}
