using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.7: activation and bypass.</summary>
public sealed class BypassTests
{
    private const string Switch = """
        inputs:
          way: {type: string}
        outputs:
          a: {reference: "${a.output}"}
          b: {reference: "${b.output}"}
          last: {reference: "${last.output}"}
        nodes:
        - name: a
          type: python
          source: {type: code, path: x.py}
          inputs: {x: 1}
          activate: {when: "${inputs.way}", is: a}
        - name: b
          type: python
          source: {type: code, path: x.py}
          inputs: {x: 2}
          activate: {when: "${inputs.way}", is: b}
        - name: last
          type: python
          source: {type: code, path: x.py}
          inputs: {a: "${a.output}", b: "${b.output}"}
        """;

    [Fact]
    public async Task A_node_whose_condition_does_not_hold_is_bypassed_and_gives_null()
    {
        var result = await TestFlow.RunAsync(Switch, Answers(), new PythonDict { { "way", "a" } });

        Assert.Equal(RunStatus.Completed, result.Line.Status);
        Assert.Equal("a:Completed b:Bypassed last:Completed", TestFlow.Statuses(result));
        Assert.Equal("{'a': 'A', 'b': None, 'last': \"{'a': 'A', 'b': None}\"}", PythonText.Repr(result.Line.Output));
    }

    [Fact]
    public async Task A_bypassed_input_is_passed_as_null_with_a_warning()
    {
        var result = await TestFlow.RunAsync(Switch, Answers(), new PythonDict { { "way", "b" } });

        Assert.Contains(result.Warnings, w => w.Contains("'a' referenced by the input 'a' of the current node 'last' has been bypassed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bypassed_input_is_left_out_where_the_parameter_has_a_default()
    {
        var tools = Answers().Add("last", call => PythonText.Repr(call.Inputs), new ToolParameter("a", ["string"]) { HasDefault = true }, new ToolParameter("b", ["string"]));

        var result = await TestFlow.RunAsync(Switch, tools, new PythonDict { { "way", "b" } });

        Assert.Equal("{'b': 'B'}", result.Line.Output!["last"]);
    }

    [Fact]
    public async Task A_node_without_activate_is_bypassed_when_all_its_nodes_were()
    {
        var result = await TestFlow.RunAsync(Switch, Answers(), new PythonDict { { "way", "neither" } });

        Assert.Equal(RunStatus.Completed, result.Line.Status);
        Assert.Equal("a:Bypassed b:Bypassed last:Bypassed", TestFlow.Statuses(result));
    }

    private static ScriptedTools Answers() => new ScriptedTools().Add("a", _ => "A").Add("b", _ => "B").Add("last", call => PythonText.Repr(call.Inputs));
}
