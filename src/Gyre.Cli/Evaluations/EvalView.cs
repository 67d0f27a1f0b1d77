using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Evaluations;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Evaluations;

/// <summary>What an evaluation found, for a person or a script.</summary>
internal static class EvalView
{
    public static void Show(Invocation call, StoredEvaluation evaluation, EvaluationSummary summary)
    {
        if (call.Json)
        {
            var document = ToDict(evaluation);
            document["results"] = summary.Targets.Select(t => (object?)ToDict(t)).ToList();
            JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, document));
            return;
        }

        call.Output.WriteLine($"{evaluation.Name}: {evaluation.State}");
        var table = Terminal.Table(call.Output, "target", "metric", "scored", "mean", "passed");
        foreach (var target in summary.Targets)
        {
            foreach (var metric in target.Metrics)
            {
                table.AddRow(
                    new Text(target.Name),
                    new Text(metric.Name),
                    new Text($"{metric.Scored} of {metric.Lines}"),
                    new Text(metric.Mean is { } mean ? $"{mean:0.000}" : ""),
                    new Text(metric.Passed is { } passed ? $"{passed} of {metric.Lines}" : ""));
            }
        }

        call.Output.Write(table);
    }

    public static PythonDict ToDict(StoredEvaluation evaluation) => new()
    {
        ["name"] = evaluation.Name,
        ["state"] = evaluation.State.ToString(),
        ["stopped"] = evaluation.Stopped,
        ["targets"] = evaluation.Definition.Targets.Select(t => (object?)t.Name).ToList(),
        ["created"] = evaluation.CreatedAt.ToString("O"),
        ["ended"] = evaluation.EndedAt?.ToString("O"),
    };

    private static PythonDict ToDict(TargetSummary target) => new()
    {
        ["target"] = target.Name,
        ["runs"] = target.Runs.Select(r => (object?)r).ToList(),
        ["lines"] = (long)target.Lines,
        ["failed_lines"] = (long)target.FailedLines,
        ["metrics"] = target.Metrics.Select(m => (object?)new PythonDict
        {
            ["metric"] = m.Name,
            ["lines"] = (long)m.Lines,
            ["scored"] = (long)m.Scored,
            ["mean"] = m.Mean,
            ["passed"] = (long?)m.Passed,
        }).ToList(),
    };
}
