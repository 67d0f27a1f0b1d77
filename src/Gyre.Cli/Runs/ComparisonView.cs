using Gyre.Cli.Output;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Statistics;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Runs;

/// <summary>Two runs side by side, never without the interval.</summary>
internal static class ComparisonView
{
    public static void Show(IAnsiConsole output, RunComparison comparison)
    {
        output.MarkupLine($"[bold]{Markup.Escape(comparison.Candidate)}[/] against [bold]{Markup.Escape(comparison.Baseline)}[/], {comparison.PairedLines} lines that completed in both{Failed(comparison)}");
        if (comparison.Metrics.Count == 0)
        {
            output.WriteLine("Neither run nor their evaluations have a column of numbers in common. Run an evaluation flow over both, then compare again.");
            return;
        }

        var table = Terminal.Table(output, "score", "lines", comparison.Baseline, comparison.Candidate, "difference, 95 % interval", "verdict");
        foreach (var metric in comparison.Metrics)
        {
            table.AddRow(
                new Text(metric.Name),
                new Text($"{metric.Lines}"),
                new Text(Number(metric.BaselineMean)),
                new Text(Number(metric.CandidateMean)),
                new Text(Difference(metric.Difference)),
                new Markup(Verdict(metric)));
        }

        output.Write(table);
    }

    /// <summary><c>+0.112 (+0.064 to +0.159)</c>.</summary>
    public static string Difference(Interval interval) =>
        double.IsInfinity(interval.Low) ? $"{Signed(interval.Estimate)} (too few lines for an interval)" : $"{Signed(interval.Estimate)} ({Signed(interval.Low)} to {Signed(interval.High)})";

    /// <summary>Three digits after the point.</summary>
    public static string Number(double value) => $"{value:0.000}";

    public static PythonDict ToDict(RunComparison comparison) => new()
    {
        ["baseline"] = comparison.Baseline,
        ["candidate"] = comparison.Candidate,
        ["paired_lines"] = (long)comparison.PairedLines,
        ["baseline_failed"] = (long)comparison.BaselineFailed,
        ["candidate_failed"] = (long)comparison.CandidateFailed,
        ["metrics"] = comparison.Metrics.Select(m => (object?)new PythonDict
        {
            ["name"] = m.Name,
            ["lines"] = (long)m.Lines,
            ["baseline"] = m.BaselineMean,
            ["candidate"] = m.CandidateMean,
            ["difference"] = m.Difference.Estimate,
            ["low"] = Finite(m.Difference.Low),
            ["high"] = Finite(m.Difference.High),
            ["p_value"] = m.PValue,
            ["verdict"] = m.Verdict switch { Evaluation.Comparisons.Verdict.Better => "better", Evaluation.Comparisons.Verdict.Worse => "worse", _ => "cannot tell" },
            ["more_lines"] = (long?)m.MoreLines,
            ["worst_lines"] = m.Worst.Select(w => (object?)(long)w.LineNumber).ToList(),
        }).ToList(),
    };

    private static object? Finite(double value) => double.IsFinite(value) ? value : null;

    private static string Verdict(MetricComparison metric) => metric.Verdict switch
    {
        Evaluation.Comparisons.Verdict.Better => "[green]better[/]",
        Evaluation.Comparisons.Verdict.Worse => "[red]worse[/]",
        _ => metric.MoreLines is { } more ? $"[yellow]can't tell[/]; about {more} more lines would" : "[yellow]can't tell[/]",
    };

    private static string Failed(RunComparison comparison) =>
        comparison.BaselineFailed + comparison.CandidateFailed == 0 ? "" : $" ({comparison.BaselineFailed} and {comparison.CandidateFailed} failed)";

    private static string Signed(double value) => value >= 0 ? $"+{value:0.000}" : $"{value:0.000}";
}
