using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Subjects;
using Gyre.Kernel;

namespace Gyre.Evaluation.Gates.Measures;

/// <summary>Measures what a rule asks, on its lines.</summary>
internal sealed class MeasureQuestion
{
    private const int NamedLines = 5;

    private readonly GateQuestion question;
    private readonly GateRule rule;
    private readonly GateTable candidate;
    private readonly GateTable? baseline;
    private readonly MetricColumn? column, before;
    private readonly int sign;
    private readonly Dictionary<string, int> groups = new(StringComparer.Ordinal);

    /// <param name="question">The rule and its lines.</param>
    /// <param name="candidate">What is judged.</param>
    /// <param name="baseline">What it is compared with; there is one where the rule compares.</param>
    /// <param name="card">The metric's, where it is known.</param>
    /// <param name="file">The policy.</param>
    /// <exception cref="ProblemException">What is wrong with the rule's column, with the line of the policy.</exception>
    public MeasureQuestion(GateQuestion question, GateTable candidate, GateTable? baseline, MetricCard? card, string file)
    {
        (this.question, rule, this.candidate, this.baseline) = (question, question.Rule, candidate, baseline);
        column = rule.Metric.Length == 0 ? null : new MetricColumn(candidate, rule, card, file);
        before = rule.Compares ? new MetricColumn(baseline!, rule, card, file) : null;
        sign = rule.Measure == Measure.Mean && MetricColumn.IsLowerBetter(rule, card) ? -1 : 1;
    }

    /// <summary>The figure; for a rule that compares, how far the candidate is ahead.</summary>
    public Measured Measured() => rule.OnEstimate ? Figure().WithoutLuck() : Figure();

    private Measured Figure() => rule.Measure switch
    {
        Measure.FailedLines => FailedLines(),
        Measure.Coverage => Coverage(),
        Measure.FlipsLost => FlipsLost(),
        _ when rule.Compares => Difference(),
        Measure.P50 => Of(s => s.Quantile(0.5)),
        Measure.P95 => Of(s => s.Quantile(0.95)),
        Measure.Total => Of(s => s.Total()),
        _ => Of(s => s.Mean()),
    };

    private Measured Of(Func<Sample, Measured> measure)
    {
        var (scored, missing) = (new List<SampleLine>(), new List<string>());
        foreach (var row in question.Rows(candidate))
        {
            if (!double.IsNaN(column![row]))
            {
                scored.Add(new SampleLine(candidate.Line(row), column![row], Group(candidate, row)));
            }
            else if (!rule.LeavesOutUnscored)
            {
                missing.Add(candidate.Line(row));
            }
        }

        var worst = rule.Limit.Kind == LimitKind.AtMost ? scored.OrderByDescending(l => l.Value) : scored.OrderBy(l => l.Value);
        return measure(new Sample(scored, missing, column!.Low, column.High, candidate.IsGrouped)) with
        {
            Evidence = [.. worst.Where(l => rule.Measure != Measure.PassRate || l.Value == (rule.Limit.Kind == LimitKind.AtMost ? 1 : 0)).Take(NamedLines).Select(l => new GateEvidence(l.Line, l.Value, null))],
        };
    }

    private Measured Difference()
    {
        PairedLine[] lines = [.. Pairs().Where(l => l.IsScored || !rule.LeavesOutUnscored)];
        var sample = new PairedSample(lines, Math.Min(column!.Low, before!.Low), Math.Max(column.High, before.High), candidate.IsGrouped);
        var measured = sample.Difference() with { Evidence = Named(lines.Where(l => l.Difference * sign < 0).OrderBy(l => l.Difference * sign)) };
        return sign < 0 ? measured.Negated() : measured;
    }

    private Measured FlipsLost()
    {
        PairedLine[] passed = [.. Pairs().Where(l => l.Baseline == 1)];
        PairedLine[] lost = [.. passed.Where(l => l.Candidate == 0)];
        var unknown = rule.LeavesOutUnscored ? 0 : passed.Count(l => double.IsNaN(l.Candidate));
        return new Measured(lost.Length) { HighPoint = lost.Length + unknown, High = lost.Length + unknown, Lines = passed.Length - unknown, Missing = unknown, Evidence = Named(lost) };
    }

    // What only the candidate has cannot be compared; what only the baseline has may be what the candidate could not do.
    private IEnumerable<PairedLine> Pairs()
    {
        foreach (var row in question.Rows(candidate))
        {
            if (baseline!.Find(candidate.Line(row)) is >= 0 and var other && !(double.IsNaN(column![row]) && double.IsNaN(before![other])))
            {
                yield return new PairedLine(candidate.Line(row), before![other], column![row], Group(candidate, row));
            }
        }

        foreach (var row in question.Rows(baseline!).Where(row => candidate.Find(baseline!.Line(row)) < 0 && !double.IsNaN(before![row])))
        {
            yield return new PairedLine(baseline!.Line(row), before![row], double.NaN, Group(baseline, row));
        }
    }

    private Measured Coverage()
    {
        int[] rows = [.. question.Rows(candidate)];
        int[] without = [.. rows.Where(row => double.IsNaN(column![row]))];
        return new Measured(1 - ((double)without.Length / rows.Length)) { Lines = rows.Length, Evidence = Named(without) };
    }

    private Measured FailedLines()
    {
        int[] rows = [.. question.Rows(candidate)], failed = [.. rows.Where(candidate.HasFailed)];
        return new Measured(failed.Length) { Lines = rows.Length, Evidence = Named(failed) };
    }

    private int Group(GateTable table, int row)
    {
        var name = table.GroupOf(row);
        groups.TryAdd(name, groups.Count);
        return groups[name];
    }

    private IReadOnlyList<GateEvidence> Named(int[] rows) => [.. rows.Take(NamedLines).Select(row => new GateEvidence(candidate.Line(row), null, null))];

    private static IReadOnlyList<GateEvidence> Named(IEnumerable<PairedLine> lines) => [.. lines.Take(NamedLines).Select(l => new GateEvidence(l.Line, l.Candidate, l.Baseline))];
}
