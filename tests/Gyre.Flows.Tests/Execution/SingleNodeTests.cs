using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Execution;

/// <summary><c>flow test --node</c>: one node by itself.</summary>
public sealed class SingleNodeTests
{
    private const string Yaml = """
        inputs: {q: {type: int}, d: {type: string, default: given}}
        nodes:
        - {name: a, type: python, source: {type: code, path: n.py}}
        - {name: n, type: python, source: {type: code, path: n.py}, inputs: {q: "${inputs.q}", d: "${inputs.d}", a: "${a.output}", part: "${a.output.x}", k: "5"}, activate: {when: 1, is: 2}}
        - {name: sum, type: python, source: {type: code, path: n.py}, aggregation: true, inputs: {qs: "${inputs.q}", as: "${a.output}"}}
        """;

    public static TheoryData<string, string> Ways => new()
    {
        { "q=4 a=A part=P", "{'q': 4, 'd': 'given', 'a': 'A', 'part': 'P', 'k': '5'}" },
        { "inputs.q=4 a.output=A a.output.x=P", "{'q': 4, 'd': 'given', 'a': 'A', 'part': 'P', 'k': '5'}" },
        { "${inputs.q}=4 ${a.output}=A ${a.output.x}=P d=other k=6", "{'q': 4, 'd': 'other', 'a': 'A', 'part': 'P', 'k': '6'}" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Inputs_are_given_by_any_of_their_names(string given, string expected)
    {
        var inputs = new PythonDict(given.Split(' ').Select(p => p.Split('=')).Select(p => KeyValuePair.Create(p[0], (object?)p[1])));

        var result = await RunAsync("n", inputs);

        Assert.Equal(expected, PythonText.Repr(result.Nodes.Single().Inputs));
        Assert.Equal(RunStatus.Completed, result.Line.Status);
    }

    [Fact]
    public async Task A_part_is_taken_from_a_whole_output()
    {
        var result = await RunAsync("n", new PythonDict { { "q", 1L }, { "a.output", new PythonDict { { "x", "P" } } } });

        Assert.Equal("P", result.Nodes.Single().Inputs!["part"]);
    }

    [Fact]
    public async Task Missing_inputs_are_all_named()
    {
        var error = await Assert.ThrowsAsync<FlowException>(() => RunAsync("n", []));

        Assert.Equal("UserErrorException", error.ErrorClass);
        Assert.StartsWith("Required input(s) ['q', 'a.output', 'a.output.x'] are missing for \"n\".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_input_is_converted()
    {
        var error = await Assert.ThrowsAsync<FlowException>(() => RunAsync("n", new PythonDict { { "q", "x" }, { "a", 1L }, { "part", 1L } }));

        Assert.Equal("InputTypeError", error.ErrorClass);
    }

    [Fact]
    public async Task An_aggregation_node_gets_lists_of_one()
    {
        var result = await RunAsync("sum", new PythonDict { { "q", 4L }, { "a.output", "A" } });

        Assert.Equal("{'qs': [4], 'as': ['A']}", PythonText.Repr(result.Nodes.Single().Inputs));
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_SingleNodeValidationError()
    {
        var error = await Assert.ThrowsAsync<FlowException>(() => RunAsync("summ", []));

        Assert.Equal("SingleNodeValidationError", error.ErrorClass);
        Assert.EndsWith("Did you mean 'sum'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_tool_of_the_node_is_loaded()
    {
        var tools = new ScriptedTools { Unresolvable = { { "n", new InvalidOperationException("broken") } } };

        Assert.Equal(RunStatus.Completed, (await RunAsync("a", [], tools)).Line.Status);
        Assert.Equal("ResolveToolError", (await Assert.ThrowsAsync<FlowException>(() => RunAsync("n", [], tools))).ErrorClass);
    }

    [Fact]
    public async Task The_nodes_failure_is_in_the_result()
    {
        var result = await RunAsync("a", [], new ScriptedTools().Add("a", _ => throw new InvalidOperationException("boom")));

        Assert.Equal((RunStatus.Failed, "ToolExecutionError"), (result.Line.Status, result.Line.Error!.Code));
    }

    private static async Task<LineResult> RunAsync(string node, PythonDict inputs, ScriptedTools? tools = null)
    {
        using var folder = new TemporaryFolder();
        var context = new FlowContext { Flow = DagReader.Read(folder.Write("flow.dag.yaml", Yaml)), WorkingFolder = folder.Path, Connections = new NoConnections() };
        return await DagFlow.ExecuteNodeAsync(context, [tools ?? new ScriptedTools()], node, inputs, cancellationToken: TestContext.Current.CancellationToken);
    }

    private sealed class NoConnections : IConnectionSource
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<Connection?>(null);
    }
}
