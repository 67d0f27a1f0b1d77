using System.Globalization;
using Gyre.Evaluation.Evaluations;

namespace Gyre.Evaluation.Reports;

/// <summary>How it was found: what to look at, and what to type, to find it again.</summary>
internal static class ProvenanceSection
{
    public static void Write(HtmlPage page, StoredEvaluation evaluation, EvaluationSummary summary)
    {
        var definition = evaluation.Definition;
        page.Raw("<section class=\"card\" aria-labelledby=\"how\">\n<h2 id=\"how\">How this was found</h2>\n<dl class=\"facts\">\n");
        Fact(page, "Data", definition.Dataset ?? definition.Data);
        Fact(page, "Its content, SHA-256", definition.DataSha256);
        Fact(page, "Definition", definition.File);
        foreach (var evaluator in summary.Targets.SelectMany(t => t.Metrics).Select(m => m.Facts).DistinctBy(f => f.Evaluator, StringComparer.Ordinal))
        {
            Fact(page, $"Evaluator {evaluator.Evaluator}", $"{(evaluator.Version is { } version ? $"version {version}" : "your own")}{(evaluator.IsJudged ? $", judged by {evaluator.Judge ?? "a model"}: {evaluator.Calibration}" : ", computed")}");
        }

        foreach (var target in summary.Targets)
        {
            Fact(page, $"Runs of {target.Name}", string.Join(", ", target.Runs));
        }

        Fact(page, "Repeats", definition.Repeats > 1 ? definition.Repeats.ToString(CultureInfo.InvariantCulture) : null);
        Fact(page, "Intervals", $"95 %; resampled with seed {summary.Comparisons.Select(c => c.Seed).DefaultIfEmpty(Statistics.MeanInterval.Seed).First()}, the same on every machine");
        Fact(page, "Began", Figures.Time(evaluation.CreatedAt));
        Fact(page, "Ended", evaluation.EndedAt is { } ended ? Figures.Time(ended) : null);
        page.Raw("</dl>\n<pre class=\"commands\">");
        foreach (var command in Commands(evaluation))
        {
            page.Text(command).Raw("\n");
        }

        page.Raw("</pre>\n</section>\n");
    }

    private static IEnumerable<string> Commands(StoredEvaluation evaluation)
    {
        yield return $"gyre eval show {evaluation.Name}";
        if (evaluation.Definition.File is { } file)
        {
            yield return $"gyre eval run --file {(file.Contains(' ', StringComparison.Ordinal) ? $"'{file}'" : file)}";
        }
    }

    private static void Fact(HtmlPage page, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            page.Raw("<dt>").Text(name).Raw("</dt><dd>").Text(value).Raw("</dd>\n");
        }
    }
}
