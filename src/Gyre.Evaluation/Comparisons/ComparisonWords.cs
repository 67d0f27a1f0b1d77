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
        var (before, now) = Means(metric);
        var figures = $"{now} against {before}, a difference of {Difference(metric.Difference)} with 95 % confidence over {Count(metric.Lines, "line")}";
        var verdict = metric.Verdict switch
        {
            Verdict.Better => $"{candidate} is better than {baseline}: {figures}.",
            Verdict.Worse => $"{candidate} is worse than {baseline}: {figures}.",
            Verdict.NoDifference => $"between {candidate} and {baseline} there is no difference that matters: {figures}, all of it within ±{metric.Margin?.ToString("0.############", CultureInfo.InvariantCulture)}.",
            _ when metric.Lines == 0 => $"no line has a value for both {baseline} and {candidate}.",
            _ => $"we can't tell yet whether {candidate} or {baseline} is better: {figures}. {Advice(metric)}",
        };
        return $"{metric.Name}{(metric.LowerIsBetter ? " (less is better)" : "")}: {verdict}{Assumed(metric)}{LeftOut(metric, baseline, candidate)}{Judge(metric)}";
    }

    /// <summary>The metric's name, with what is to be known of it: <c>groundedness (uncalibrated judge)</c>, <c>latency (less is better)</c>, <c>x (more is better: assumed)</c>.</summary>
    public static string Name(MetricComparison metric)
    {
        string?[] known =
        [
            metric.Facts switch { { IsForgotten: true } => "evaluator not known any more", { IsUncalibrated: true } => "uncalibrated judge", _ => null },
            metric.IsDirectionAssumed ? $"{(metric.LowerIsBetter ? "less" : "more")} is better: assumed" : metric.LowerIsBetter ? "less is better" : null,
        ];
        return known.Any(k => k is not null) ? $"{metric.Name} ({string.Join("; ", known.Where(k => k is not null))})" : metric.Name;
    }

    /// <summary>Both means with as many digits as their difference needs.</summary>
    public static (string Baseline, string Candidate) Means(MetricComparison metric)
    {
        var places = Digits.For(metric.Difference.Estimate, metric.Difference.Low, metric.Difference.High);
        return (Digits.Of(metric.BaselineMean, places), Digits.Of(metric.CandidateMean, places));
    }

    /// <summary>Columns that are left out because of a text: <c>'score' is left out: it holds text ('maybe', b.csv line 17).</c></summary>
    public static IEnumerable<string> ColumnsOfText(Comparison comparison) =>
        comparison.ColumnsOfText.Select(c => $"'{c.Column}' is left out: it holds text ('{c.Text}', {c.System} line {c.Line}).");

    /// <summary><c>about 340 more lines</c>, or nothing where no number of lines would settle it.</summary>
    public static string? MoreLines(MetricComparison metric) => metric.MoreLines is { } more ? $"about {Count(more, "more line")}" : null;

    /// <summary><c>+0.112 (+0.064 to +0.159)</c>.</summary>
    public static string Difference(Interval interval)
    {
        var places = Digits.For(interval.Estimate, interval.Low, interval.High);
        return interval.IsBounded
            ? $"{Signed(interval.Estimate, places)} ({Signed(interval.Low, places)} to {Signed(interval.High, places)})"
            : $"{Signed(interval.Estimate, places)} (too few lines for an interval)";
    }

    /// <summary>Three digits after the point, fewer for large numbers, more for small ones; a dash where there is no number.</summary>
    public static string Number(double value) => Digits.Of(value);

    private static string Assumed(MetricComparison metric) => metric is { IsDirectionAssumed: true, Lines: > 0 }
        ? $" That {(metric.LowerIsBetter ? "less" : "more")} is better is assumed; nothing says so."
        : "";

    private static string Advice(MetricComparison metric) => metric switch
    {
        { AdjustedPValue: { } p } when !metric.Difference.Contains(0) && p > Quantiles.Alpha =>
            $"The interval leaves zero out, but with {metric.Family} comparisons at once such a thing happens by luck (p {P(metric.PValue)}, corrected {P(p)}).{Lines(metric)}",
        { MoreLines: not null } => $"{Lines(metric)[1..]}",
        { Lines: 1 } => "One line says nothing of others.",
        { Difference.IsBounded: false, Changed: (0, 0) } => "All scores are the same, and how far scores can differ is not known.",
        { Margin: null } => "They look the same so far; --margin says which difference would matter, and then it can be settled.",
        _ => "No number of lines is in sight that would tell.",
    };

    private static string Lines(MetricComparison metric) => metric.MoreLines is { } more ? $" About {Count(more, "more line")} would tell, if things stay as they look." : "";

    private static string LeftOut(MetricComparison metric, string baseline, string candidate)
    {
        var neither = metric.Coverage.BothNulls == 0 ? "" : $" {Count(metric.Coverage.BothNulls, "line")} {(metric.Coverage.BothNulls == 1 ? "has" : "have")} no score in either.";
        string?[] parts =
        [
            metric.Coverage.LeftOut == 0 ? null : $"{Count(metric.Coverage.LeftOut, "line")} with a score on one side only {(metric.Coverage.LeftOut == 1 ? "is" : "are")} left out",
            Tries(metric.Coverage.BaselinePartly, baseline),
            Tries(metric.Coverage.CandidatePartly, candidate),
        ];
        if (parts.All(p => p is null))
        {
            return neither;
        }

        var what = $"{neither} {string.Join("; ", parts.Where(p => p is not null))}";
        var places = Digits.For(metric.Difference.Estimate, metric.Difference.Low, metric.Difference.High);
        return metric.Sensitivity is { } ends
            ? $"{what}: had they all gone against {candidate}, the difference would be {Signed(ends.Worst, places)}; had they all gone its way, {Signed(ends.Best, places)}."
            : $"{what}.";

        static string? Tries(int lines, string name) => lines == 0 ? null : $"some tries of {Count(lines, "line")} of {name} have no score and are left out";
    }

    private static string List(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";

    private static string Judge(MetricComparison metric) => metric.Facts switch
    {
        { IsForgotten: true } facts => $" Its evaluator, {facts.Evaluator}, is not known any more: nobody can say what it measured.",
        { IsUncalibrated: true } facts => $" A model judges ({facts.Judge ?? facts.Evaluator}), {facts.Calibration}: how far it agrees with people is not known (gyre eval calibrate).",
        { Calibration: { } label } facts => $" A model judges ({facts.Judge ?? facts.Evaluator}), {label}.",
        _ => "",
    };

    private static string P(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Count(int count, string noun) => $"{count.ToString("#,0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    // What rounds to nothing has no sign.
    private static string Signed(double value, int places) => (value > -1e-12 ? "+" : "") + Digits.Of(value, places);
}
