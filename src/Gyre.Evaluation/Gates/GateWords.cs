using System.Globalization;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Measures;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Gates;

/// <summary>One check in words for people who have not met an interval before.</summary>
internal sealed class GateWords(GateQuestion question, Measured measured, LimitTest test, GateVerdict verdict)
{
    private readonly GateRule rule = question.Rule;

    /// <summary>How many checks were judged by an interval.</summary>
    public int Family { get; init; }

    /// <summary>As in <see cref="GateCheck.MoreLines"/>.</summary>
    public int? MoreLines { get; init; }

    /// <summary>The label of a judge whose scores decide nothing; null where they do.</summary>
    public string? Distrusted { get; init; }

    /// <summary>The check with all that can be said of it.</summary>
    public GateCheck Check() => new(Name, Wanted, verdict)
    {
        Metric = rule.Metric,
        Measure = MeasureWord(rule.Measure),
        LimitKind = LimitWord,
        LimitValue = rule.Limit.Value,
        Value = new Interval(measured.Estimate, measured.Low, measured.High),
        Words = Figure,
        Lines = measured.Lines,
        Missing = measured.Missing,
        MoreLines = MoreLines,
        Sentence = Sentence(),
        Evidence = verdict == GateVerdict.Pass ? [] : measured.Evidence,
        PolicyLine = rule.Line,
    };

    private string Name => string.Join(", ", new[] { $"{rule.Metric} {MeasureWord(rule.Measure).Replace('_', ' ')}".Trim(), question.Slice }.Where(p => p.Length > 0));

    private bool IsDifference => rule.Limit.Kind is LimitKind.NotWorseBy or LimitKind.BetterBy;

    private bool IsCount => rule.Measure is Measure.FlipsLost or Measure.FailedLines;

    private string Wanted => $"{LimitWord.Replace('_', ' ')} {WithUnit(rule.Limit.Value.ToString("#,0.############", CultureInfo.InvariantCulture))}";

    private string LimitWord => rule.Limit.Kind switch
    {
        LimitKind.AtLeast => "at_least",
        LimitKind.AtMost => "at_most",
        LimitKind.NotWorseBy => "not_worse_by",
        _ => "better_by",
    };

    private static string MeasureWord(Measure measure) => measure switch
    {
        Measure.PassRate => "pass_rate",
        Measure.P50 => "p50",
        Measure.P95 => "p95",
        Measure.Total => "total",
        Measure.Coverage => "coverage",
        Measure.FlipsLost => "flips_lost",
        Measure.FailedLines => "failed_lines",
        _ => "mean",
    };

    private string Figure =>
        double.IsNaN(measured.Estimate) ? "no value"
        : measured.Low == measured.High ? Number(measured.Estimate)
        : $"{Number(measured.Estimate)} ({(double.IsFinite(measured.Low) ? Number(measured.Low) : "no lower end")} to {(double.IsFinite(measured.High) ? Number(measured.High) : "no upper end")})";

    private string Sentence()
    {
        var what = IsDifference
            ? $"{Name} against the baseline: {Figure}, plus being better, over {Count(measured.Lines, "line")}"
            : $"{Name}: {Figure} over {Count(measured.Lines, "line")}";
        return $"{what}; wanted is {Wanted}. {Why()}{Evidence()}".TrimEnd();
    }

    private string Why() => verdict switch
    {
        _ when Distrusted is not null => $"Its judge is {Distrusted}, and this gate relies on calibrated judges only: gyre eval calibrate holds it against people.",
        GateVerdict.Pass => test.HasLuck ? "That holds with 95 % confidence." : "That holds.",
        GateVerdict.Fail => test.HasLuck ? "The whole interval is beyond that." : "That does not hold.",
        _ when measured.Lines == 0 => "No line has a value.",
        _ when test.HangsOnMissing => $"{Count(measured.Missing, "line")} {(measured.Missing == 1 ? "has" : "have")} no score, and it hangs on what {(measured.Missing == 1 ? "it" : "they")} would have been.",
        _ when test.IsBeyond => $"The interval is beyond that, but among {Family} questions such a thing happens by luck.{More}",
        _ when !double.IsFinite(rule.Limit.Kind == LimitKind.AtMost ? measured.High : measured.Low) => $"These are too few lines for an interval{(rule.Measure == Measure.P95 ? "; a 95th percentile needs 72" : "")}.",
        _ => $"The limit lies within the interval: on other lines of the same kind it could be kept or missed.{More}",
    };

    private string More => MoreLines is { } more ? $" About {Count(more, "more line")} would tell, if things stay as they look." : "";

    private string Evidence()
    {
        if (verdict == GateVerdict.Pass || measured.Evidence.Count == 0)
        {
            return "";
        }

        var lines = string.Join(", ", measured.Evidence.Select(e => e switch
        {
            { Baseline: { } before, Value: { } now } when rule.Measure == Measure.Mean => $"{e.Line} ({Number(before)}, now {Number(now)})",
            { Value: { } value } when rule.Measure is Measure.Mean or Measure.P50 or Measure.P95 or Measure.Total => $"{e.Line} ({Number(value)})",
            _ => e.Line,
        }));
        var which = rule.Measure switch
        {
            Measure.FailedLines => "Failed",
            Measure.Coverage => "Without a score",
            Measure.FlipsLost => "Lost",
            _ when IsDifference => "Lost most",
            Measure.PassRate => rule.Limit.Kind == LimitKind.AtMost ? "Passing" : "Not passing",
            _ => rule.Limit.Kind == LimitKind.AtMost ? "Highest" : "Lowest",
        };
        return $" {which}: {(measured.Evidence.Count == 1 ? "line" : "lines")} {lines}.";
    }

    // Differences have a sign.
    private string Number(double value) => WithUnit(IsDifference && value >= 0 ? "+" + Plain(value) : Plain(value));

    private string Plain(double value) => IsCount ? value.ToString("#,0.##", CultureInfo.InvariantCulture) : Digits(value);

    private string WithUnit(string number) => rule switch
    {
        { Measure: Measure.PassRate or Measure.Coverage or Measure.FlipsLost or Measure.FailedLines } => number,
        { Metric: "latency" } => $"{number} s",
        { Metric: "cost" } => number.Insert(number[0] is '+' or '-' ? 1 : 0, "$"),
        _ => number,
    };

    // Costs of a line have more zeros behind the point than scores.
    private static string Digits(double value)
    {
        var size = Math.Abs(value);
        return size == 0 ? "0"
            : size >= 0.01 || !double.IsFinite(size) ? ComparisonWords.Number(value)
            : value.ToString("0." + new string('#', Math.Min(12, 2 - (int)Math.Floor(Math.Log10(size)))), CultureInfo.InvariantCulture);
    }

    private static string Count(int count, string noun) => $"{count.ToString("#,0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";
}
