using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Findings;

namespace Gyre.Evaluation.Reports;

/// <summary>All targets in one table: their scores with the verdict against the baseline, then what answering took.</summary>
internal static class TargetsSection
{
    public static void Write(HtmlPage page, EvaluationSummary summary)
    {
        var metrics = summary.Targets.SelectMany(t => t.Metrics).DistinctBy(m => m.Name, StringComparer.Ordinal).ToArray();
        page.Raw("<section class=\"card\" aria-labelledby=\"targets\">\n<h2 id=\"targets\">Targets</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"targets\"><table class=\"targets\">\n<thead><tr><td></td>");
        foreach (var target in summary.Targets)
        {
            page.Raw("<th scope=\"col\">").Text(target.Name).Raw("</th>");
        }

        page.Raw("</tr></thead>\n<tbody>\n");
        foreach (var metric in metrics)
        {
            page.Raw("<tr><th scope=\"row\">").Text(metric.Name).Raw(metric.Facts.IsUncalibrated ? "<div class=\"quiet\">uncalibrated judge</div></th>" : "</th>");
            foreach (var target in summary.Targets)
            {
                Cell(page, target.Metrics.FirstOrDefault(m => m.Name == metric.Name), VerdictOn(summary, target.Name, metric.Name));
            }

            page.Raw("</tr>\n");
        }

        Row(page, summary, "Lines", t => t.UnfinishedLines > 0 ? $"{Figures.Number(t.Lines - t.UnfinishedLines)} of {Figures.Number(t.Lines)}" : Figures.Number(t.Lines));
        Row(page, summary, "Failed lines", t => t.FailedLines == 0 ? "0" : $"{Figures.Number(t.FailedLines)}, most often: {t.Errors.Select(e => e.Why).FirstOrDefault()}");
        Row(page, summary, "Time to answer, median", t => t.Latency is { } latency ? FindingsWords.Seconds(latency.Median) : "");
        Row(page, summary, "95 % within", t => t.Latency is { } latency ? FindingsWords.Seconds(latency.NinetyFive) : "");
        Row(page, summary, "Tokens", t => t.Tokens > 0 ? Figures.Number(t.Tokens) : "");
        Row(page, summary, "Cost of answers", t => FindingsWords.Cost(t.AnswersCost));
        Row(page, summary, "Cost of scoring", t => FindingsWords.Cost(t.ScoresCost));
        Row(page, summary, "Models", t => string.Join(", ", t.Models));
        page.Raw("</tbody></table></div>\n</section>\n");
    }

    private static void Cell(HtmlPage page, MetricSummary? metric, Verdict? verdict)
    {
        page.Raw("<td>");
        if (metric is not null)
        {
            page.Raw("<b>").Text(metric.Mean is { } mean ? ComparisonWords.Number(mean) : "no score").Raw("</b>");
            if (metric.Interval is { IsBounded: true } interval)
            {
                page.Raw(" <span class=\"quiet\">").Text($"{ComparisonWords.Number(interval.Low)} to {ComparisonWords.Number(interval.High)}").Raw("</span>");
            }

            if (metric.Scored < metric.Lines)
            {
                page.Raw("<div class=\"quiet\">").Text($"{Figures.Number(metric.Scored)} of {Figures.Number(metric.Lines)} lines have a score").Raw("</div>");
            }
        }

        if (verdict is { } known)
        {
            page.Raw("<div>").Badge(known).Raw("</div>");
        }

        page.Raw("</td>");
    }

    private static Verdict? VerdictOn(EvaluationSummary summary, string target, string metric) =>
        summary.Comparisons.FirstOrDefault(c => c.Candidate == target)?.Metrics.FirstOrDefault(m => m.Name == metric)?.Verdict;

    // A row that says nothing is left out.
    private static void Row(HtmlPage page, EvaluationSummary summary, string name, Func<TargetSummary, string> value)
    {
        if (summary.Targets.All(t => value(t).Length == 0))
        {
            return;
        }

        page.Raw("<tr><th scope=\"row\">").Text(name).Raw("</th>");
        foreach (var target in summary.Targets)
        {
            page.Raw("<td>").Text(value(target)).Raw("</td>");
        }

        page.Raw("</tr>\n");
    }
}
