using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Calibration;

/// <summary>How a judge and people agree.</summary>
/// <param name="Judge">Its column.</param>
/// <param name="Raters">How many people labelled.</param>
/// <param name="Lines">Lines with a label and a score.</param>
/// <param name="Nulls">Labelled lines that the judge gave no score.</param>
public sealed record CalibrationResult(string Judge, int Raters, int Lines, int Nulls)
{
    /// <summary>The figures, the one to go by first.</summary>
    public IReadOnlyList<AgreementFigure> Figures { get; init; } = [];

    /// <summary>Lines with labels of several people: those that the human ceiling is from.</summary>
    public int LinesOfSeveral { get; init; }

    /// <summary>How much higher the judge scores than people, on average; null where they use different scales.</summary>
    public Interval? Bias { get; init; }

    /// <summary>How often the judge said the row and a rater the column; null for numbers of any kind.</summary>
    public ConfusionTable? Confusion { get; init; }

    /// <summary>The score from which a line should pass; null where people's labels have no good and bad.</summary>
    public ThresholdAdvice? Threshold { get; init; }

    /// <summary>The lines where they are farthest apart.</summary>
    public IReadOnlyList<Disagreement> Worst { get; init; } = [];

    /// <summary>The first figure on the lines of each slice.</summary>
    public IReadOnlyList<SliceAgreement> Slices { get; init; } = [];

    /// <summary>The true rate or mean of other traffic behind the judge's scores of it; null where none was given.</summary>
    public ProductionEstimate? Production { get; init; }
}

/// <summary>One measure of agreement.</summary>
/// <param name="Name">Kappa, Spearman …</param>
/// <param name="Judge">The judge against people.</param>
/// <param name="People">Each rater against the others: what is to be had at the most; null with a single rater.</param>
public sealed record AgreementFigure(string Name, Interval Judge, Interval? People);

/// <summary>Counts of labels by what the judge said.</summary>
/// <param name="Values">The scores and labels there are, in order.</param>
/// <param name="Counts">By the judge's score, then by the rater's label.</param>
public sealed record ConfusionTable(IReadOnlyList<double> Values, IReadOnlyList<IReadOnlyList<int>> Counts);

/// <summary>The best threshold, judged on lines that it was not chosen by.</summary>
/// <param name="Value">A line passes at or above it.</param>
/// <param name="Youden">Sensitivity plus specificity less one, cross-validated: 0 is a coin, 1 is perfect.</param>
/// <param name="Accuracy">The share of lines put right, cross-validated.</param>
/// <param name="Area">The chance that a good line scores above a bad one (AUROC, DeLong's interval).</param>
public sealed record ThresholdAdvice(double Value, double Youden, Interval Accuracy, Interval Area)
{
    /// <summary>The share of good lines that pass, cross-validated.</summary>
    public Interval Sensitivity { get; init; }

    /// <summary>The share of bad lines that fail, cross-validated.</summary>
    public Interval Specificity { get; init; }
}

/// <summary>A line on which judge and people are far apart.</summary>
/// <param name="Line">Its key.</param>
/// <param name="Judge">The score.</param>
/// <param name="People">The mean label.</param>
public sealed record Disagreement(string Line, double Judge, double People);

/// <summary>Agreement on some lines.</summary>
/// <param name="Column">What the lines are grouped by.</param>
/// <param name="Value">The group.</param>
/// <param name="Lines">How many there are.</param>
/// <param name="Figure">The figure.</param>
public sealed record SliceAgreement(string Column, string Value, int Lines, AgreementFigure Figure);

/// <summary>What people would say of traffic that only the judge has seen.</summary>
/// <param name="Lines">Lines scored.</param>
/// <param name="Nulls">Lines the judge gave no score.</param>
/// <param name="Mean">The judge's own mean, as it is.</param>
/// <param name="CorrectedMean">The mean of people's labels (prediction-powered inference).</param>
/// <param name="Weight">How far the judge was believed for that, 0 to 1.</param>
public sealed record ProductionEstimate(int Lines, int Nulls, double Mean, Interval CorrectedMean, double Weight)
{
    /// <summary>The share the judge passes at the threshold; null without one.</summary>
    public double? Rate { get; init; }

    /// <summary>The share that people would call good (Rogan and Gladen); null without a threshold.</summary>
    public Interval? CorrectedRate { get; init; }
}
