using System.Globalization;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Comparisons;

/// <summary>A comparison in sentences, for people who have not met an interval before.</summary>
public static class ComparisonWords
{
    /// <summary>All metrics in one sentence: <c>manual against sections: better in f1_score, worse in total_tokens.</c></summary>
    public static string Headline(Comparison comparison)
    {
        var parts = comparison.Metrics.GroupBy(m => m.Verdict).OrderBy(g => g.Key).Select(g => (g.Key switch
        {
            Verdict.Better => "better in ",
            Verdict.Worse => "worse in ",
            Verdict.NoDifference => "no difference that matters in ",
            _ => "we can't tell yet in ",
        }) + List([.. g.Select(m => m.Name)]));
        return $"{comparison.Candidate} against {comparison.Baseline}: {string.Join("; ", parts)}.";
    }

    /// <summary>What is known about one metric, in one or two sentences.</summary>
    public static string Sentence(MetricComparison metric, string baseline, string candidate)
    {
        var figures = $"{Number(metric.CandidateMean)} against {Number(metric.BaselineMean)}, a difference of {Difference(metric.Difference)} with 95 % confidence over {Count(metric.Lines, "line")}";
        var verdict = metric.Verdict switch
        {
            Verdict.Better => $"{candidate} is better than {baseline}: {figures}.",
            Verdict.Worse => $"{candidate} is worse than {baseline}: {figures}.",
            Verdict.NoDifference => $"between {candidate} and {baseline} there is no difference that matters: {figures}, all of it within ±{metric.Margin?.ToString("0.####", CultureInfo.InvariantCulture)}.",
            _ when metric.Lines == 0 => $"no line has a value for both {baseline} and {candidate}.",
            _ => $"we can't tell yet whether {candidate} or {baseline} is better: {figures}. {Advice(metric)}",
        };
        return $"{metric.Name}: {verdict}{LeftOut(metric, candidate)}{Judge(metric)}";
    }

    /// <summary>The metric's name, with what is to be known of its judge: <c>groundedness (uncalibrated judge)</c>.</summary>
    public static string Name(MetricComparison metric) => metric.Facts is { IsUncalibrated: true } ? $"{metric.Name} (uncalibrated judge)" : metric.Name;

    /// <summary><c>about 340 more lines</c>, or nothing where no number of lines would settle it.</summary>
    public static string? MoreLines(MetricComparison metric) => metric.MoreLines is { } more ? $"about {Count(more, "more line")}" : null;

    /// <summary><c>+0.112 (+0.064 to +0.159)</c>.</summary>
    public static string Difference(Interval interval) =>
        interval.IsBounded ? $"{Signed(interval.Estimate)} ({Signed(interval.Low)} to {Signed(interval.High)})" : $"{Signed(interval.Estimate)} (too few lines for an interval)";

    /// <summary>Three digits after the point, fewer for large numbers.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 10_000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("#,0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static string Advice(MetricComparison metric) => metric switch
    {
        { AdjustedPValue: { } p } when !metric.Difference.Contains(0) && p > Quantiles.Alpha =>
            $"The interval leaves zero out, but with {metric.Family} comparisons at once such a thing happens by luck (p {P(metric.PValue)}, corrected {P(p)}).{Lines(metric)}",
        { MoreLines: not null } => $"{Lines(metric)[1..]}",
        { Margin: null } => "They look the same so far; --margin says which difference would matter, and then it can be settled.",
        _ => "No number of lines is in sight that would tell.",
    };

    private static string Lines(MetricComparison metric) => metric.MoreLines is { } more ? $" About {Count(more, "more line")} would tell, if things stay as they look." : "";

    private static string LeftOut(MetricComparison metric, string candidate)
    {
        var neither = metric.Coverage.BothNulls == 0 ? "" : $" {Count(metric.Coverage.BothNulls, "line")} {(metric.Coverage.BothNulls == 1 ? "has" : "have")} no score in either.";
        if (metric.Coverage.LeftOut == 0)
        {
            return neither;
        }

        var what = neither + $" {Count(metric.Coverage.LeftOut, "line")} with a score on one side only {(metric.Coverage.LeftOut == 1 ? "is" : "are")} left out";
        return metric.Sensitivity is { } ends
            ? $"{what}: had they all gone against {candidate}, the difference would be {Signed(ends.Worst)}; had they all gone its way, {Signed(ends.Best)}."
            : $"{what}.";
    }

    private static string List(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";

    private static string Judge(MetricComparison metric) => metric.Facts switch
    {
        { IsUncalibrated: true } facts => $" A model judges ({facts.Judge ?? facts.Evaluator}), {facts.Calibration}: how far it agrees with people is not known (gyre eval calibrate).",
        { Calibration: { } label } facts => $" A model judges ({facts.Judge ?? facts.Evaluator}), {label}.",
        _ => "",
    };

    private static string P(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Count(int count, string noun) => $"{count.ToString("#,0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    private static string Signed(double value) => (value >= 0 ? "+" : "") + Number(value);
}
