using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Plans;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.9 and 1.13: a run's <c>connections</c>.</summary>
public sealed class ConnectionOverrideTests
{
    [Fact]
    public void An_llm_node_takes_another_connection_deployment_and_model()
    {
        var node = Apply("llm", ("connection", "other"), ("deployment_name", "gpt"), ("model", "m")).Nodes[0];

        Assert.Equal("other", node.Connection);
        Assert.Equal(new LiteralBinding("gpt"), node.Inputs["deployment_name"]);
        Assert.Equal(new LiteralBinding("m"), node.Inputs["model"]);
    }

    [Fact]
    public void An_llm_node_takes_nothing_else()
    {
        var error = Assert.Throws<FlowException>(() => Apply("llm", ("temperature", "0")));

        Assert.Equal("InvalidFlowError", error.ErrorClass);
        Assert.StartsWith("Unsupported llm connection overwrite keys: ['temperature']", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_node_gets_the_name_as_an_input_also_where_the_flow_leaves_it_out() =>
        Assert.Equal(new LiteralBinding("other"), Apply("python", ("conn", "other")).Nodes[0].Inputs["conn"]);

    [Fact]
    public void A_node_that_is_not_there_is_InvalidFlowError()
    {
        var error = Assert.Throws<FlowException>(() => ConnectionOverrides.Apply(Flow("llm"), Overrides("m", ("connection", "c"))));

        Assert.Equal(("InvalidFlowError", true), (error.ErrorClass, error.Message.StartsWith("Node m not found in flow", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_input_that_takes_no_connection_is_InvalidFlowError()
    {
        var tools = new ScriptedTools().Add("n", call => PythonText.Repr(call.Inputs), new ToolParameter("conn", ["CustomConnection"]), new ToolParameter("text", ["string"]));
        await using var flow = await TestFlow.OpenAsync("nodes:\n- {name: n, type: python, source: {type: code, path: n.py}}", tools);

        ConnectionOverrides.Check(flow, Overrides("n", ("conn", "c")));
        var error = Assert.Throws<FlowException>(() => ConnectionOverrides.Check(flow, Overrides("n", ("text", "c"))));

        Assert.Equal("Connection with name text not found in node n's inputs", error.Message);
    }

    private static FlowDefinition Apply(string type, params (string, string)[] fields) => ConnectionOverrides.Apply(Flow(type), Overrides("n", fields));

    private static FlowDefinition Flow(string type) => new() { File = "/f/flow.dag.yaml", Name = "f", Nodes = [new FlowNode { Name = "n", Type = type, Connection = "first" }] };

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Overrides(string node, params (string Field, string Value)[] fields) =>
        new(StringComparer.Ordinal) { [node] = fields.ToDictionary(f => f.Field, f => f.Value, StringComparer.Ordinal) };
}
