using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Comparisons;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Evaluations;

/// <summary>A comparison for a person (a table, then sentences) and for a program.</summary>
internal static class EvalCompareView
{
    private const int LongestAnswer = 160;

    public static void Show(IAnsiConsole output, Comparison comparison)
    {
        ComparisonView.Show(output, comparison);
        foreach (var metric in comparison.Metrics)
        {
            output.WriteLine();
            output.WriteLine(ComparisonWords.Sentence(metric, comparison.Baseline, comparison.Candidate));
            Flips(output, metric, comparison);
        }

        if (comparison.Family > 1)
        {
            output.WriteLine();
            output.MarkupLine($"[grey]{comparison.Family} comparisons were made at once; better and worse are said only where they hold after Holm's correction for that.[/]");
        }
    }

    /// <summary>By metric: <c>a</c>, <c>b</c>, <c>difference</c>, <c>interval</c>, <c>p</c>, <c>verdict</c>, <c>lines</c>, <c>more_lines</c>, and what else is known.</summary>
    public static PythonDict ToDict(Comparison comparison)
    {
        var metrics = new PythonDict();
        foreach (var metric in comparison.Metrics)
        {
            var dict = ToDict(metric);
            dict["seed"] = (long)comparison.Seed;
            dict["failed"] = Sides(comparison.BaselineFailed, comparison.CandidateFailed);
            if (metric.Flipped is { } flipped)
            {
                dict["flips"] = new PythonDict
                {
                    ["lost"] = (long)flipped.Lost,
                    ["won"] = (long)flipped.Won,
                    ["lines"] = metric.Flips.Select(f => (object?)new PythonDict { ["line"] = f.Line, ["now"] = f.Won ? "pass" : "fail", ["a"] = f.BaselineAnswer, ["b"] = f.CandidateAnswer }).ToList(),
                };
            }

            if (metric.Slices.Count > 0)
            {
                dict["slices"] = Slices(metric);
            }

            metrics[metric.Name] = dict;
        }

        return metrics;
    }

    private static PythonDict ToDict(MetricComparison metric) => new()
    {
        ["a"] = ComparisonView.Finite(metric.BaselineMean),
        ["b"] = ComparisonView.Finite(metric.CandidateMean),
        ["difference"] = ComparisonView.Finite(metric.Difference.Estimate),
        ["interval"] = new List<object?> { ComparisonView.Finite(metric.Difference.Low), ComparisonView.Finite(metric.Difference.High) },
        ["p"] = metric.PValue,
        ["verdict"] = VerdictWords.Of(metric.Verdict),
        ["lines"] = (long)metric.Lines,
        ["more_lines"] = (long?)metric.MoreLines,
        ["p_adjusted"] = metric.AdjustedPValue,
        ["family"] = (long)metric.Family,
        ["effect"] = metric.Effect is { } effect ? ComparisonView.Finite(effect) : null,
        ["effect_name"] = metric.EffectName,
        ["up"] = (long)metric.Changed.Up,
        ["down"] = (long)metric.Changed.Down,
        ["method"] = metric.Method,
        ["lower_is_better"] = metric.LowerIsBetter,
        ["margin"] = metric.Margin,
        ["evaluator"] = metric.Facts?.Evaluator,
        ["judge"] = metric.Facts?.Judge,
        ["calibration"] = metric.Facts?.Calibration,
        ["unmatched"] = Sides(metric.Coverage.OnlyInBaseline, metric.Coverage.OnlyInCandidate),
        ["nulls"] = new PythonDict
        {
            ["a"] = (long)(metric.Coverage.BaselineNulls + metric.Coverage.BothNulls),
            ["b"] = (long)(metric.Coverage.CandidateNulls + metric.Coverage.BothNulls),
            ["both"] = (long)metric.Coverage.BothNulls,
        },
        ["sensitivity"] = metric.Sensitivity is { } ends ? new PythonDict { ["worst"] = ends.Worst, ["best"] = ends.Best } : null,
    };

    private static PythonDict Sides(int a, int b) => new() { ["a"] = (long)a, ["b"] = (long)b };

    private static PythonDict Slices(MetricComparison metric)
    {
        var columns = new PythonDict();
        foreach (var slice in metric.Slices)
        {
            if (columns.GetValueOrDefault(slice.Column) is not PythonDict values)
            {
                columns[slice.Column] = values = [];
            }

            values[slice.Value] = ToDict(slice.Result);
        }

        return columns;
    }

    /// <summary>How many lines flipped, and some of them with both answers.</summary>
    public static void Flips(IAnsiConsole output, MetricComparison metric, Comparison comparison)
    {
        if (metric.Flipped is not { } flipped || metric.Flips.Count == 0)
        {
            return;
        }

        output.WriteLine($"Flips: {flipped.Lost} lost, {flipped.Won} won.");
        if (metric.Flips.All(f => f.BaselineAnswer is null && f.CandidateAnswer is null))
        {
            return;
        }

        var table = Terminal.Table(output, "line", "now", comparison.Baseline, comparison.Candidate);
        foreach (var flip in metric.Flips)
        {
            table.AddRow(new Text(Short(flip.Line)), new Markup(flip.Won ? "[green]pass[/]" : "[red]fail[/]"), new Text(Short(flip.BaselineAnswer)), new Text(Short(flip.CandidateAnswer)));
        }

        output.Write(table);
    }

    private static string Short(string? text)
    {
        var line = (text ?? "").ReplaceLineEndings(" ");
        return line.Length <= LongestAnswer ? line : line[..(LongestAnswer - 1)] + "…";
    }
}
