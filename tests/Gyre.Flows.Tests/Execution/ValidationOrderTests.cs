namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.6: what is checked, in which order, under which class.</summary>
public sealed class ValidationOrderTests
{
    [Theory]
    [InlineData("DuplicateNodeName", "- {name: n, type: python, source: {type: code, path: n.py}}\n- {name: n, type: python, source: {type: code, path: n.py}}")]
    [InlineData("InputReferenceNotFound", "- {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: \"${inputs.nowhere}\"}}")]
    [InlineData("InputReferenceNotFound", "- {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: \"${inputs.q.a}\"}}")]
    [InlineData("InputReferenceNotFound", "- {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: \"${inputs.q[0]}\"}}")]
    [InlineData("NodeReferenceNotFound", "- {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: \"${nowhere.output}\"}}")]
    [InlineData("NodeReferenceNotFound", "- {name: n, type: python, source: {type: code, path: n.py}, activate: {when: \"${nowhere.output}\", is: 1}}")]
    [InlineData("NodeCircularDependency", "- {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: \"${m.output}\"}}\n- {name: m, type: python, source: {type: code, path: n.py}, inputs: {x: \"${n.output}\"}}")]
    [InlineData("NodeCircularDependency", "- {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: \"${n.output}\"}}")]
    [InlineData("InvalidNodeReference", "- {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: \"${sum.output}\"}}\n- {name: sum, type: python, source: {type: code, path: n.py}, aggregation: true}")]
    [InlineData("InvalidNodeReference", "- {name: n, type: python, source: {type: code, path: n.py}}\n- {name: sum, type: python, source: {type: code, path: n.py}, aggregation: true, activate: {when: \"${n.output}\", is: 1}}")]
    public async Task A_fault_in_the_graph_has_its_class(string errorClass, string nodes)
    {
        var error = await TestFlow.FailsToOpenAsync("inputs: {q: {type: string}}\nnodes:\n" + nodes);

        Assert.Equal(errorClass, error.ErrorClass);
    }

    [Theory]
    [InlineData("EmptyOutputReference", "\"\"")]
    [InlineData("OutputReferenceNotFound", "\"${nowhere.output}\"")]
    [InlineData("OutputReferenceNotFound", "\"${inputs.nowhere}\"")]
    public async Task A_fault_in_an_output_has_its_class(string errorClass, string reference)
    {
        var error = await TestFlow.FailsToOpenAsync($"outputs: {{x: {{reference: {reference}}}}}\nnodes: []");

        Assert.Equal(errorClass, error.ErrorClass);
    }

    [Fact]
    public async Task Tools_are_made_before_the_graph_is_looked_at()
    {
        var tools = new ScriptedTools { Unresolvable = { { "m", new FlowException("InvalidSource", "Node source path 'm.py' is invalid on node 'm'.") } } };
        const string yaml = """
            nodes:
            - {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: "${nowhere.output}"}}
            - {name: m, type: python, source: {type: code, path: m.py}}
            """;

        var error = await TestFlow.FailsToOpenAsync(yaml, tools);

        Assert.Equal(("ResolveToolError", "InvalidSource", "m"), (error.ErrorClass, error.InnerClass, error.Node));
        Assert.Equal("Tool load failed in 'm': (InvalidSource) Node source path 'm.py' is invalid on node 'm'.", error.Message);
        Assert.Equal(3, error.Line);
    }

    [Fact]
    public async Task Nodes_are_checked_before_outputs()
    {
        var error = await TestFlow.FailsToOpenAsync("""
            outputs: {x: {reference: ""}}
            nodes:
            - {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: "${nowhere.output}"}}
            """);

        Assert.Equal("NodeReferenceNotFound", error.ErrorClass);
    }

    [Fact]
    public async Task Flow_inputs_of_all_nodes_are_checked_before_node_references()
    {
        var error = await TestFlow.FailsToOpenAsync("""
            nodes:
            - {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: "${nowhere.output}"}}
            - {name: m, type: python, source: {type: code, path: n.py}, inputs: {x: "${inputs.nowhere}"}}
            """);

        Assert.Equal("InputReferenceNotFound", error.ErrorClass);
    }

    [Fact]
    public async Task A_node_without_source_is_a_UserErrorException_inside_ResolveToolError()
    {
        var error = await TestFlow.FailsToOpenAsync("nodes:\n- {name: n, type: python}");

        Assert.Equal("Tool load failed in 'n': (UserErrorException) Node n does not have source defined.", error.Message);
    }

    [Fact]
    public async Task A_node_without_type_is_NotImplementedError()
    {
        var error = await TestFlow.FailsToOpenAsync("nodes:\n- {name: n, source: {type: code, path: n.py}}");

        Assert.Equal("Tool load failed in 'n': (NotImplementedError) Tool type None is not supported yet.", error.Message);
    }

    [Fact]
    public async Task A_source_type_that_a_node_type_does_not_take_is_NotImplementedError()
    {
        var error = await TestFlow.FailsToOpenAsync("nodes:\n- {name: n, type: custom_llm, source: {type: code, path: n.py}}");

        Assert.Equal("NotImplementedError", error.InnerClass);
    }

    [Fact]
    public async Task Any_other_failure_of_a_tool_source_is_wrapped_too()
    {
        var error = await TestFlow.FailsToOpenAsync(
            "nodes:\n- {name: n, type: python, source: {type: code, path: n.py}}",
            new ScriptedTools { Unresolvable = { { "n", new InvalidOperationException("odd") } } });

        Assert.Equal("Tool load failed in 'n': (InvalidOperationException) odd", error.Message);
        Assert.Equal(ErrorKind.SystemError, error.Kind);
    }

    [Fact]
    public async Task An_output_at_an_aggregation_node_is_dropped_with_a_warning()
    {
        await using var flow = await TestFlow.OpenAsync(
            """
            outputs: {x: {reference: "${sum.output}"}}
            nodes:
            - {name: sum, type: python, source: {type: code, path: n.py}, aggregation: true}
            """,
            new ScriptedTools());

        Assert.Empty(flow.Outputs);
        Assert.Contains("Output 'x' references a reduce node 'sum', will not take effect.", flow.Warnings);
    }
}
