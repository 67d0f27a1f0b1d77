using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Calibration.Api;

/// <summary>A figure and the range it is in with 95 % confidence.</summary>
/// <param name="Estimate">As it was measured; null where it can't be told.</param>
/// <param name="Low">Lower end; null where the data say nothing.</param>
/// <param name="High">Upper end; null where the data say nothing.</param>
internal sealed record FigureView(
    [property: JsonPropertyName("estimate")] double? Estimate,
    [property: JsonPropertyName("low")] double? Low,
    [property: JsonPropertyName("high")] double? High)
{
    public static FigureView Of(Interval i) => new(Finite(i.Estimate), Finite(i.Low), Finite(i.High));

    public static FigureView? Of(Interval? interval) => interval is { } i ? Of(i) : null;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>How a judge and people agree.</summary>
/// <param name="Judge">The column of its scores.</param>
/// <param name="Raters">How many people labelled.</param>
/// <param name="Lines">Lines with a label and a score.</param>
/// <param name="Nulls">Labelled lines that the judge gave no score.</param>
/// <param name="Agreement">The figures, the one to go by first.</param>
/// <param name="Bias">How much higher the judge scores than people, on average; null where they use different scales.</param>
/// <param name="Confusion">How often the judge said what where people said what; null for numbers of any kind.</param>
/// <param name="Threshold">The score from which a line should pass; null where labels have no good and bad.</param>
/// <param name="Slices">The first figure on the lines of each slice.</param>
/// <param name="WorstLines">The lines where they are farthest apart.</param>
/// <param name="Production">What people would say of other traffic; null where none was given.</param>
/// <param name="Record">What was written down; null where nothing was.</param>
/// <param name="NotRecorded">Why nothing could be written down; null where it was, or was not asked for.</param>
internal sealed record CalibrationView(
    [property: JsonPropertyName("judge")] string Judge,
    [property: JsonPropertyName("raters")] int Raters,
    [property: JsonPropertyName("lines")] int Lines,
    [property: JsonPropertyName("nulls")] int Nulls,
    [property: JsonPropertyName("agreement")] IReadOnlyList<AgreementView> Agreement,
    [property: JsonPropertyName("bias")] FigureView? Bias,
    [property: JsonPropertyName("confusion")] ConfusionView? Confusion,
    [property: JsonPropertyName("threshold")] ThresholdView? Threshold,
    [property: JsonPropertyName("slices")] IReadOnlyList<CalibrationSliceView> Slices,
    [property: JsonPropertyName("worst_lines")] IReadOnlyList<WorstLineView> WorstLines,
    [property: JsonPropertyName("production")] ProductionView? Production,
    [property: JsonPropertyName("record")] CalibrationRecordView? Record,
    [property: JsonPropertyName("not_recorded")] string? NotRecorded)
{
    public static CalibrationView Of(CalibrationResult r, IReadOnlyDictionary<string, JsonObject> rows, CalibrationRecordView? record, string? notRecorded) => new(
        r.Judge,
        r.Raters,
        r.Lines,
        r.Nulls,
        [.. r.Figures.Select(AgreementView.Of)],
        FigureView.Of(r.Bias),
        r.Confusion is { } c ? new ConfusionView(c.Values, c.Counts) : null,
        r.Threshold is { } t ? new ThresholdView(t.Value, t.Youden, FigureView.Of(t.Accuracy), FigureView.Of(t.Area), FigureView.Of(t.Sensitivity), FigureView.Of(t.Specificity)) : null,
        [.. r.Slices.Select(s => new CalibrationSliceView(s.Column, s.Value, s.Lines, AgreementView.Of(s.Figure)))],
        [.. r.Worst.Select(w => new WorstLineView(w.Line, w.Judge, w.People, rows.GetValueOrDefault(w.Line)))],
        r.Production is { } p ? new ProductionView(p.Lines, p.Nulls, p.Mean, FigureView.Of(p.CorrectedMean), p.Weight, p.Rate, FigureView.Of(p.CorrectedRate)) : null,
        record,
        notRecorded);
}

/// <summary>One measure of agreement.</summary>
/// <param name="Name">Kappa, Spearman …</param>
/// <param name="Judge">The judge against people.</param>
/// <param name="People">Each person against the others: what is to be had at the most; null with a single one.</param>
internal sealed record AgreementView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("judge")] FigureView Judge,
    [property: JsonPropertyName("people")] FigureView? People)
{
    public static AgreementView Of(AgreementFigure f) => new(f.Name, FigureView.Of(f.Judge), FigureView.Of(f.People));
}

/// <summary>Counts of labels by what the judge said.</summary>
/// <param name="Values">The scores and labels there are, in order.</param>
/// <param name="JudgeByPeople">By the judge's score, then by the person's label.</param>
internal sealed record ConfusionView(
    [property: JsonPropertyName("values")] IReadOnlyList<double> Values,
    [property: JsonPropertyName("judge_by_people")] IReadOnlyList<IReadOnlyList<int>> JudgeByPeople);

/// <summary>The best threshold, judged on lines that it was not chosen by.</summary>
/// <param name="Value">A line passes at or above it.</param>
/// <param name="Youden">Sensitivity plus specificity less one: 0 is a coin, 1 is perfect.</param>
/// <param name="Accuracy">The share of lines put right.</param>
/// <param name="Auroc">The chance that a good line scores above a bad one.</param>
/// <param name="Sensitivity">The share of good lines that pass.</param>
/// <param name="Specificity">The share of bad lines that fail.</param>
internal sealed record ThresholdView(
    [property: JsonPropertyName("value")] double Value,
    [property: JsonPropertyName("youden")] double Youden,
    [property: JsonPropertyName("accuracy")] FigureView Accuracy,
    [property: JsonPropertyName("auroc")] FigureView Auroc,
    [property: JsonPropertyName("sensitivity")] FigureView Sensitivity,
    [property: JsonPropertyName("specificity")] FigureView Specificity);

