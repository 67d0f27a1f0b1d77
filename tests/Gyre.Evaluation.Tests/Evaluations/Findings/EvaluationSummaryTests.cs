using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Evaluations.Findings;

public sealed class EvaluationSummaryTests
{
    private const string Two = "name: e\ntargets: [{name: a, answers: a.jsonl}, {name: b, answers: b.jsonl}]\nevaluators: [exact_match]\n";

    [Fact]
    public async Task Every_target_is_compared_with_the_first_and_flips_have_both_answers()
    {
        using var bench = await FindingsBench.OpenAsync();
        bench.Answers("a", 60, i => i % 2 == 0 ? $"right {i} word" : "wrong");
        bench.Answers("b", 60, i => i % 10 != 1 ? $"right {i} word" : "no");

        var (_, summary) = await bench.RunAsync(Two + "comparison: {slices: [topic]}\n");

        var comparison = Assert.Single(summary.Comparisons);
        var metric = Assert.Single(comparison.Metrics);
        Assert.Equal(("a", "b", "exact_match", Verdict.Better), (comparison.Baseline, comparison.Candidate, metric.Name, metric.Verdict));
        Assert.Equal(0.4, metric.Difference.Estimate, 12);
        Assert.Equal((0, 24), metric.Flipped);
        Assert.Equal(new Flip("3", Won: true, "wrong", "right 3 word"), metric.Flips[0]);
        Assert.Equal([("topic", "even", 0.0), ("topic", "odd", 0.8)], metric.Slices.Select(s => (s.Column, s.Value, Math.Round(s.Result.Difference.Estimate, 9))));
        Assert.Equal(3, summary.Family);
        Assert.Equal("b against a: better in exact_match.", ComparisonWords.Headline(comparison));
    }

    [Fact]
    public async Task One_correction_covers_all_targets()
    {
        using var bench = await FindingsBench.OpenAsync();
        foreach (var (name, from) in new[] { ("a", 0), ("b", 6), ("c", 0) })
        {
            bench.Answers(name, 60, i => i >= from ? $"right {i} word" : "wrong");
        }

        var (_, two) = await bench.RunAsync(Two);
        var (_, three) = await bench.RunAsync(Two.Replace("name: e", "name: e3").Replace("{name: b, answers: b.jsonl}", "{name: b, answers: b.jsonl}, {name: c, answers: c.jsonl}"));

        Assert.Equal((1, 2), (two.Family, three.Family));
        Assert.Equal(two.Comparisons[0].Metrics[0].AdjustedPValue * 2, three.Comparisons[0].Metrics[0].AdjustedPValue);
    }

    [Fact]
    public async Task Missing_scores_are_told_with_their_reasons()
    {
        using var bench = await FindingsBench.OpenAsync();
        bench.Answers("a", 10, i => i < 3 ? null : $"right {i} word");

        var (_, summary) = await bench.RunAsync("name: e\ntargets: [{name: a, answers: a.jsonl}]\nevaluators: [exact_match, f1_score]\n");

        var metric = summary.Targets[0].Metrics[0];
        Assert.Equal((10, 7, 7), (metric.Lines, metric.Scored, metric.Passed));
        Assert.Equal(new Cause("The line has no 'response'.", 3), Assert.Single(metric.Missing));
        Assert.Equal("a: 3 lines of 10 without exact_match, f1_score: The line has no 'response' (3).", Assert.Single(FindingsWords.Missing(summary.Targets[0])));
        Assert.Empty(summary.Comparisons);
    }

    [Fact]
    public async Task Lines_that_failed_are_told_with_the_commonest_error()
    {
        using var bench = await FindingsBench.OpenAsync();
        bench.Folder.Write("q.jsonl", string.Concat(Enumerable.Range(0, 20).Select(i => $"{{\"question\": \"{i}\", \"ground_truth\": \"{i}\"}}\n")));
        var flow = new FakeFlow((inputs, line, _) => Task.FromResult(line % 4 == 1
            ? throw new FlowException(ErrorClasses.ToolExecutionError, line == 1 ? "out of luck" : $"request {line} timed out")
            : new PythonDict { ["answer"] = inputs["question"] }));

        var (_, summary) = await bench.RunAsync("name: e\ndata: q.jsonl\ntargets: [{name: a, flow: flow}]\nevaluators: [exact_match, latency]\n", flow);

        var target = summary.Targets[0];
        Assert.Equal((20, 5, 0), (target.Lines, target.FailedLines, target.UnfinishedLines));
        Assert.Equal(new Cause("request 5 timed out", 4), target.Errors[0]);
        Assert.Equal(new Cause("The target gave no answer.", 5), Assert.Single(target.Metrics[0].Missing));
        Assert.NotNull(target.Latency);
        Assert.Equal((60, "unknown"), (target.Tokens, FindingsWords.Cost(target.AnswersCost)));
    }

