using System.Text.RegularExpressions;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Reports;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Tests.Runs;
using Gyre.Flows;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Tests.Reports;

public sealed class RunReportTests
{
    private const string Flow = """
        inputs:
          question: {type: string}
        outputs:
          answer: {type: string, reference: "${answer.output}"}
        nodes:
        - {name: find_passages, type: csharp, source: {type: code, path: find.cs}, inputs: {question: "${inputs.question}"}}
        - {name: prompt, type: prompt, source: {type: code, path: p.jinja2}, inputs: {question: "${inputs.question}", passages: "${find_passages.output}"}}
        - {name: node, type: llm, source: {type: code, path: p.jinja2}, inputs: {text: "${prompt.output}"}}
        - {name: apologise, type: prompt, source: {type: code, path: s.jinja2}, inputs: {q: "${inputs.question}"}, activate: {when: "${find_passages.output.count}", is: 0}}
        - {name: answer, type: csharp, source: {type: code, path: a.cs}, inputs: {a: "${node.output}", b: "${apologise.output}"}}
        - {name: score, type: csharp, aggregation: true, source: {type: code, path: s.cs}, inputs: {answers: "${answer.output}"}}
        """;

    internal static async Task<Run> MakeRunAsync(RunBench bench, string name, int lines, double quality, string? display = null)
    {
        bench.Folder.Write("flow/flow.dag.yaml", Flow);
        bench.Questions(lines);
        var flow = new FakeFlow((inputs, line, _) => Task.FromResult(line % 17 == 5
            ? throw new FlowException(ErrorClasses.ToolExecutionError, "Execution failure in 'node': (Timeout) The provider did not answer within 30 s.")
            : new PythonDict
            {
                ["answer"] = line == 3 ? "<script>alert('x')</script> & </script>" : $"The tent weighs {2 + (line * 0.1):0.0} kg and packs down to 48 × 16 cm, says the manual on page {line + 3}.",
                ["score"] = (line * 7 % 10) / 10.0 < quality,
            }))
        {
            MoreNodes = line =>
            [
                ("find_passages", RunStatus.Completed, 0.0021, "{\"count\": 3}"),
                ("prompt", RunStatus.Completed, 0.0004, "system:\nAnswer from the passages."),
                ("apologise", line % 9 == 4 ? RunStatus.Completed : RunStatus.Bypassed, 0.0002, "Sorry."),
                ("answer", RunStatus.Completed, 0.0008, "…"),
            ],
            Aggregate = r => new AggregationResult(new PythonDict { ["accuracy"] = quality, ["answered"] = (long)r.Lines.Count }, [], new Dictionary<string, FlowError>()),
        };
        return await bench.RunAsync(flow, bench.Definition(name) with { DisplayName = display });
    }

    [Fact]
    public async Task It_is_one_file_that_reaches_for_nothing()
    {
        using var bench = await RunBench.OpenAsync();
        var run = await MakeRunAsync(bench, "r", 20, 0.8);

        var html = File.ReadAllText(RunReport.Write([run], bench.Folder.At("out", "report.html")));

        Assert.DoesNotMatch("(?i)(src|href)=|https?://|@import|url\\(", html);
        Assert.DoesNotMatch("(?i)\\son[a-z]+=|style=\"", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_line_says_cannot_become_markup()
    {
        using var bench = await RunBench.OpenAsync();
        var run = await MakeRunAsync(bench, "r", 6, 0.8, "<b>bold</b>");

        var html = File.ReadAllText(RunReport.Write([run], bench.Folder.At("report.html")));

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;bold&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(html, "</script>"));
    }

    [Fact]
    public async Task It_shows_counts_metrics_graph_timings_and_lines()
    {
        using var bench = await RunBench.OpenAsync();
        var run = await MakeRunAsync(bench, "r", 20, 0.8);

        var html = File.ReadAllText(RunReport.Write([run], bench.Folder.At("report.html")));

        Assert.Contains("accuracy", html, StringComparison.Ordinal);
        Assert.Contains("Flow graph: find_passages, prompt, apologise, node, answer, score", html, StringComparison.Ordinal);
        Assert.Contains("node: 19 completed, 1 failed, 0 bypassed", html, StringComparison.Ordinal);
        Assert.Contains("The provider did not answer", html, StringComparison.Ordinal);
        Assert.Contains("Time per node", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_runs_stand_side_by_side_with_the_verdict()
    {
        using var bench = await RunBench.OpenAsync();
        var (a, b) = (await MakeRunAsync(bench, "a", 40, 0.3), await MakeRunAsync(bench, "b", 40, 0.9));

        var html = File.ReadAllText(RunReport.Write([a, b], bench.Folder.At("report.html"), new ReportOptions { Comparison = RunComparison.Compare(ScoredPart.Of(a), ScoredPart.Of(b), cancellationToken: TestContext.Current.CancellationToken) }));

        Assert.Contains("Side by side", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"badge good\">better</span>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_cannot_show_all_lines_shows_the_failed_ones_first()
    {
        using var bench = await RunBench.OpenAsync();
        var run = await MakeRunAsync(bench, "r", 40, 0.8);

        var html = File.ReadAllText(RunReport.Write([run], bench.Folder.At("report.html"), new ReportOptions { LineLimit = 4 }));

        Assert.Contains("Shown are 4 of 40 lines", html, StringComparison.Ordinal);
        Assert.Contains("\"n\":22,", html, StringComparison.Ordinal);
    }
}