/// <summary>Agreement on some lines.</summary>
/// <param name="Column">What lines are grouped by.</param>
/// <param name="Value">The group.</param>
/// <param name="Lines">How many there are.</param>
/// <param name="Agreement">The figure to go by.</param>
internal sealed record CalibrationSliceView(
    [property: JsonPropertyName("column")] string Column,
    [property: JsonPropertyName("value")] string Value,
    [property: JsonPropertyName("lines")] int Lines,
    [property: JsonPropertyName("agreement")] AgreementView Agreement);

/// <summary>A line on which judge and people are far apart.</summary>
/// <param name="Line">Its number, or its key.</param>
/// <param name="Judge">The score.</param>
/// <param name="People">The mean label.</param>
/// <param name="Row">All that is in it; null of a run, whose lines are looked up there.</param>
internal sealed record WorstLineView(
    [property: JsonPropertyName("line")] string Line,
    [property: JsonPropertyName("judge")] double Judge,
    [property: JsonPropertyName("people")] double People,
    [property: JsonPropertyName("row")] JsonObject? Row);

/// <summary>What people would say of traffic that only the judge has seen.</summary>
/// <param name="Lines">Lines scored.</param>
/// <param name="Nulls">Lines the judge gave no score.</param>
/// <param name="Mean">The judge's own mean.</param>
/// <param name="CorrectedMean">The mean of people's labels.</param>
/// <param name="Weight">How far the judge was believed for that, 0 to 1.</param>
/// <param name="Rate">The share the judge passes at the threshold; null without one.</param>
/// <param name="CorrectedRate">The share that people would call good; null without a threshold.</param>
internal sealed record ProductionView(
    [property: JsonPropertyName("lines")] int Lines,
    [property: JsonPropertyName("nulls")] int Nulls,
    [property: JsonPropertyName("mean")] double Mean,
    [property: JsonPropertyName("corrected_mean")] FigureView CorrectedMean,
    [property: JsonPropertyName("weight")] double Weight,
    [property: JsonPropertyName("rate")] double? Rate,
    [property: JsonPropertyName("corrected_rate")] FigureView? CorrectedRate);

/// <summary>What the workspace keeps of a calibration.</summary>
/// <param name="File">Relative to the workspace.</param>
/// <param name="Evaluator">Whose scores were held against people's.</param>
/// <param name="Version">The evaluator's at that time; null where it is not known.</param>
/// <param name="Judge">The model that judged; null where it is not known.</param>
/// <param name="Date">When.</param>
/// <param name="Lines">On how many lines.</param>
/// <param name="Raters">By how many people.</param>
/// <param name="Measure">The figure to go by.</param>
/// <param name="Agreement">Its value for the judge.</param>
/// <param name="People">Its value for people among themselves; null with one.</param>
/// <param name="Threshold">The threshold that was found; null where there is none.</param>
/// <param name="Label">What stands beside figures of the evaluator as it is now, judged by that model.</param>
/// <param name="IsCalibrated">Whether it vouches for the evaluator as it is now.</param>
internal sealed record CalibrationRecordView(
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("evaluator")] string Evaluator,
    [property: JsonPropertyName("version")] string? Version,
    [property: JsonPropertyName("judge")] string? Judge,
    [property: JsonPropertyName("date")] DateOnly Date,
    [property: JsonPropertyName("lines")] int Lines,
    [property: JsonPropertyName("raters")] int Raters,
    [property: JsonPropertyName("measure")] string Measure,
    [property: JsonPropertyName("agreement")] FigureView Agreement,
    [property: JsonPropertyName("people")] FigureView? People,
    [property: JsonPropertyName("threshold")] double? Threshold,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("is_calibrated")] bool IsCalibrated)
{
    /// <param name="r">The record.</param>
    /// <param name="file">Relative to the workspace.</param>
    /// <param name="version">The evaluator's now; null where evaluators of its kind have none.</param>
    public static CalibrationRecordView Of(CalibrationRecord r, string file, string? version) => new(
        file, r.Evaluator, r.Version, r.Judge, r.Date, r.Lines, r.Raters, r.Measure, FigureView.Of(r.Agreement), FigureView.Of(r.Ceiling), r.Threshold,
        CalibrationRecord.Label(r, version, r.Judge), r.VouchesFor(version, r.Judge));
}

/// <summary>The calibrations of a workspace.</summary>
/// <param name="Records">By evaluator.</param>
/// <param name="Faults">Files that can't be read, each with why.</param>
/// <param name="CanRecord">Whether there is a workspace to write them down in.</param>
internal sealed record CalibrationsView(
    [property: JsonPropertyName("records")] IReadOnlyList<CalibrationRecordView> Records,
    [property: JsonPropertyName("faults")] IReadOnlyList<CalibrationFaultView> Faults,
    [property: JsonPropertyName("can_record")] bool CanRecord);

/// <summary>A file that can't be read.</summary>
/// <param name="File">Relative to the workspace.</param>
/// <param name="Line">Where in it; null where that is not known.</param>
/// <param name="Message">Why.</param>
internal sealed record CalibrationFaultView(
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("line")] int? Line,
    [property: JsonPropertyName("message")] string Message);
