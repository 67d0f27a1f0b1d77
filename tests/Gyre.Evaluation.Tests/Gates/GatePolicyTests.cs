using Gyre.Evaluation.Gates.Definitions;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Gates;

public sealed class GatePolicyTests
{
    [Fact]
    public void Each_limit_becomes_a_rule_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var policy = Read(folder, """
            kind: gate
            name: release
            inconclusive: warn
            judges: calibrated
            cluster: conversation
            rules:
            - metric: groundedness
              pass_rate: {at_least: 0.85, not_worse_by: 0.03}
              flips_lost:
                at_most: 3
            - metric: latency
              where: {language: de, streamed: true}
              each: category
              judge_on: estimate
              unscored: leave_out
              better: lower
              p95: {at_most: 2.5}
            - failed_lines: {at_most: 0}
            """);

        Assert.Equal(("release", WhenInconclusive.Warn, true, "conversation", true), (policy.Name, policy.Inconclusive, policy.CalibratedJudgesOnly, policy.Cluster, policy.NeedsBaseline));
        Assert.Equal(
            [
                ("groundedness", Measure.PassRate, new Limit(LimitKind.AtLeast, 0.85), 8),
                ("groundedness", Measure.PassRate, new Limit(LimitKind.NotWorseBy, 0.03), 8),
                ("groundedness", Measure.FlipsLost, new Limit(LimitKind.AtMost, 3), 10),
                ("latency", Measure.P95, new Limit(LimitKind.AtMost, 2.5), 17),
                ("", Measure.FailedLines, new Limit(LimitKind.AtMost, 0), 18),
            ],
            policy.Rules.Select(r => (r.Metric, r.Measure, r.Limit, r.Line)));
        var latency = policy.Rules[3];
        Assert.Equal(["language = de", "streamed = true"], latency.Where.Select(w => $"{w.Key} = {w.Value}"));
        Assert.Equal(("category", true, true, true), (latency.Each, latency.OnEstimate, latency.LeavesOutUnscored, latency.LowerIsBetter));
    }

    [Fact]
    public void What_is_not_said_is_strict()
    {
        using var folder = new TemporaryFolder();
        var policy = Read(folder, "rules: [{metric: f1_score, mean: {at_least: 0.4}}]");

        Assert.Equal(("gate.yaml", WhenInconclusive.Fail, false, null, false), (policy.Name, policy.Inconclusive, policy.CalibratedJudgesOnly, policy.Cluster, policy.NeedsBaseline));
        Assert.Equal((false, false, null), (policy.Rules[0].OnEstimate, policy.Rules[0].LeavesOutUnscored, policy.Rules[0].LowerIsBetter));
    }

    [Fact]
    public void All_faults_are_told_at_once_with_their_lines()
    {
        using var folder = new TemporaryFolder();
        var e = Assert.Throws<ProblemException>(() => Read(folder, """
            kind: gates
            inconclusive: maybe
            rules:
            - metric: f1_score
            - pass_rate: {at_least: 90}
            - metric: latency
              p95: {at_mots: 2}
            - metric: a
              mean: {not_worse_by: 0}
            - metric: b
              p50: {not_worse_by: 1}
            """));

        Assert.Equal(("gate-invalid", folder.At("gate.yaml"), 1), (e.Problem.Code, e.Problem.File, e.Problem.Line));
        Assert.Contains("'kind' must be gate, but is 'gates'.", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 2: 'inconclusive' must be fail or warn or pass, but is 'maybe'.", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 4: This rule asks nothing.", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 5: 'metric' is missing: which column's pass_rate?", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 5: 'at_least' must be a number from 0 to 1.", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 7: The key 'at_mots' is not known. Did you mean 'at_most'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 9: 'not_worse_by' must be more than 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("line 11: The key 'not_worse_by' is not known.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "'rules' is missing.")]
    [InlineData("rules: []", "'rules' must be a list with at least one item.")]
    [InlineData("- a", "A policy must hold the key 'rules'.")]
    public void A_policy_without_rules_is_none(string yaml, string says)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(says, Assert.Throws<ProblemException>(() => Read(folder, yaml)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_committed_schema_is_that_of_the_types() => Approved.Matches(GateSchema.Text, RepositoryFiles.At("schemas", "gate.schema.json"));

    private static GatePolicy Read(TemporaryFolder folder, string yaml) => GatePolicy.Read(folder.Write("gate.yaml", yaml));
}
