using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Measures;
using Gyre.Evaluation.Gates.Subjects;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Statistics;
using Gyre.Kernel;

namespace Gyre.Evaluation.Gates;

/// <summary>
/// Holds what an evaluation found against a policy. That a gate passes needs every rule to, so however many rules there are, a system beyond any one
/// limit passes at most one time in forty. That a rule is missed is said only where it holds after Holm's correction for all rules.
/// </summary>
/// <param name="runs">The index of runs.</param>
/// <param name="evaluations">The index of evaluations.</param>
/// <param name="workspace">Where calibrations are; null outside a workspace.</param>
public sealed class JudgeGate(RunStore runs, EvaluationStore evaluations, string? workspace)
{
    /// <summary>Judges.</summary>
    /// <param name="policy">The rules.</param>
    /// <param name="candidate">A run, an evaluation, or <c>evaluation:target</c>.</param>
    /// <param name="baseline">What it is compared with; null where no rule compares.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException">A run is not there or not finished, a column is absent or of text, a slice is empty, or a rule compares and there is no baseline.</exception>
    public async Task<GateResult> JudgeAsync(GatePolicy policy, string candidate, string? baseline, CancellationToken cancellationToken)
    {
        if (policy.Rules.FirstOrDefault(r => r.Compares) is { } comparing && baseline is null)
        {
            throw new ProblemException(new Problem("gate-baseline-missing", "This rule compares with a baseline, and none is named. Say which: --against NAME.") { File = policy.File, Line = comparing.Line });
        }

        var parts = new FinishedPart(runs, evaluations);
        var part = await parts.FindAsync(candidate, cancellationToken);
        var facts = MetricFacts.Of(part.Runs, workspace);
        var against = baseline is null ? null : await parts.FindAsync(baseline, cancellationToken);
        return Judge(
            policy,
            Read(policy, part, policy.Rules, cancellationToken),
            against is null ? null : Read(policy, against, policy.Rules.Where(r => r.Compares), cancellationToken),
            facts);
    }

    /// <summary>Judges lines that are read already.</summary>
    internal static GateResult Judge(GatePolicy policy, GateTable candidate, GateTable? baseline, IReadOnlyDictionary<string, MetricFacts> facts)
    {
        var questions = policy.Rules.SelectMany(rule => GateQuestion.Of(rule, candidate, policy.File))
            .Select(question => (Question: question, Measure: new MeasureQuestion(question, candidate, baseline, FactsOf(question)?.Card, policy.File))).ToArray();
        var tests = questions.AsParallel().AsOrdered().Select(q =>
        {
            var measured = q.Measure.Measured();
            return (q.Question, Measured: measured, Test: new LimitTest(measured, q.Question.Rule.Limit));
        }).ToArray();
        var lucky = tests.Where(t => t.Test.HasLuck).ToArray();
        var adjusted = lucky.Zip(Holm.Adjust([.. lucky.Select(t => t.Test.P)])).ToDictionary(t => t.First.Question, t => t.Second);
        return new GateResult(policy, candidate.Name, baseline?.Name, [.. tests.Select(t => Check(t.Question, t.Measured, t.Test))]) { Family = lucky.Length };

        GateCheck Check(GateQuestion question, Measured measured, LimitTest test)
        {
            var (p, factor) = adjusted.GetValueOrDefault(question, (1, 1));
            var fact = FactsOf(question);
            var isDistrusted = policy.CalibratedJudgesOnly && fact is { IsUncalibrated: true };
            var verdict = isDistrusted ? GateVerdict.Inconclusive : test.Judge(p);
            var words = new GateWords(question, measured, test, verdict)
            {
                Family = lucky.Length,
                MoreLines = verdict == GateVerdict.Inconclusive && !isDistrusted ? test.MoreLines(factor) : null,
                Distrusted = isDistrusted ? fact!.Calibration : null,
            };
            return words.Check() with { Judge = fact?.Calibration };
        }

        // A column beside a metric's own is of the same judge.
        MetricFacts? FactsOf(GateQuestion question) =>
            facts.GetValueOrDefault(question.Rule.Metric) ?? facts.GetValueOrDefault(ScoreColumns.Beside(question.Rule.Metric, facts.ContainsKey) ?? "");
    }

    private static GateTable Read(GatePolicy policy, ScoredPart part, IEnumerable<GateRule> rules, CancellationToken cancellationToken)
    {
        var asked = rules.ToArray();
        return GateTable.Read(
            part,
            [.. asked.Select(r => r.Metric).Where(m => m.Length > 0).Distinct(StringComparer.Ordinal)],
            [.. asked.SelectMany(r => r.Texts).Distinct(StringComparer.Ordinal)],
            policy.Cluster,
            cancellationToken);
    }
}
