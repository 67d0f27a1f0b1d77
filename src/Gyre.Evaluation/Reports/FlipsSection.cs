using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;

namespace Gyre.Evaluation.Reports;

/// <summary>Lines that passed with one target and failed with another, both answers side by side.</summary>
internal static class FlipsSection
{
    private const int Longest = 600;

    public static void Write(HtmlPage page, EvaluationSummary summary)
    {
        var flipped = summary.Comparisons.SelectMany(c => c.Metrics.Where(m => m.Flips.Count > 0).Select(m => (Comparison: c, Metric: m))).ToArray();
        if (flipped.Length == 0)
        {
            return;
        }

        page.Raw("<section class=\"card\" aria-labelledby=\"flips\">\n<h2 id=\"flips\">Lines that flipped</h2>\n");
        page.Element("p", "A mean hides who gained and who lost. These lines passed before and fail now, or the other way round; all of them are found under Lines.", "quiet");
        foreach (var (comparison, metric) in flipped)
        {
            Write(page, comparison, metric, isOpen: metric == flipped[0].Metric);
        }

        page.Raw("</section>\n");
    }

    private static void Write(HtmlPage page, Comparison comparison, MetricComparison metric, bool isOpen)
    {
        page.Raw(isOpen ? "<details open><summary>" : "<details><summary>").Text($"{metric.Name}, {comparison.Candidate} against {comparison.Baseline}: {metric.Flipped?.Lost} lost, {metric.Flipped?.Won} won").Raw("</summary>\n");
        Table(page, comparison, metric);
        page.Raw("</details>\n");
    }

    /// <summary>The lines of one metric that are shown, those lost first.</summary>
    public static void Table(HtmlPage page, Comparison comparison, MetricComparison metric)
    {
        page.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Flips\"><table class=\"sides\">\n<thead><tr><th scope=\"col\">Line</th><th scope=\"col\">Now</th><th scope=\"col\">").Text(comparison.Baseline)
            .Raw("</th><th scope=\"col\">").Text(comparison.Candidate).Raw("</th></tr></thead>\n<tbody>\n");
        foreach (var flip in metric.Flips)
        {
            page.Raw("<tr><th scope=\"row\"><span class=\"narrow\">Line </span>").Text(flip.Line).Raw(flip.Won ? "</th><td><span class=\"badge good\">passes</span></td>" : "</th><td><span class=\"badge bad\">fails</span></td>")
                .Raw("<td data-label=\"").Text(comparison.Baseline).Raw("\">").Text(Short(flip.BaselineAnswer)).Raw("</td><td data-label=\"").Text(comparison.Candidate).Raw("\">").Text(Short(flip.CandidateAnswer)).Raw("</td></tr>\n");
        }

        page.Raw("</tbody></table></div>\n");
    }

    private static string Short(string? answer) => answer is null ? "" : answer.Length <= Longest ? answer : answer[..Longest] + "…";
}
