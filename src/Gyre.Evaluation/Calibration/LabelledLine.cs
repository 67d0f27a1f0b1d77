namespace Gyre.Evaluation.Calibration;

/// <summary>One line that a judge and people have scored.</summary>
/// <param name="Key">Names it.</param>
/// <param name="Judge">NaN where the judge gave no score.</param>
/// <param name="Labels">What each rater said; NaN where one was not asked.</param>
/// <param name="Slices">Its group in each of the columns it is sliced by.</param>
/// <param name="Cluster">What it belongs to; a line that stands alone has a cluster of its own.</param>
internal sealed record LabelledLine(string Key, double Judge, double[] Labels, IReadOnlyList<string> Slices, int Cluster)
{
    /// <summary>The labels there are.</summary>
    public double[] Given { get; } = [.. Labels.Where(label => !double.IsNaN(label))];

    /// <summary>Their mean.</summary>
    public double People => Given.Average();

    /// <summary>Whether both have spoken.</summary>
    public bool IsPaired => !double.IsNaN(Judge) && Given.Length > 0;
}
