using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Subjects;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Kernel;

namespace Gyre.Evaluation.Gates.Measures;

/// <summary>The column that a rule asks about, in what is judged or in the baseline.</summary>
internal sealed class MetricColumn
{
    private readonly GateTable table;
    private readonly GateRule rule;
    private readonly ScoreColumn column;
    private readonly ScoreColumn? results;
    private readonly bool isLowerBetter;

    /// <param name="table">The lines.</param>
    /// <param name="rule">Names the metric.</param>
    /// <param name="card">The metric's, where an evaluator of the library gives it.</param>
    /// <param name="file">The policy, for what is wrong with it.</param>
    /// <exception cref="ProblemException"><c>column-missing</c>, <c>column-of-text</c>, <c>nothing-passes</c>, <c>direction-missing</c>, each with the line of the policy.</exception>
    public MetricColumn(GateTable table, GateRule rule, MetricCard? card, string file)
    {
        (this.table, this.rule) = (table, rule);
        column = table.Column(rule.Metric) ?? throw Problem(
            "column-missing", $"{table.Name} has no score '{rule.Metric}'.{NearestName.Hint(rule.Metric, table.Fields.Concat(LineFigures.Names))} It has: {string.Join(", ", table.Fields.Where(f => f.Length > 0 && f != ColumnMapping.LineNumber).Order(StringComparer.Ordinal).Take(20))}.");
        if (column.Word is { } word && !column.IsVerdict)
        {
            throw Problem("column-of-text", $"'{rule.Metric}' holds text ('{word.Text}'), and only numbers, true and false, pass and fail can be judged.");
        }

        results = table.Column(ScoreColumns.Result(rule.Metric)) is { IsVerdict: true, Numbers: > 0 } verdicts ? verdicts : null;
        double[] values = [.. table.Rows.Select(row => column[row]).Where(v => !double.IsNaN(v))];
        IsRate = card is null or { Scale: { Low: 0.0 or null, High: 1.0 or null } } && !LineFigures.Names.Contains(rule.Metric) && values.All(v => v is 0 or 1);
        if (rule.Measure is Measure.PassRate or Measure.FlipsLost && results is null && !IsRate)
        {
            throw Problem("nothing-passes", $"No line passes or fails by '{rule.Metric}': its evaluator has no threshold. Give it one, or put the limit on its mean.");
        }

        if (rule is { Measure: Measure.Mean, LowerIsBetter: null, Limit.Kind: LimitKind.NotWorseBy or LimitKind.BetterBy } && card is { Direction: Direction.None })
        {
            throw Problem("direction-missing", $"Neither end of '{rule.Metric}' is good by itself. Say which is: 'better: higher' or 'better: lower'.");
        }

        isLowerBetter = IsLowerBetter(rule, card);
        (Low, High) =
            rule.Measure is Measure.PassRate or Measure.FlipsLost || IsRate ? (0, 1)
            : card is { Scale: not { Low: null, High: null } } ? (card.Scale.Low ?? double.NegativeInfinity, card.Scale.High ?? double.PositiveInfinity)
            : LineFigures.Names.Contains(rule.Metric) ? (0, double.PositiveInfinity)
            : (values.Min(), values.Max());

        ProblemException Problem(string code, string message) => new(new Problem(code, message) { File = file, Line = rule.Line, Field = rule.Metric });
    }

    /// <summary>The least a line could have; of a metric that says nothing of its scale, the least that any has.</summary>
    public double Low { get; }

    /// <summary>The most.</summary>
    public double High { get; }

    private bool IsRate { get; }

    /// <summary>The rule's value on a line, NaN where it has none: the score, or 1 and 0 where the rule asks whether the line passes. No answer passes nothing.</summary>
    public double this[int row] =>
        rule.Measure is not (Measure.PassRate or Measure.FlipsLost) ? column[row]
        : table.HasFailed(row) ? 0
        : results is not null ? results[row]
        : isLowerBetter ? 1 - column[row]
        : column[row];

    /// <summary>Whether less is better: as the rule says, as the metric says, or as its name says.</summary>
    public static bool IsLowerBetter(GateRule rule, MetricCard? card) =>
        rule.LowerIsBetter ?? (card is { Direction: not Direction.None } ? card.Direction == Direction.LowerIsBetter : ComparisonOptions.SaysLowerIsBetter(rule.Metric));
}
