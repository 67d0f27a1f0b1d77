using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Gyre's sub-flow nodes: another flow as a tool.</summary>
public sealed class SubFlowTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_flow_runs_another_with_the_nodes_inputs_and_gets_its_outputs()
    {
        Write("inner", """
            inputs: {n: {type: int}, d: {type: int, default: 10}}
            outputs: {sum: {reference: "${add.output}"}}
            nodes:
            - {name: add, type: python, source: {type: code, path: n.py}, inputs: {a: "${inputs.n}", b: "${inputs.d}"}}
            """);
        Write("outer", """
            inputs: {q: {type: string}}
            outputs: {x: {reference: "${sub.output.sum}"}}
            nodes:
            - {name: sub, type: flow, source: {type: code, path: ../inner}, inputs: {n: "${inputs.q}", d: "32"}}
            """);
        var tools = new ScriptedTools().Add("add", call =>
        {
            call.Record.AddUsage(1, 2, 3);
            return (long)call.Inputs["a"]! + (long)call.Inputs["b"]!;
        });

        var result = await RunAsync("outer", tools, new PythonDict { { "q", "10" } });

        Assert.Equal(42L, result.Line.Output!["x"]);
        Assert.Equal(new Usage(1, 2, 3) { Costs = new(default, 0, 1) }, result.Line.Usage);
    }

    [Fact]
    public async Task A_failure_inside_fails_the_node_and_names_its_class()
    {
        Write("inner", "inputs: {n: {type: int}}\nnodes: []");
        Write("outer", """
            nodes:
            - {name: sub, type: flow, source: {type: code, path: ../inner}}
            """);

        var result = await RunAsync("outer", new ScriptedTools());

        Assert.Equal(("ToolExecutionError", "InputNotFound", "sub"), (result.Line.Error!.Code, result.Line.Error.Inner, result.Line.Error.Node));
    }

    [Fact]
    public async Task A_flow_may_run_itself_until_a_condition_ends_it()
    {
        Write("down", """
            inputs: {n: {type: int}}
            outputs: {x: {reference: "${join.output}"}}
            nodes:
            - {name: less, type: python, source: {type: code, path: n.py}, inputs: {n: "${inputs.n}"}}
            - {name: again, type: flow, source: {type: code, path: .}, inputs: {n: "${less.output.n}"}, activate: {when: "${less.output.more}", is: true}}
            - {name: join, type: python, source: {type: code, path: n.py}, inputs: {n: "${inputs.n}", rest: "${again.output}", keep: "${less.output}"}}
            """);
        var tools = new ScriptedTools()
            .Add("less", call => new PythonDict { { "n", (long)call.Inputs["n"]! - 1 }, { "more", (long)call.Inputs["n"]! > 1 } })
            .Add("join", call => $"{call.Inputs["n"]} {(call.Inputs["rest"] as PythonDict)?["x"]}".Trim());

        var result = await RunAsync("down", tools, new PythonDict { { "n", 4L } });

        Assert.Equal("4 3 2 1", result.Line.Output!["x"]);
    }

    [Fact]
    public async Task A_flow_that_runs_itself_without_end_is_stopped_with_the_remedy()
    {
        Write("forever", "nodes:\n- {name: again, type: flow, source: {type: code, path: .}}");

        var result = await RunAsync("forever", new ScriptedTools());

        Assert.Equal(("ToolExecutionError", "RecursionError"), (result.Line.Error!.Code, result.Line.Error.Inner));
        Assert.Contains("nested more than 32 deep; a flow that runs itself needs an activate condition that ends it", result.Line.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_that_is_not_there_is_InvalidSource()
    {
        Write("outer", "nodes:\n- {name: sub, type: flow, source: {type: code, path: ../nowhere}}");

        var error = await Assert.ThrowsAsync<FlowException>(() => RunAsync("outer", new ScriptedTools()));

        Assert.Equal(("ResolveToolError", "InvalidSource"), (error.ErrorClass, error.InnerClass));
    }

    public void Dispose() => folder.Dispose();

    private void Write(string name, string yaml) => folder.Write($"{name}/flow.dag.yaml", yaml);

    private async Task<LineResult> RunAsync(string name, ScriptedTools tools, PythonDict? inputs = null)
    {
        await using var flows = new SubFlows(async (path, all, token) =>
        {
            var definition = DagReader.Read(path);
            var context = new FlowContext { Flow = definition, WorkingFolder = definition.Folder, Connections = new NoConnections() };
            return await DagFlow.CreateAsync(context, [new FlowToolSource(all), tools], cancellationToken: token);
        });
        var flow = await await flows.OpenAsync(FlowFile.Find(folder.At(name)).Path, TestContext.Current.CancellationToken);
        return await flow.ExecuteLineAsync(new LineRequest(inputs ?? [], "run", 0), TestContext.Current.CancellationToken);
    }

    private sealed class NoConnections : IConnectionSource
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<Connection?>(null);
    }
}
