using System.Globalization;
using Gyre.Evaluation.Comparisons;

namespace Gyre.Evaluation.Reports;

/// <summary>The part of a report that says which of two systems is better, score by score, with its interval.</summary>
internal static class ComparisonSection
{
    private static readonly string[] Headings = ["Score", "Verdict", "Baseline", "Candidate", "Difference", "95 % interval", "p"];

    public static void Write(HtmlPage page, Comparison comparison)
    {
        page.Raw("<section class=\"card\" aria-labelledby=\"comparison\">\n<h2 id=\"comparison\">Which is better</h2>\n<p class=\"quiet\">").Text(
            $"{comparison.Candidate} against {comparison.Baseline}, on the {comparison.PairedLines} lines that both have"
            + $" ({comparison.BaselineFailed} and {comparison.CandidateFailed} failed and are in no mean). The bar is the difference with its 95 % interval; the mark is zero."
            + $" p is the chance of such a difference if neither were better{(comparison.Family > 1 ? $", corrected after Holm for {comparison.Family} comparisons at once" : "")}.");
        page.Raw("</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"comparison\"><table>\n<thead><tr>");
        foreach (var (place, heading) in Headings.Index())
        {
            page.Raw(place is 0 or 1 or 5 ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"number\">").Text(heading).Raw("</th>");
        }

        page.Raw("</tr></thead>\n<tbody>\n");
        foreach (var metric in comparison.Metrics)
        {
            MetricComparison[] all = [metric, .. metric.Slices.Select(s => s.Result)];
            var axis = new DrawnAxis(all.SelectMany(m => new[] { m.Difference.Estimate, m.Difference.Low, m.Difference.High }).Append(0));
            Row(page, metric, ComparisonWords.Name(metric), axis);
            foreach (var slice in metric.Slices)
            {
                Row(page, slice.Result, $"{metric.Name}, {slice.Column} = {slice.Value}", axis);
            }
        }

        page.Raw("</tbody></table></div>\n");
        foreach (var metric in comparison.Metrics)
        {
            page.Element("p", ComparisonWords.Sentence(metric, comparison.Baseline, comparison.Candidate));
        }

        Flips(page, comparison);
        page.Raw("</section>\n");
    }

    private static void Row(HtmlPage page, MetricComparison metric, string name, DrawnAxis axis)
    {
        page.Raw("<tr><th scope=\"row\">").Text(name).Raw("</th><td>").Badge(metric.Verdict).Raw("<div class=\"quiet\">")
            .Text(ComparisonWords.MoreLines(metric) is { } more ? $"{more} would tell" : $"{metric.Changed.Up} up, {metric.Changed.Down} down").Raw("</div>");
        if (metric.Worst.Count > 0)
        {
            page.Raw("<div class=\"quiet\">worst: ").Text(string.Join(", ", metric.Worst.Select(w => $"line {w.Line} ({Figures.Signed(w.Difference)})"))).Raw("</div>");
        }

        page.Raw("</td>");
        foreach (var cell in (string[])[Figures.Fixed(metric.BaselineMean), Figures.Fixed(metric.CandidateMean), (metric.Difference.Estimate > 0 ? "+" : "") + Figures.Fixed(metric.Difference.Estimate)])
        {
            page.Raw("<td class=\"number\">").Text(cell).Raw("</td>");
        }

        page.Raw("<td>").Raw(axis.Draw(metric.Difference, VerdictTone.Of(metric.Verdict), metric.Margin ?? 0)).Raw("<span class=\"quiet\">")
            .Text(metric.Difference.IsBounded ? $"{Figures.Signed(metric.Difference.Low)} to {Figures.Signed(metric.Difference.High)}" : "too few lines")
            .Raw("</span></td><td class=\"number\">").Text(P(metric.AdjustedPValue ?? metric.PValue)).Raw("</td></tr>\n");
    }

    private static void Flips(HtmlPage page, Comparison comparison)
    {
        foreach (var metric in comparison.Metrics.Where(m => m.Flips.Any(f => f.BaselineAnswer is not null || f.CandidateAnswer is not null)))
        {
            page.Element("h3", $"Flips in {metric.Name}: {metric.Flipped?.Lost} lost, {metric.Flipped?.Won} won");
            FlipsSection.Table(page, comparison, metric);
        }
    }

    private static string P(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);
}
