using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Evaluations;

/// <summary>What an evaluation found, for a person or a script.</summary>
internal static class EvalView
{
    private const int FlipsShown = 3;

    public static void Show(Invocation call, StoredEvaluation evaluation, EvaluationSummary summary, string? report)
    {
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, EvalJson.ToDict(evaluation, summary, report)));
            return;
        }

        var output = call.Output;
        output.MarkupLine($"[bold]{Markup.Escape(evaluation.Name)}[/]: {Markup.Escape(State(evaluation.State))}");
        if (FindingsWords.StandIn(summary) is { } standIn)
        {
            output.WriteLine(standIn);
        }

        Targets(output, summary);
        Scores(output, summary);
        Missing(output, summary);
        foreach (var comparison in summary.Comparisons)
        {
            output.WriteLine();
            ComparisonView.Show(output, comparison);
            Words(output, comparison);
        }

        if (summary.Family > 1)
        {
            output.WriteLine();
            output.MarkupLine($"[grey]{summary.Family} comparisons were made at once; better and worse are said only where they hold after Holm's correction for that.[/]");
        }

        if (report is not null)
        {
            output.WriteLine();
            output.WriteLine($"Report: {report}");
        }
    }

    private static void Targets(IAnsiConsole output, EvaluationSummary summary)
    {
        var table = Terminal.Table(output, "target", "lines", "failed", "latency, median", "95 %", "tokens", "cost", "cost of scoring");
        foreach (var target in summary.Targets)
        {
            table.AddRow(
                new Text(target.Name),
                new Text(target.UnfinishedLines > 0 ? $"{target.Lines - target.UnfinishedLines:#,0} of {target.Lines:#,0}" : $"{target.Lines:#,0}"),
                new Text($"{target.FailedLines:#,0}"),
                new Text(target.Latency is { } latency ? FindingsWords.Seconds(latency.Median) : ""),
                new Text(target.Latency is { } long95 ? FindingsWords.Seconds(long95.NinetyFive) : ""),
                new Text(target.Tokens > 0 ? $"{target.Tokens:#,0}" : ""),
                new Text(FindingsWords.Cost(target.AnswersCost)),
                new Text(FindingsWords.Cost(target.ScoresCost)));
        }

        output.Write(table);
        foreach (var target in summary.Targets.Where(t => t.Errors.Count > 0))
        {
            output.WriteLine($"{target.Name}: {FindingsWords.Lines(target.FailedLines, "line")} failed, most often ({target.Errors[0].Lines}): {target.Errors[0].Why}");
        }
    }

    private static void Scores(IAnsiConsole output, EvaluationSummary summary)
    {
        var table = Terminal.Table(output, "target", "metric", "scored", "mean, 95 % interval", "passed, 95 % interval");
        foreach (var target in summary.Targets)
        {
            foreach (var metric in target.Metrics)
            {
                table.AddRow(
                    new Text(target.Name),
                    new Text(metric.Facts.IsUncalibrated ? $"{metric.Name} (uncalibrated judge)" : metric.Name),
                    new Text($"{metric.Scored:#,0} of {metric.Lines:#,0}"),
                    new Text(FindingsWords.Mean(metric)),
                    new Text(FindingsWords.Share(metric.PassRate)));
            }
        }

        output.Write(table);
        foreach (var target in summary.Targets)
        {
            foreach (var metric in target.Metrics.Where(m => m.Repeats is not null))
            {
                output.WriteLine($"{target.Name}, {FindingsWords.Repeats(metric)}");
            }
        }
    }

    private static void Missing(IAnsiConsole output, EvaluationSummary summary)
    {
        foreach (var words in summary.Targets.SelectMany(FindingsWords.Missing))
        {
            output.WriteLine(words);
        }
    }

    // Both answers are shown for the first metric that passes or fails; the report has all of them.
    private static void Words(IAnsiConsole output, Comparison comparison)
    {
        output.MarkupLine($"[bold]{Markup.Escape(ComparisonWords.Headline(comparison))}[/]");
        foreach (var metric in comparison.Metrics)
        {
            output.WriteLine(ComparisonWords.Sentence(metric, comparison.Baseline, comparison.Candidate));
        }

        if (comparison.Metrics.FirstOrDefault(m => m.Flips.Count > 0) is { } flipped)
        {
            output.WriteLine();
            output.Write(new Text($"{flipped.Name}: "));
            Flip[] some = [.. flipped.Flips.Where(f => !f.Won).Take(FlipsShown), .. flipped.Flips.Where(f => f.Won).Take(FlipsShown)];
            EvalCompareView.Flips(output, flipped with { Flips = some }, comparison);
        }
    }

    private static string State(EvaluationState state) => state switch
    {
        EvaluationState.Completed => "completed",
        EvaluationState.Stopped => "stopped before its end",
        EvaluationState.Running => "running",
        EvaluationState.NotResponding => "its process is gone",
        _ => "failed",
    };
}
