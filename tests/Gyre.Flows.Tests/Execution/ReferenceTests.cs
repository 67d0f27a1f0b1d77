using System.Diagnostics.CodeAnalysis;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.4: what a reference finds at run time.</summary>
public sealed class ReferenceTests
{
    private static readonly PythonDict Output = new()
    {
        { "a", new PythonDict { { "b", 1L }, { "x", new List<object?> { new PythonDict { { "y", "deep" } } } } } },
        { "a b", new List<object?> { "zero", "one" } },
        { "a-b", "dashed" },
        { "thing", new Thing() },
        { "text", "abc" },
        { "nothing", null },
    };

    public static TheoryData<string, string> Paths => new()
    {
        { "${n.output.a.b}", "1" },
        { "${n.output.a.x[0].y}", "'deep'" },
        { "${n.output.['a b'][1]}", "'one'" },
        { "${n.output['a-b']}", "UnsupportedReference" },
        { "${n.output.['a-b']}", "'dashed'" },
        { "${n.output.a-b}", "1" },
        { "${n.output.thing.size}", "3" },
        { "${n.output.text[1]}", "'b'" },
        { "${n.output.missing}", "InvalidReferenceProperty" },
        { "${n.output.a.b.c}", "InvalidReferenceProperty" },
        { "${n.output.['a b'][2]}", "InvalidReferenceProperty" },
        { "${n.output.thing.weight}", "InvalidReferenceProperty" },
        { "${n.output.nothing.a}", "InvalidReferenceProperty" },
        { "${n.output[0]}", "UnsupportedReference" },
        { "${n.metrics.a}", "UnsupportedReference" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_node_input_finds_what_its_path_says(string reference, string expected)
    {
        var result = await TestFlow.RunAsync(Yaml(reference), new ScriptedTools().Add("n", _ => Output).Add("m", call => PythonText.Repr(call.Inputs["x"])));

        Assert.Equal(expected, result.Line.Error?.Code ?? result.Line.Output!["x"]);
    }

    [Fact]
    public async Task A_node_alone_is_its_output()
    {
        var result = await TestFlow.RunAsync(Yaml("${n}"), new ScriptedTools().Add("n", _ => 5L).Add("m", call => PythonText.Repr(call.Inputs["x"])));

        Assert.Equal("5", result.Line.Output!["x"]);
    }

    [Theory]
    [InlineData(" ${n.output}")]
    [InlineData("${n.output} ")]
    [InlineData("say ${n.output}")]
    public async Task Only_a_whole_value_is_a_reference(string literal)
    {
        var result = await TestFlow.RunAsync(Yaml(literal), new ScriptedTools().Add("m", call => call.Inputs["x"]));

        Assert.Equal(literal, result.Line.Output!["x"]);
    }

    [Fact]
    public async Task A_failed_look_up_leaves_no_record_of_the_node_and_names_it()
    {
        var result = await TestFlow.RunAsync(Yaml("${n.output.missing}"), new ScriptedTools().Add("n", _ => Output));

        Assert.Equal("n:Completed", TestFlow.Statuses(result));
        Assert.Equal("Flow execution failed. Invalid property 'missing' when accessing the node 'n'. Please check the property and try again.", result.Line.Error!.Message);
        Assert.Equal("m", result.Line.Error.Node);
    }

    [Fact]
    public async Task A_flow_output_takes_any_section_for_the_output_and_the_flow_warns()
    {
        var yaml = """
            outputs: {x: {reference: "${n.output[0]}"}}
            nodes:
            - {name: n, type: python, source: {type: code, path: n.py}}
            """;
        await using var flow = await TestFlow.OpenAsync(yaml, new ScriptedTools().Add("n", _ => 1L));

        var result = await flow.ExecuteLineAsync(new([], "run", null), TestContext.Current.CancellationToken);

        Assert.Equal(1L, result.Line.Output!["x"]);
        Assert.Contains(flow.Warnings, w => w.Contains("is ignored here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_path_into_a_bypassed_node_fails_a_flow_output()
    {
        const string yaml = """
            outputs: {x: {reference: "${n.output.a}"}}
            nodes:
            - {name: n, type: python, source: {type: code, path: n.py}, activate: {when: 1, is: 2}}
            """;

        var result = await TestFlow.RunAsync(yaml, new ScriptedTools());

        Assert.Equal((RunStatus.Failed, "InvalidReferenceProperty"), (result.Line.Status, result.Line.Error?.Code));
    }

    [Fact]
    public async Task An_output_may_be_a_flow_input_or_a_literal()
    {
        const string yaml = """
            inputs: {q: {type: int}}
            outputs: {a: {reference: "${inputs.q}"}, b: {reference: plain}}
            nodes: []
            """;

        var result = await TestFlow.RunAsync(yaml, new ScriptedTools(), new PythonDict { { "q", "7" } });

        Assert.Equal("{'a': 7, 'b': 'plain'}", PythonText.Repr(result.Line.Output));
    }

    private static string Yaml(string value) => $$"""
        outputs: {x: {reference: "${m.output}"} }
        nodes:
        - {name: n, type: python, source: {type: code, path: n.py} }
        - {name: m, type: prompt, source: {type: code, path: m.jinja2}, inputs: {x: "{{value}}", wait: "${n.output}"} }
        """;

    private sealed class Thing : IPythonObject
    {
        public string Str() => "thing";

        public string Repr() => "<thing>";

        public bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value)
        {
            value = 3L;
            return name == "size";
        }
    }
}
