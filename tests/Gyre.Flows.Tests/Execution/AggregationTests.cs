using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.8: nodes that run once, after all lines.</summary>
public sealed class AggregationTests
{
    private const string Yaml = """
        inputs: {q: {type: int}, way: {type: string, default: run}}
        outputs: {x: {reference: "${n.output}"}}
        nodes:
        - {name: n, type: python, source: {type: code, path: n.py}, inputs: {q: "${inputs.q}"}, activate: {when: "${inputs.way}", is: run}}
        - {name: sum, type: python, source: {type: code, path: n.py}, aggregation: true, inputs: {qs: "${inputs.q}", ns: "${n.output}", parts: "${n.output}", k: 3}}
        - {name: last, type: python, source: {type: code, path: n.py}, aggregation: true, inputs: {s: "${sum.output}"}}
        """;

    [Fact]
    public async Task Flow_inputs_and_node_outputs_come_as_lists_and_aggregations_as_values()
    {
        var seen = new List<string>();
        var result = await AggregateAsync(
            Doubling().Add("sum", call => Note(seen, call, "S")).Add("last", call => Note(seen, call, "L")),
            [new() { { "q", "1" } }, new() { { "q", 2L } }]);

        Assert.Equal(["{'qs': [1, 2], 'ns': [2, 4], 'parts': [2, 4], 'k': 3}", "{'s': 'S'}"], seen);
        Assert.Equal("last:Completed sum:Completed", string.Join(" ", result.Nodes.OrderBy(n => n.Node, StringComparer.Ordinal).Select(n => $"{n.Node}:{n.Status}")));
        Assert.Equal(["run_sum_reduce", "run_last_reduce"], result.Nodes.Select(n => n.RunId));
        Assert.All(result.Nodes, n => Assert.Null(n.Index));
    }

    [Fact]
    public async Task A_bypassed_node_gives_null_and_a_failed_line_is_left_out()
    {
        var seen = new List<string>();

        await AggregateAsync(
            Doubling().Add("sum", call => Note(seen, call, "S")),
            [new() { { "q", 1L } }, new() { { "q", 2L }, { "way", "around" } }, new() { { "q", "bad" } }, new() { { "q", 4L } }]);

        Assert.Equal("{'qs': [1, 2, 4], 'ns': [2, None, 8], 'parts': [2, None, 8], 'k': 3}", seen[0]);
    }

    [Fact]
    public async Task With_all_lines_failed_the_nodes_still_run_with_empty_lists()
    {
        var seen = new List<string>();

        await AggregateAsync(Doubling().Add("sum", call => Note(seen, call, "S")), [new() { { "q", "bad" } }]);

        Assert.Equal("{'qs': [], 'ns': [], 'parts': [], 'k': 3}", seen[0]);
    }

    [Fact]
    public async Task The_last_metric_of_a_name_wins_and_those_logged_before_a_failure_stay()
    {
        var result = await AggregateAsync(
            Doubling().Add("sum", call =>
            {
                Assert.True(call.Line.IsAggregation);
                call.Line.Metrics.Log("m", 1L);
                call.Line.Metrics.Log("m", "two");
                throw new InvalidOperationException("no");
            }),
            [new() { { "q", 1L } }]);

        Assert.Equal("{'m': 'two'}", PythonText.Repr(result.Metrics));
        Assert.Equal("ToolExecutionError", result.Errors["sum"].Code);
        Assert.DoesNotContain(result.Nodes, n => n.Node == "last");
    }

    [Fact]
    public async Task Lists_of_unequal_length_are_InvalidAggregationInput()
    {
        await using var flow = await TestFlow.OpenAsync(Yaml, new ScriptedTools());
        var lines = new[]
        {
            new AggregationLine(0, new PythonDict { { "q", 1L }, { "way", "run" } }, [], new PythonDict { { "n", 1L } }),
            new AggregationLine(1, new PythonDict { { "q", 1L }, { "way", "run" } }, [], []),
        };

        var result = await flow.AggregateAsync(new AggregationRequest("run", lines), TestContext.Current.CancellationToken);

        Assert.Equal("InvalidAggregationInput", result.Errors["sum"].Code);
        Assert.Empty(result.Nodes);
    }

