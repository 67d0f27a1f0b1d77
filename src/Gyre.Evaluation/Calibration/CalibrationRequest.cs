namespace Gyre.Evaluation.Calibration;

/// <summary>What a judge is to be held against.</summary>
/// <param name="Judge">The column of its scores.</param>
/// <param name="Humans">The columns of people's labels, one per rater; a column that holds an object stands for all raters in it.</param>
public sealed record CalibrationRequest(string Judge, IReadOnlyList<string> Humans)
{
    internal const int FewestLines = 5;

    /// <summary>The label from which people call a line good; null where labels are 0 and 1.</summary>
    public double? Passing { get; init; }

    /// <summary>Columns by whose values agreement is shown once more.</summary>
    public IReadOnlyList<string> Slices { get; init; } = [];

    /// <summary>The column that says which lines belong together (a conversation, a document); null where every line stands alone.</summary>
    public string? Cluster { get; init; }

    /// <summary>The column that names a line; null for its place in the file.</summary>
    public string? Key { get; init; }
}
