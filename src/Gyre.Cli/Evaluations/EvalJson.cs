using Gyre.Cli.Runs;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Statistics;
using Gyre.Flows.Values;
using Gyre.Models.Prices;

namespace Gyre.Cli.Evaluations;

/// <summary>What an evaluation found, for a script; docs/guide/evaluation.md says what each key is.</summary>
internal static class EvalJson
{
    // Raised where a key changes its meaning or goes; new keys come without.
    private const long Format = 1;

    public static PythonDict ToDict(StoredEvaluation evaluation, EvaluationSummary summary, string? report)
    {
        var document = ToDict(evaluation);
        document["format"] = Format;
        document["stand_in"] = FindingsWords.StandIn(summary);
        document["results"] = summary.Targets.Select(t => (object?)ToDict(t)).ToList();
        document["comparisons"] = summary.Comparisons.Select(c => (object?)ToDict(c)).ToList();
        document["family"] = (long)summary.Family;
        document["report"] = report;
        return document;
    }

    /// <summary>The evaluation alone, as lists show it.</summary>
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
        ["unfinished_lines"] = (long)target.UnfinishedLines,
        ["errors"] = Causes(target.Errors),
        ["models"] = target.Models.Select(m => (object?)m).ToList(),
        ["latency"] = target.Latency is { } latency ? new PythonDict { ["p50"] = latency.Median, ["p95"] = latency.NinetyFive } : null,
        ["tokens"] = target.Tokens,
        ["cost"] = Cost(target.AnswersCost),
        ["scoring_cost"] = Cost(target.ScoresCost),
        ["metrics"] = target.Metrics.Select(m => (object?)ToDict(m)).ToList(),
    };

    private static PythonDict ToDict(MetricSummary metric) => new()
    {
        ["metric"] = metric.Name,
        ["evaluator"] = metric.Facts.Evaluator,
        ["evaluator_version"] = metric.Facts.Version,
        ["judge"] = metric.Facts.Judge,
        ["calibration"] = metric.Facts.Calibration,
        ["direction"] = metric.Facts.Card.Direction switch { Direction.HigherIsBetter => "higher is better", Direction.LowerIsBetter => "lower is better", _ => null },
        ["threshold"] = metric.Facts.Card.Threshold,
        ["lines"] = (long)metric.Lines,
        ["scored"] = (long)metric.Scored,
        ["coverage"] = metric.Coverage,
        ["mean"] = metric.Mean,
        ["interval"] = Ends(metric.Interval),
        ["passed"] = (long?)metric.Passed,
        ["pass_rate"] = metric.PassRate is { } rate ? ComparisonView.Finite(rate.Estimate) : null,
        ["pass_rate_interval"] = Ends(metric.PassRate),
        ["missing"] = Causes(metric.Missing),
        ["repeats"] = metric.Repeats is not { } repeats ? null : new PythonDict
        {
            ["tries"] = (long)repeats.Tries,
            ["pass_at_k"] = Share(repeats.PassAtK),
            ["pass_hat_k"] = Share(repeats.PassHatK),
            ["variance_between_lines"] = ComparisonView.Finite(repeats.BetweenLines),
            ["variance_between_tries"] = ComparisonView.Finite(repeats.BetweenTries),
        },
    };

    private static PythonDict ToDict(Comparison comparison) => new()
    {
        ["baseline"] = comparison.Baseline,
        ["candidate"] = comparison.Candidate,
        ["lines"] = (long)comparison.PairedLines,
        ["metrics"] = EvalCompareView.ToDict(comparison),
    };

    private static List<object?> Causes(IReadOnlyList<Cause> causes) => [.. causes.Select(c => new PythonDict { ["why"] = c.Why, ["lines"] = (long)c.Lines })];

    private static PythonDict? Share(Interval? share) => share is { } s ? new PythonDict { ["value"] = ComparisonView.Finite(s.Estimate), ["interval"] = Ends(s) } : null;

    private static List<object?>? Ends(Interval? interval) => interval is { } i ? [ComparisonView.Finite(i.Low), ComparisonView.Finite(i.High)] : null;

    // What is not known is null, never 0.
    private static object? Cost(CallCosts costs) => costs.Total is { } total ? (double)total.Dollars : costs.Unpriced == 0 ? 0.0 : null;
}