    [Fact]
    public async Task A_missing_property_that_an_aggregation_reads_fails_the_line()
    {
        const string yaml = """
            nodes:
            - {name: n, type: python, source: {type: code, path: n.py}}
            - {name: sum, type: python, source: {type: code, path: n.py}, aggregation: true, inputs: {x: "${n.output.grade}"}}
            """;

        var result = await TestFlow.RunAsync(yaml, new ScriptedTools().Add("n", _ => new PythonDict { { "mark", 1L } }));

        Assert.Equal("InvalidReferenceProperty", result.Line.Error!.Code);
    }

    [Fact]
    public async Task An_aggregation_is_bypassed_by_its_own_condition_and_takes_others_of_its_kind_along()
    {
        const string yaml = """
            nodes:
            - {name: sum, type: python, source: {type: code, path: n.py}, aggregation: true, activate: {when: 1, is: 2}}
            - {name: last, type: python, source: {type: code, path: n.py}, aggregation: true, inputs: {s: "${sum.output}"}}
            """;
        await using var flow = await TestFlow.OpenAsync(yaml, new ScriptedTools());

        var result = await flow.AggregateAsync(new AggregationRequest("run", []), TestContext.Current.CancellationToken);

        Assert.All(result.Nodes, n => Assert.Equal(RunStatus.Bypassed, n.Status));
    }

    [Fact]
    public async Task A_test_runs_the_aggregation_over_its_single_line()
    {
        await using var flow = await TestFlow.OpenAsync(Yaml, Doubling().Add("sum", call =>
        {
            call.Line.Metrics.Log("n", call.Inputs["ns"]);
            return null;
        }));

        var result = await FlowTest.RunAsync(flow, new LineRequest(new PythonDict { { "q", 4L } }, "run", null), TestContext.Current.CancellationToken);

        Assert.Equal("{'n': [8]}", PythonText.Repr(result.Line.Metrics));
        Assert.Equal("last:Completed n:Completed sum:Completed", TestFlow.Statuses(result));
    }

    [Fact]
    public async Task A_test_of_a_failed_line_runs_no_aggregation()
    {
        await using var flow = await TestFlow.OpenAsync(Yaml, new ScriptedTools().Add("n", _ => throw new InvalidOperationException("no")));

        var result = await FlowTest.RunAsync(flow, new LineRequest(new PythonDict { { "q", 4L } }, "run", null), TestContext.Current.CancellationToken);

        Assert.Equal("n:Failed", TestFlow.Statuses(result));
        Assert.Null(result.Line.Metrics);
    }

    [Fact]
    public async Task Metrics_stand_in_the_order_in_which_they_were_first_logged()
    {
        var tools = Doubling().Add("sum", call =>
        {
            foreach (var name in (string[])["zebra", "ant", "mole", "zebra"])
            {
                call.Line.Metrics.Log(name, 1L);
            }

            return null;
        });

        Assert.Equal("{'zebra': 1, 'ant': 1, 'mole': 1}", PythonText.Repr((await AggregateAsync(tools, [new PythonDict { { "q", 4L } }])).Metrics));
    }

    private static ScriptedTools Doubling() => new ScriptedTools().Add("n", call => 2 * (long)call.Inputs["q"]!);

    private static string Note(List<string> seen, ToolCall call, string answer)
    {
        seen.Add(PythonText.Repr(call.Inputs));
        return answer;
    }

    private static async Task<AggregationResult> AggregateAsync(ScriptedTools tools, IReadOnlyList<PythonDict> inputs)
    {
        await using var flow = await TestFlow.OpenAsync(Yaml, tools);
        var lines = new List<AggregationLine>();
        for (var i = 0; i < inputs.Count; i++)
        {
            var result = await flow.ExecuteLineAsync(new LineRequest(inputs[i], "run", i), TestContext.Current.CancellationToken);
            if (result.Line.Status == RunStatus.Completed)
            {
                lines.Add(new AggregationLine(i, result.Line.Inputs, result.Line.Output!, result.AggregationInputs));
            }
        }

        return await flow.AggregateAsync(new AggregationRequest("run", lines), TestContext.Current.CancellationToken);
    }
}
