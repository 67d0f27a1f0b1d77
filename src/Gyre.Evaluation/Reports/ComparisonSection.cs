using System.Globalization;
using Gyre.Evaluation.Comparisons;

namespace Gyre.Evaluation.Reports;

/// <summary>The part of a report that says which of two runs is better, score by score, with its interval.</summary>
internal static class ComparisonSection
{
    public static void Write(HtmlPage page, RunComparison comparison)
    {
        page.Raw("<section class=\"card\" aria-labelledby=\"comparison\">\n<h2 id=\"comparison\">Which is better</h2>\n<p class=\"quiet\">").Text($"{comparison.Candidate} against {comparison.Baseline}, on the {comparison.PairedLines} lines that completed in both"
            + $" ({comparison.BaselineFailed} and {comparison.CandidateFailed} failed and are in no mean). The bar is the difference with its 95 % interval; the mark is zero. p is the sign test of the lines that went up against those that went down.");
        page.Raw("</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"comparison\"><table>\n<thead><tr><th scope=\"col\">Score</th><th scope=\"col\">Verdict</th><th scope=\"col\" class=\"number\">Baseline</th><th scope=\"col\" class=\"number\">Candidate</th><th scope=\"col\" class=\"number\">Difference</th><th scope=\"col\">95 % interval</th><th scope=\"col\" class=\"number\">p (sign test)</th></tr></thead>\n<tbody>\n");
        foreach (var metric in comparison.Metrics)
        {
            var (label, tone) = metric.Verdict switch
            {
                Verdict.Better => ("better", "good"),
                Verdict.Worse => ("worse", "bad"),
                _ => ("can't tell yet", "skip"),
            };
            page.Raw("<tr><th scope=\"row\">").Text(metric.Name).Raw($"</th><td><span class=\"badge {tone}\">{label}</span><div class=\"quiet\">")
                .Text(metric.MoreLines is { } more ? $"about {Figures.Number(more)} more lines would tell" : $"{metric.Changed.Up} up, {metric.Changed.Down} down").Raw("</div>");
            if (metric.Worst.Count > 0)
            {
                page.Raw("<div class=\"quiet\">worst: ").Text(string.Join(", ", metric.Worst.Select(w => $"line {w.LineNumber} ({Figures.Signed(w.Difference)})"))).Raw("</div>");
            }

            page.Raw("</td>");
            foreach (var cell in (string[])[Figures.Fixed(metric.BaselineMean), Figures.Fixed(metric.CandidateMean), (metric.Difference.Estimate > 0 ? "+" : "") + Figures.Fixed(metric.Difference.Estimate)])
            {
                page.Raw("<td class=\"number\">").Text(cell).Raw("</td>");
            }

            page.Raw("<td>").Raw(IntervalDrawing.Draw(metric.Difference)).Raw("<span class=\"quiet\">")
                .Text(double.IsFinite(metric.Difference.Low) ? $"{Figures.Signed(metric.Difference.Low)} to {Figures.Signed(metric.Difference.High)}" : "too few lines")
                .Raw("</span></td><td class=\"number\">").Text(metric.PValue < 0.001 ? "< 0.001" : metric.PValue.ToString("0.000", CultureInfo.InvariantCulture)).Raw("</td></tr>\n");
        }

        page.Raw("</tbody></table></div>\n</section>\n");
    }
}
