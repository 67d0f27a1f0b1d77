using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.7: <c>activate</c> compares as Python does; Gyre's conditions combine comparisons.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("true", true, true)]
    [InlineData("true", "true", false)]
    [InlineData("\"true\"", true, false)]
    [InlineData("1", true, true)]
    [InlineData("1.0", 1L, true)]
    [InlineData("1", "1", false)]
    [InlineData("null", null, true)]
    [InlineData("\"\"", null, false)]
    public async Task Nothing_is_converted_before_comparing(string wanted, object? value, bool runs)
    {
        var yaml = $$"""
            inputs: {v: {type: object} }
            nodes:
            - {name: n, type: python, source: {type: code, path: n.py}, activate: {when: "${first.output}", is: {{wanted}} } }
            - {name: first, type: python, source: {type: code, path: n.py} }
            """;

        var result = await TestFlow.RunAsync(yaml.Replace("inputs: {v: {type: object} }\n", "", StringComparison.Ordinal), new ScriptedTools().Add("first", _ => value));

        Assert.Equal(runs ? RunStatus.Completed : RunStatus.Bypassed, result.Nodes.Single(n => n.Node == "n").Status);
    }

    [Fact]
    public async Task A_node_is_bypassed_where_its_condition_looks_at_a_bypassed_node()
    {
        const string yaml = """
            nodes:
            - {name: gone, type: python, source: {type: code, path: n.py}, activate: {when: 1, is: 2}}
            - {name: n, type: python, source: {type: code, path: n.py}, activate: {when: "${gone.output}", is: null}}
            """;

        Assert.Equal("gone:Bypassed n:Bypassed", TestFlow.Statuses(await TestFlow.RunAsync(yaml, new ScriptedTools())));
    }

    [Fact]
    public async Task A_node_with_a_condition_runs_even_where_all_its_inputs_were_bypassed()
    {
        const string yaml = """
            nodes:
            - {name: gone, type: python, source: {type: code, path: n.py}, activate: {when: 1, is: 2}}
            - {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: "${gone.output}"}, activate: {when: 1, is: 1}}
            """;

        Assert.Equal("gone:Bypassed n:Completed", TestFlow.Statuses(await TestFlow.RunAsync(yaml, new ScriptedTools())));
    }

    [Fact]
    public async Task A_node_runs_where_only_some_of_its_inputs_were_bypassed()
    {
        const string yaml = """
            nodes:
            - {name: gone, type: python, source: {type: code, path: n.py}, activate: {when: 1, is: 2}}
            - {name: here, type: python, source: {type: code, path: n.py}}
            - {name: n, type: python, source: {type: code, path: n.py}, inputs: {x: "${gone.output}", y: "${here.output}"}}
            """;

        Assert.Equal("gone:Bypassed here:Completed n:Completed", TestFlow.Statuses(await TestFlow.RunAsync(yaml, new ScriptedTools())));
    }

    [Fact]
    public async Task A_path_that_is_missing_in_a_condition_fails_the_line()
    {
        const string yaml = """
            nodes:
            - {name: a, type: python, source: {type: code, path: n.py}}
            - {name: n, type: python, source: {type: code, path: n.py}, activate: {when: "${a.output.missing}", is: 1}}
            """;

        var result = await TestFlow.RunAsync(yaml, new ScriptedTools());

        Assert.Equal("InvalidReferenceProperty", result.Line.Error!.Code);
    }

    [Theory]
    [InlineData("all: [{when: \"${inputs.a}\", is: 1}, {when: \"${inputs.b}\", is: 2}]", 1, 2, true)]
    [InlineData("all: [{when: \"${inputs.a}\", is: 1}, {when: \"${inputs.b}\", is: 2}]", 1, 3, false)]
    [InlineData("any: [{when: \"${inputs.a}\", is: 1}, {when: \"${inputs.b}\", is: 2}]", 0, 2, true)]
    [InlineData("any: [{when: \"${inputs.a}\", is: 1}, {when: \"${inputs.b}\", is: 2}]", 0, 0, false)]
    [InlineData("not: {when: \"${inputs.a}\", is: 1}", 2, 0, true)]
    [InlineData("not: {any: [{when: \"${inputs.a}\", is: 1}, {when: \"${inputs.b}\", is: 2}]}", 0, 0, true)]
    [InlineData("not: {any: [{when: \"${inputs.a}\", is: 1}, {when: \"${inputs.b}\", is: 2}]}", 0, 2, false)]
    public async Task Conditions_combine(string condition, long a, long b, bool runs)
    {
        var yaml = $$"""
            inputs: {a: {type: int}, b: {type: int} }
            nodes:
            - name: n
              type: python
              source: {type: code, path: n.py}
              activate: { {{condition}} }
            """;

        var result = await TestFlow.RunAsync(yaml, new ScriptedTools(), new PythonDict { { "a", a }, { "b", b } });

        Assert.Equal(runs ? "n:Completed" : "n:Bypassed", TestFlow.Statuses(result));
    }
}
