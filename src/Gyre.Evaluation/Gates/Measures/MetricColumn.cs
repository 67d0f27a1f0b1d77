using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluations;
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

    /// <param name="table">The lines.</param>
    /// <param name="rule">Names the metric.</param>
    /// <param name="facts">The metric's, where an evaluator gives it.</param>
    /// <param name="file">The policy, for what is wrong with it.</param>
    /// <exception cref="ProblemException"><c>column-missing</c>, <c>column-of-text</c>, <c>nothing-passes</c>, <c>direction-missing</c>, each with the line of the policy.</exception>
    public MetricColumn(GateTable table, GateRule rule, MetricFacts? facts, string file)
    {
        var card = facts?.Card;
        (this.table, this.rule) = (table, rule);
        column = table.Column(rule.Metric) ?? throw Problem(
            "column-missing", $"{table.Name} has no score '{rule.Metric}'.{NearestName.Hint(rule.Metric, table.Fields.Concat(LineFigures.Names))} It has: {string.Join(", ", table.Fields.Where(f => f.Length > 0 && f != ColumnMapping.LineNumber).Order(StringComparer.Ordinal).Take(20))}.");
        if (column.Word is { } word && !column.IsVerdict)
        {
            throw Problem("column-of-text", $"'{rule.Metric}' holds text ('{word.Text}'), and only numbers, true and false, pass and fail can be judged.");
        }

        results = table.Column(ScoreColumns.Result(rule.Metric)) is { IsVerdict: true, Numbers: > 0 } verdicts ? verdicts : null;
        IsRate = card is null or { Scale: { Low: 0.0 or null, High: 1.0 or null } } && !LineFigures.Names.Contains(rule.Metric) && table.Rows.All(row => column[row] is 0 or 1 or double.NaN);
        if (rule.Measure is Measure.PassRate or Measure.FlipsLost && results is null && !IsRate)
        {
            throw Problem("nothing-passes", $"No line passes or fails by '{rule.Metric}': its evaluator has no threshold. Give it one, or put the limit on its mean.");
        }

        if (rule is { Measure: Measure.Mean, LowerIsBetter: null, Limit.Kind: LimitKind.NotWorseBy or LimitKind.BetterBy } && DirectionOf(facts, rule.Metric) is null)
        {
            throw Problem("direction-missing", $"Nothing says which end of '{rule.Metric}' is good. Say which is: 'better: higher' or 'better: lower'.");
        }

        IsLowerBetter = (rule.LowerIsBetter ?? DirectionOf(facts, rule.Metric)) == true;
        Scale =
            rule.Measure is Measure.PassRate or Measure.FlipsLost || IsRate ? Scale.Unit
            : card is { Scale: not { Low: null, High: null } } ? card.Scale
            : LineFigures.Names.Contains(rule.Metric) ? Scale.Amount
            : new Scale(ScaleKind.Number, null, null);

        ProblemException Problem(string code, string message) => new(new Problem(code, message) { File = file, Line = rule.Line, Field = rule.Metric });
    }

    /// <summary>What a line could have; without ends where nothing says so: what the lines at hand have is not all there can be.</summary>
    public Scale Scale { get; }

    private bool IsRate { get; }

    /// <summary>The rule's value on a line, NaN where it has none: the score, or 1 and 0 where the rule asks whether the line passes. No answer passes nothing; where few should pass, it has no value.</summary>
    public double this[int row] =>
        rule.Measure is not (Measure.PassRate or Measure.FlipsLost) ? column[row]
        : table.HasFailed(row) ? (rule.Limit.Kind == LimitKind.AtMost ? double.NaN : 0)
        : results is not null ? results[row]
        : IsLowerBetter ? 1 - column[row]
        : column[row];

    /// <summary>Whether less is better: as the rule says, as the metric says, or as its name says.</summary>
    public bool IsLowerBetter { get; }

    // Null where neither the evaluator nor the name says which way is good.
    private static bool? DirectionOf(MetricFacts? facts, string metric) =>
        (facts is { IsDirectionAssumed: false } ? facts.Card.Direction : DirectionWords.Of(metric)) switch
        {
            Direction.HigherIsBetter => false,
            Direction.LowerIsBetter => true,
            _ => null,
        };
}
