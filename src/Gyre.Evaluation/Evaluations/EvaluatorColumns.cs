using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluations;

/// <summary>
/// The columns of one evaluator: for each metric its value, <c>_result</c>, <c>_threshold</c> and <c>_reason</c>, named as users of
/// azure-ai-evaluation know them.
/// </summary>
internal sealed class EvaluatorColumns
{
    private readonly IReadOnlyList<Column> columns;
    private readonly string version;

    /// <param name="spec">May rename the columns and move the threshold.</param>
    /// <param name="card">The metrics.</param>
    public EvaluatorColumns(EvaluatorSpec spec, EvaluatorCard card) =>
        (columns, version) = ([.. card.Metrics.Select((metric, i) => new Column(NameOf(spec, card, metric), i == 0 && spec.Threshold is { } own ? metric with { Threshold = own } : metric))], card.Version);

    /// <summary>The metrics, under their columns' names and with the thresholds that hold.</summary>
    public IReadOnlyList<MetricCard> Metrics => [.. columns.Select(c => c.Metric with { Name = c.Name })];

    /// <summary>All columns.</summary>
    public IEnumerable<string> Names => columns.SelectMany(c => new[] { c.Name, c.OldName, c.ResultName, c.ThresholdName, c.ReasonName }).OfType<string>();

    /// <summary>Adds the columns of a line.</summary>
    public void Write(PythonDict output, Evaluated result)
    {
        foreach (var (column, score) in columns.Zip(result.Scores))
        {
            output[column.Name] = Value(column.Metric, score);
            if (column.OldName is { } old)
            {
                output[old] = output[column.Name];
            }

            if (column.Metric.Threshold is { } threshold)
            {
                output[column.ResultName] = Verdict(column.Metric, score);
                output[column.ThresholdName] = threshold;
            }

            if ((score.Error ?? score.Reason) is { } reason)
            {
                output[column.ReasonName] = reason;
            }
        }
    }

    /// <summary>All that is known of a line's scores, for the evaluator's own record.</summary>
    public PythonDict Record(Evaluated result) => new()
    {
        ["scores"] = columns.Zip(result.Scores, (column, score) => (object?)new PythonDict
        {
            ["metric"] = column.Name,
            ["value"] = Value(column.Metric, score),
            ["result"] = Verdict(column.Metric, score),
            ["reason"] = score.Reason,
            ["error"] = score.Error,
            ["evidence"] = score.Evidence.Select(e => (object?)new PythonDict
            {
                ["input"] = e.Input,
                ["start"] = (long)e.Start,
                ["length"] = (long)e.Length,
                ["says"] = e.Says,
            }).ToList(),
        }).ToList(),
        ["judge"] = result.Judge,
        ["version"] = version,
    };

    private static string NameOf(EvaluatorSpec spec, EvaluatorCard card, MetricCard metric) =>
        spec.As is not { } name ? metric.Name : card.Metrics.Count == 1 ? name : $"{name}.{metric.Name}";

    private static object? Value(MetricCard metric, Score score) => metric.Scale.Kind switch
    {
        ScaleKind.Label => score.Label,
        ScaleKind.Truth => score.Value is { } truth ? truth != 0 : null,
        _ => score.Value,
    };

    // A score that could not be told fails nothing and passes nothing.
    private static string? Verdict(MetricCard metric, Score score) => metric.Passes(score.Value) switch
    {
        true => "pass",
        false => "fail",
        null => null,
    };

    private sealed record Column(string Name, MetricCard Metric)
    {
        // A column that is renamed is none that anybody knows by another name.
        public string? OldName => Metric.HasOldName && Name == Metric.Name ? ScoreColumns.OldName(Name) : null;

        public string ResultName => ScoreColumns.Result(Name);

        public string ThresholdName => ScoreColumns.Threshold(Name);

        public string ReasonName => ScoreColumns.Reason(Name);
    }
}
