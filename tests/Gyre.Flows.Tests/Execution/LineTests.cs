using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.7: how the nodes of a line run.</summary>
public sealed class LineTests
{
    private const string TwoAndOne = """
        inputs: {q: {type: string, default: hi}}
        outputs: {x: {reference: "${c.output}"}}
        nodes:
        - {name: a, type: python, source: {type: code, path: n.py}, inputs: {q: "${inputs.q}"}}
        - {name: b, type: python, source: {type: code, path: n.py}, inputs: {q: "${inputs.q}"}}
        - {name: c, type: python, source: {type: code, path: n.py}, inputs: {a: "${a.output}", b: "${b.output}"}}
        """;

    [Fact]
    public async Task Nodes_that_do_not_need_each_other_run_at_once()
    {
        var both = new TaskCompletionSource();
        var inside = 0;
        async ValueTask<object?> Meet(Gyre.Flows.Tools.ToolCall call, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref inside) == 2)
            {
                both.SetResult();
            }

            await both.Task.WaitAsync(cancellationToken);
            return call.Node;
        }

        var result = await TestFlow.RunAsync(TwoAndOne, new ScriptedTools().Add("a", Meet).Add("b", Meet).Add("c", call => PythonText.Repr(call.Inputs)));

        Assert.Equal("{'a': 'a', 'b': 'b'}", result.Line.Output!["x"]);
    }

    [Fact]
    public async Task No_more_nodes_run_at_once_than_allowed()
    {
        var tools = new ScriptedTools();
        foreach (var name in new[] { "a", "b" })
        {
            tools.Add(name, async (_, token) =>
            {
                await Task.Yield();
                token.ThrowIfCancellationRequested();
                return 1L;
            });
        }

        await using var flow = await TestFlow.OpenAsync(TwoAndOne, tools);
        await flow.ExecuteLineAsync(new LineRequest([], "run", 0) { NodeConcurrency = 1 }, TestContext.Current.CancellationToken);

        Assert.Equal(1, tools.MostAtOnce);
    }

    [Fact]
    public async Task The_first_exception_fails_the_line_and_waiting_nodes_do_not_start()
    {
        var result = await TestFlow.RunAsync(TwoAndOne, new ScriptedTools().Add("a", _ => throw new InvalidOperationException("boom")));

        Assert.Equal(RunStatus.Failed, result.Line.Status);
        Assert.Equal("a:Failed b:Completed", TestFlow.Statuses(result));
        Assert.Null(result.Line.Output);
        Assert.Empty(result.AggregationInputs);
    }

    [Fact]
    public async Task What_a_tool_raises_is_ToolExecutionError_with_its_details()
    {
        var result = await TestFlow.RunAsync(TwoAndOne, new ScriptedTools().Add("a", _ => throw new InvalidOperationException("boom")));

        var error = result.Line.Error!;
        Assert.Equal(("ToolExecutionError", "InvalidOperationException", "a", ErrorKind.UserError), (error.Code, error.Inner, error.Node, error.Kind));
        Assert.Equal("Execution failure in 'a': (InvalidOperationException) boom", error.Message);
        Assert.Equal("boom", error.ToolDetails!["message"]);
        Assert.Equal(error, result.Nodes.Single(n => n.Node == "a").Error);
    }

    [Fact]
    public async Task An_error_that_already_has_a_class_keeps_it()
    {
        var result = await TestFlow.RunAsync(TwoAndOne, new ScriptedTools().Add("a", _ => throw new FlowException("WrappedOpenAIError", "OpenAI API hits RateLimitError")));

        Assert.Equal(("WrappedOpenAIError", "a"), (result.Line.Error!.Code, result.Line.Error.Node));
    }

    [Fact]
    public async Task A_node_beside_a_failed_one_that_does_not_end_soon_is_canceled()
    {
        var tools = new ScriptedTools().Add("a", _ => throw new InvalidOperationException("boom")).Add("b", Forever);

        var result = await TestFlow.RunAsync(TwoAndOne, tools);

        Assert.Equal("a:Failed b:Canceled", TestFlow.Statuses(result));
        Assert.Equal("ToolCanceledError", result.Nodes.Single(n => n.Node == "b").Error!.Code);
        Assert.Equal(0, tools.Running);
    }

    [Fact]
    public async Task A_line_that_takes_too_long_fails_and_its_running_nodes_are_canceled()
    {
        var time = new ManualTime();
        var tools = new ScriptedTools().Add("a", (call, token) =>
        {
            time.Advance(TimeSpan.FromSeconds(3));
            return Forever(call, token);
        });
        await using var flow = await TestFlow.OpenAsync(TwoAndOne, tools, new DagFlowOptions { Time = time });

        var result = await flow.ExecuteLineAsync(new LineRequest([], "run", 4) { TimeoutSeconds = 3 }, TestContext.Current.CancellationToken);

        Assert.Equal(("LineExecutionTimeoutError", "Line 4 execution timeout for exceeding 3 seconds"), (result.Line.Error!.Code, result.Line.Error.Message));
        Assert.Equal("a:Canceled b:Completed", TestFlow.Statuses(result));
        Assert.Equal(0, tools.Running);
    }

    [Fact]
    public async Task Cancelling_ends_the_line_and_leaves_no_tool_running()
    {
        using var stop = new CancellationTokenSource();
        var tools = new ScriptedTools().Add("a", async (call, token) =>
        {
            await stop.CancelAsync();
            return await Forever(call, token);
        });
        await using var flow = await TestFlow.OpenAsync(TwoAndOne, tools);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flow.ExecuteLineAsync(new LineRequest([], "run", 0), stop.Token));

        Assert.Equal(0, tools.Running);
    }

    [Fact]
    public async Task A_bad_input_fails_the_line_before_any_node()
    {
        var tools = new ScriptedTools();

        var result = await TestFlow.RunAsync("inputs: {n: {type: int}}\nnodes:\n- {name: a, type: python, source: {type: code, path: n.py}}", tools, new PythonDict { { "n", "x" } }, line: 2);

        Assert.Equal((RunStatus.Failed, "InputTypeError"), (result.Line.Status, result.Line.Error!.Code));
        Assert.Contains("'n' in line 2 of input data", result.Line.Error.Message, StringComparison.Ordinal);
        Assert.Empty(result.Nodes);
        Assert.Empty(tools.Called);
    }

    [Fact]
    public async Task Records_are_named_after_run_node_and_line()
    {
        var result = await TestFlow.RunAsync(TwoAndOne, new ScriptedTools(), line: 12);

        Assert.Equal(("run_12", "run", 12), (result.Line.RunId, result.Line.RootRunId, result.Line.Index));
        Assert.Equal(["run_a_12", "run_b_12", "run_c_12"], result.Nodes.Select(n => n.RunId));
        Assert.All(result.Nodes, n => Assert.Equal(("run", "run_12", 12), (n.FlowRunId, n.ParentRunId, n.Index)));
    }

    [Fact]
    public async Task Outside_a_run_a_fresh_id_stands_for_the_line()
    {
        var result = await TestFlow.RunAsync(TwoAndOne, new ScriptedTools());

        Assert.Equal("run", result.Line.RunId);
        Assert.All(result.Nodes, n => Assert.True(Guid.TryParse(n.RunId.Split('_')[^1], out _)));
    }

    [Fact]
    public async Task The_call_tree_has_the_flow_its_nodes_and_their_nested_calls()
    {
        var tools = new ScriptedTools().Add("a", call =>
        {
            call.Record.AddChild(new PythonDict { { "name", "inner" } });
            call.Record.AddUsage(10, 5, 15);
            return "A";
        }).Add("b", call =>
        {
            call.Record.AddUsage(1, 1, 2);
            return "B";
        });

        var result = await TestFlow.RunAsync(TwoAndOne, tools);

        var root = Assert.Single(result.Line.ApiCalls);
        Assert.Equal(("flow", "Flow"), (root["name"], root["type"]));
        var nodes = ((List<object?>)root["children"]!).Cast<PythonDict>().ToList();
        Assert.Equal(["a", "b", "c"], nodes.Select(n => n["node_name"]));
        Assert.Equal("[{'name': 'inner'}]", PythonText.Repr(nodes[0]["children"]));
        Assert.Equal(new Usage(11, 6, 17) { Costs = new(default, 0, 2) }, result.Line.Usage);
        Assert.Equal(new Usage(10, 5, 15) { Costs = new(default, 0, 1) }, result.Nodes[0].Usage);
        Assert.Equal(default, result.Nodes[2].Usage);
    }

    [Fact]
    public async Task Listeners_hear_of_nodes_as_they_start_and_end()
    {
        await using var flow = await TestFlow.OpenAsync(TwoAndOne, new ScriptedTools());
        var heard = new List<string>();

        await flow.ExecuteLineAsync(new LineRequest([], "run", 0) { OnNode = n => heard.Add($"{n.Node} {n.Status}") }, TestContext.Current.CancellationToken);

        Assert.Equal(["a Running", "b Running", "a Completed", "b Completed", "c Running", "c Completed"], heard);
    }

    private static async ValueTask<object?> Forever(Gyre.Flows.Tools.ToolCall call, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return null;
    }
}
