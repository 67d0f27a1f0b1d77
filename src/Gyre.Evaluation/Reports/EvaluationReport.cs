using System.Globalization;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Kernel;

namespace Gyre.Evaluation.Reports;

/// <summary>
/// One HTML file about one evaluation: the verdicts in words, every score with its interval, differences drawn, lines that
/// flipped with both answers, all lines, and how it was found. It needs no network and no other file.
/// </summary>
public sealed class EvaluationReport
{
    private readonly StoredEvaluation evaluation;
    private readonly EvaluationSummary summary;
    private readonly HtmlPage page;

    private EvaluationReport(StoredEvaluation evaluation, EvaluationSummary summary, TextWriter output)
    {
        (this.evaluation, this.summary) = (evaluation, summary);
        page = new HtmlPage(output, "evaluation.js");
    }

    /// <summary>Writes the file, replacing an earlier one as a whole.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="summary">What it found.</param>
    /// <param name="file">Full path.</param>
    /// <returns>Full path of the file.</returns>
    /// <exception cref="ProblemException"><c>report-not-writable</c>.</exception>
    public static string Write(StoredEvaluation evaluation, EvaluationSummary summary, string file)
    {
        HtmlPage.Write(file, "--report", output => new EvaluationReport(evaluation, summary, output).Write());
        return file;
    }

    private void Write()
    {
        page.Begin($"{evaluation.Name} – Gyre");
        page.Raw("<header>\n<p class=\"brand\"><b>Gyre</b> evaluation report</p>\n").Element("h1", evaluation.Name);
        page.Raw("<p class=\"sub\">").Text(Subtitle()).Raw("</p>\n</header>\n<main>\n");
        Notes();
        Verdicts();
        TargetsSection.Write(page, summary);
        foreach (var name in summary.Targets.SelectMany(t => t.Metrics).Select(m => m.Name).Distinct(StringComparer.Ordinal))
        {
            MetricSection.Write(page, summary, name);
        }

        FlipsSection.Write(page, summary);
        EvaluationLines.Write(page, summary);
        ProvenanceSection.Write(page, evaluation, summary);
        page.Raw("</main>\n<footer>Written by Gyre. Intervals hold the true value nineteen times out of twenty. Long texts are cut; the run folders have them whole.</footer>\n");
        page.End();
    }

    private string Subtitle()
    {
        var lines = summary.Targets.Count == 0 ? 0 : summary.Targets.Max(t => t.Lines / Math.Max(1, t.Tries.Count));
        var tries = evaluation.Definition.Repeats > 1 ? $", {evaluation.Definition.Repeats} tries of each" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{(evaluation.Definition.Description is { Length: > 0 } description ? $"{description} · " : "")}{FindingsWords.Lines(lines, "line")}{tries} · {FindingsWords.Lines(summary.Targets.Count, "target")} · {Figures.Time(evaluation.CreatedAt)}");
    }

    private void Notes()
    {
        if (evaluation.State != EvaluationState.Completed)
        {
            page.Raw("<p class=\"note\"><strong>").Text(evaluation.State is EvaluationState.Failed ? "It failed." : "It is not complete.").Raw("</strong> ").Text(evaluation.Stopped).Raw("</p>\n");
        }

        if (FindingsWords.StandIn(summary) is { } standIn)
        {
            page.Element("p", standIn, "note plain");
        }

        if (summary.Targets.SelectMany(t => t.Metrics).Where(m => m.Facts.IsUncalibrated).Select(m => m.Name).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } judges)
        {
            page.Raw("<p class=\"note plain\"><strong>Uncalibrated judge.</strong> ").Text($"A model judges {string.Join(", ", judges)}, and nobody has checked how far it agrees with people. Hold it against labels: gyre eval calibrate.").Raw("</p>\n");
        }
    }

    private void Verdicts()
    {
        if (summary.Comparisons.Count == 0)
        {
            return;
        }

        page.Raw("<section class=\"card\" aria-labelledby=\"verdicts\">\n<h2 id=\"verdicts\">Which is better</h2>\n");
        foreach (var comparison in summary.Comparisons)
        {
            page.Element("p", ComparisonWords.Headline(comparison), "headline");
            page.Raw("<ul class=\"verdicts\">\n");
            foreach (var metric in comparison.Metrics)
            {
                page.Raw("<li>").Badge(metric.Verdict).Raw(" <span>").Text(ComparisonWords.Sentence(metric, comparison.Baseline, comparison.Candidate)).Raw("</span></li>\n");
            }

            page.Raw("</ul>\n");
        }

        if (summary.Family > 1)
        {
            page.Element("p", $"{summary.Family} comparisons were made at once; better and worse are said only where they hold after Holm's correction for that.", "quiet");
        }

        page.Raw("</section>\n");
    }
}
