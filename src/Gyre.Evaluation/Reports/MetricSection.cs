using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Reports;

/// <summary>One metric: its mean for every target to one scale, how its scores are spread, and the differences, slice by slice.</summary>
internal static class MetricSection
{
    public static void Write(HtmlPage page, EvaluationSummary summary, string name)
    {
        var metrics = summary.Targets.Select(t => (Target: t, Metric: t.Metrics.FirstOrDefault(m => m.Name == name))).Where(m => m.Metric is not null).Select(m => (m.Target, Metric: m.Metric!)).ToArray();
        page.Raw("<section class=\"card\">\n").Element("h2", name).Element("p", Describe(metrics[0].Metric.Facts), "quiet");
        Means(page, metrics);
        foreach (var words in metrics.Where(m => m.Metric.Repeats is not null).Select(m => $"{m.Target.Name}, {FindingsWords.Repeats(m.Metric)}")
            .Concat(metrics.SelectMany(m => FindingsWords.Missing(m.Target with { Metrics = [m.Metric] }))))
        {
            page.Element("p", words, "quiet");
        }

        Differences(page, summary, name);
        page.Raw("</section>\n");
    }

    private static string Describe(MetricFacts facts)
    {
        var direction = facts.Card.Direction switch { Direction.LowerIsBetter => "lower is better", Direction.HigherIsBetter => "higher is better", _ => "for information" };
        var threshold = facts.Card.Threshold is { } t ? $", passes {(facts.Card.Direction == Direction.LowerIsBetter ? "up to" : "from")} {Figures.Number(t)}" : "";
        var judge = facts.IsJudged ? $" · judged by {facts.Judge ?? "a model"}, {facts.Calibration}" : "";
        return $"{direction}{threshold} · evaluator {facts.Evaluator}{(facts.Version is { } version ? $", version {version}" : "")}{judge}";
    }

    private static void Means(HtmlPage page, (TargetSummary Target, MetricSummary Metric)[] metrics)
    {
        var scale = metrics[0].Metric.Facts.Card.Scale;
        double[] bounds = [.. new[] { scale.Low, scale is { Kind: ScaleKind.Ordinal or ScaleKind.Truth } or { Low: 0, High: 1 } ? scale.High : null }.OfType<double>()];
        var axis = new DrawnAxis(bounds.Concat(metrics.SelectMany(m => Ends(m.Metric.Interval))));
        var scores = metrics.Select(m => Scores(m.Target, m.Metric.Name).ToArray()).ToArray();
        var isRate = metrics.All(m => m.Metric.IsRate || m.Metric.Scored == 0);
        var histogram = isRate ? null : Histogram(scale, [.. scores.SelectMany(s => s)]);
        page.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Means\"><table class=\"drawn\">\n<thead><tr><th scope=\"col\">Target</th><th scope=\"col\" class=\"number\">Scored</th><th scope=\"col\" class=\"scale\"><span class=\"unseen\">Drawn</span>").Raw(axis.Scale())
            .Raw("</th><th scope=\"col\">Mean, 95 % interval</th>").Raw(metrics.Any(m => m.Metric.PassRate is not null) ? "<th scope=\"col\">Passed, 95 % interval</th>" : "")
            .Raw(histogram is null ? "" : "<th scope=\"col\">Spread</th>").Raw("</tr></thead>\n<tbody>\n");
        foreach (var ((target, metric), values) in metrics.Zip(scores))
        {
            page.Raw("<tr><th scope=\"row\">").Text(target.Name).Raw("</th><td class=\"number\">").Text($"{Figures.Number(metric.Scored)} of {Figures.Number(metric.Lines)}")
                .Raw("</td><td class=\"drawing\">").Raw(metric.Interval is { } mean ? axis.Draw(mean, "") : "").Raw("</td><td class=\"figures\">").Text(FindingsWords.Mean(metric)).Raw("</td>");
            if (metrics.Any(m => m.Metric.PassRate is not null))
            {
                page.Raw("<td class=\"figures\">").Text(FindingsWords.Share(metric.PassRate)).Raw("</td>");
            }

            page.Raw(histogram is null ? "" : $"<td>{histogram.Draw(values, target.Name)}</td>").Raw("</tr>\n");
        }