    [Fact]
    public async Task Repeats_make_tries_of_a_line_not_more_lines()
    {
        using var bench = await FindingsBench.OpenAsync();
        bench.Folder.Write("q.jsonl", string.Concat(Enumerable.Range(0, 10).Select(i => $"{{\"question\": \"{i}\", \"ground_truth\": \"{i}\"}}\n")));
        var asked = 0;
        var flow = new FakeFlow(inputs => new PythonDict { ["answer"] = Interlocked.Increment(ref asked) > 10 ? "other" : inputs["question"] });

        var (_, summary) = await bench.RunAsync("name: e\ndata: q.jsonl\nrepeats: 2\nconcurrency: 1\ntargets: [{name: a, flow: flow}]\nevaluators: [exact_match]\n", flow);

        var metric = summary.Targets[0].Metrics[0];
        Assert.Equal((20, 20, 0.5), (metric.Lines, metric.Scored, metric.Mean));
        Assert.Equal((1.0, 0.0), (metric.Repeats!.PassAtK!.Value.Estimate, metric.Repeats.PassHatK!.Value.Estimate));
        Assert.Contains("passes in at least one of 2 tries on 100 %", FindingsWords.Repeats(metric), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_with_a_default_reads_the_datas_column_of_its_name()
    {
        using var bench = await FindingsBench.OpenAsync();
        bench.Folder.Write("q.jsonl", "{\"question\": \"7\", \"ground_truth\": \"7\"}\n");
        var flow = new FakeFlow(inputs => new PythonDict { ["answer"] = inputs["question"] }) { TheInputs = [new FlowInput("question", "string") { Default = "sample" }] };

        var (_, summary) = await bench.RunAsync("name: e\ndata: q.jsonl\ntargets: [{name: a, flow: flow}]\nevaluators: [exact_match]\n", flow);

        Assert.Equal(1, summary.Targets[0].Metrics[0].Mean);
    }

    [Fact]
    public async Task A_target_is_compared_by_its_evaluation_and_name()
    {
        using var bench = await FindingsBench.OpenAsync();
        bench.Answers("a", 12, i => $"right {i} word");
        bench.Answers("b", 12, _ => "wrong");
        await bench.RunAsync(Two);
        var parts = new EvaluationParts(bench.Runs, bench.Store);

        var comparison = RunComparison.Compare(await parts.FindAsync("e:a", Stop), await parts.FindAsync("e:b", Stop), cancellationToken: Stop);

        Assert.Equal(("e:a", "e:b", Verdict.Worse), (comparison.Baseline, comparison.Candidate, Assert.Single(comparison.Metrics).Verdict));
        Assert.Equal("e.1.scores", (await parts.FindAsync("e.1.scores", Stop)).Name);
        foreach (var (name, says) in new[] { ("e", "Evaluation 'e' has 2 targets; say which: 'e:a', 'e:b'."), ("e:bb", "Did you mean 'b'?"), ("f:a", "There is no run 'f:a'.") })
        {
            Assert.Contains(says, (await Assert.ThrowsAsync<ProblemException>(() => parts.FindAsync(name, Stop))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_column_to_compare_by_that_is_not_there_is_told_before_anything_is_answered()
    {
        using var bench = await FindingsBench.OpenAsync();
        bench.Folder.Write("q.jsonl", "{\"question\": \"7\", \"topic\": \"x\"}\n");

        var e = await Assert.ThrowsAsync<ProblemException>(() => bench.RunAsync("name: e\ndata: q.jsonl\ntargets: [{name: a, flow: flow}]\nevaluators: [exact_match]\ncomparison: {slices: [topics]}\n"));

        Assert.Contains("The data has no column 'topics' to compare by. Did you mean 'topic'?", e.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
