using Gyre.Cli.Output;
using Gyre.Evaluation.Comparisons;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Runs;

/// <summary>Two systems side by side, never without the interval.</summary>
internal static class ComparisonView
{
    public static void Show(IAnsiConsole output, Comparison comparison)
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
            Row(table, metric, ComparisonWords.Name(metric));
            foreach (var slice in metric.Slices)
            {
                Row(table, slice.Result, $"  {slice.Column} = {slice.Value}");
            }
        }

        output.Write(table);
    }

    /// <summary>For scripts that know <c>gyre run compare</c>; <c>gyre eval compare</c> says more.</summary>
    public static PythonDict ToDict(Comparison comparison) => new()
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
            ["baseline"] = Finite(m.BaselineMean),
            ["candidate"] = Finite(m.CandidateMean),
            ["difference"] = Finite(m.Difference.Estimate),
            ["low"] = Finite(m.Difference.Low),
            ["high"] = Finite(m.Difference.High),
            ["p_value"] = m.PValue,
            ["verdict"] = VerdictWords.Of(m.Verdict),
            ["more_lines"] = (long?)m.MoreLines,
            ["worst_lines"] = m.Worst.Select(w => long.TryParse(w.Line, out var number) ? (object?)number : w.Line).ToList(),
        }).ToList(),
    };

    /// <summary>JSON has no infinity.</summary>
    public static object? Finite(double value) => double.IsFinite(value) ? value : null;

    private static void Row(Table table, MetricComparison metric, string name) => table.AddRow(
        new Text(name),
        new Text($"{metric.Lines}"),
        new Text(ComparisonWords.Number(metric.BaselineMean)),
        new Text(ComparisonWords.Number(metric.CandidateMean)),
        new Text(ComparisonWords.Difference(metric.Difference)),
        new Markup(Words(metric)));

    /// <summary>The verdict with its colour, and how many more lines.</summary>
    public static string Words(MetricComparison metric)
    {
        var (colour, words) = (metric.Verdict switch
        {
            Verdict.Better => "green",
            Verdict.Worse => "red",
            Verdict.NoDifference => "blue",
            _ => "yellow",
        }, VerdictWords.Of(metric.Verdict));
        return $"[{colour}]{words}[/]{(ComparisonWords.MoreLines(metric) is { } more ? $": {more}" : "")}";
    }

    private static string Failed(Comparison comparison) =>
        comparison.BaselineFailed + comparison.CandidateFailed == 0 ? "" : $" ({comparison.BaselineFailed} and {comparison.CandidateFailed} failed)";
}