        page.Raw("</tbody></table></div>\n");
    }

    private static ScoreHistogram Histogram(Scale scale, double[] scores)
    {
        var (low, high) = scores.Length == 0 ? (0, 1) : (scores.Min(), scores.Max());
        return scale is { Low: 0, High: 1 } ? new ScoreHistogram(0, 1, isWhole: false)
            : new ScoreHistogram(scale.Kind == ScaleKind.Ordinal ? scale.Low ?? low : low, scale.Kind == ScaleKind.Ordinal ? scale.High ?? high : high, scores.All(s => s == Math.Floor(s)));
    }

    private static IEnumerable<double> Scores(TargetSummary target, string metric) =>
        target.Tries.SelectMany(t => t.Column(metric) is { } column ? t.Keys.Select((_, row) => column[row]) : []).Where(s => !double.IsNaN(s));

    // The forest: one row for all lines and one for each slice, of every target.
    private static void Differences(HtmlPage page, EvaluationSummary summary, string name)
    {
        var compared = summary.Comparisons.Select(c => (Comparison: c, Metric: c.Metrics.FirstOrDefault(m => m.Name == name))).Where(c => c.Metric is not null).Select(c => (c.Comparison, Metric: c.Metric!)).ToArray();
        if (compared.Length == 0)
        {
            return;
        }

        var all = compared.SelectMany(c => c.Metric.Slices.Select(s => s.Result).Prepend(c.Metric)).ToArray();
        var margin = compared[0].Metric.Margin ?? 0;
        var axis = new DrawnAxis(all.SelectMany(m => Ends(m.Difference)).Concat([0, -margin, margin]));
        page.Raw("<h3>").Text($"Difference to {compared[0].Comparison.Baseline}, line by line").Raw("</h3>\n");
        page.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Differences\"><table class=\"drawn\">\n<thead><tr><th scope=\"col\">Target</th><th scope=\"col\" class=\"number\">Lines</th><th scope=\"col\" class=\"scale\"><span class=\"unseen\">Drawn</span>")
            .Raw(axis.Scale()).Raw("</th><th scope=\"col\">Difference, 95 % interval</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n");
        foreach (var (comparison, metric) in compared)
        {
            Row(page, metric, axis, margin, comparison.Candidate, "whole");
            foreach (var slice in metric.Slices)
            {
                Row(page, slice.Result, axis, margin, $"{slice.Column} = {slice.Value}", "slice");
            }
        }

        page.Raw("</tbody></table></div>\n");
        page.Element("p", margin > 0 ? $"The line is zero; within the band, up to {Figures.Number(margin)} either way, a difference does not matter." : "The line is zero: no difference.", "quiet");
    }

    private static void Row(HtmlPage page, MetricComparison metric, DrawnAxis axis, double margin, string name, string kind)
    {
        page.Raw($"<tr class=\"{kind}\"><th scope=\"row\">").Text(name).Raw("</th><td class=\"number\">").Text(Figures.Number(metric.Lines)).Raw("</td><td class=\"drawing\">")
            .Raw(metric.Lines == 0 ? "" : axis.Draw(metric.Difference, VerdictTone.Of(metric.Verdict), margin)).Raw("</td><td class=\"figures\">")
            .Text(metric.Lines == 0 ? "no line has both scores" : ComparisonWords.Difference(metric.Difference)).Raw("</td><td>").Badge(metric.Verdict);
        if (ComparisonWords.MoreLines(metric) is { } more)
        {
            page.Raw(" <span class=\"quiet\">").Text(more).Raw("</span>");
        }

        page.Raw("</td></tr>\n");
    }

    private static IEnumerable<double> Ends(Interval? interval) => interval is { } i ? [i.Estimate, i.Low, i.High] : [];
}
