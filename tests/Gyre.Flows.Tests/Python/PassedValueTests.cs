using Gyre.Flows.Execution;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Python;

/// <summary>What one Python node gives, the next one gets: the same kind of value, and objects themselves.</summary>
public sealed class PassedValueTests
{
    [Theory]
    [InlineData("(1, (2, 'x'))")]
    [InlineData("{3, 1}")]
    [InlineData("frozenset([1])")]
    [InlineData("float('nan')")]
    [InlineData("[float('inf'), -float('inf')]")]
    [InlineData("2 ** 200")]
    [InlineData("{1: 'a', (1, 2): 'b', None: 0}")]
    [InlineData("{'$': 'h', 'i': 1}")]
    [InlineData("b'\\x00\\xff'")]
    [InlineData("'\\ud800 lone'")]
    [InlineData("'\\U0001F600 é \\u2028'")]
    [InlineData("1e300")]
    [InlineData("-0.0")]
    [InlineData("10 ** 5000")]
    [InlineData("complex(1, 2)")]
    [InlineData("__import__('decimal').Decimal('1.10')")]
    [InlineData("__import__('datetime').datetime(2024, 1, 2)")]
    [InlineData("__import__('collections').OrderedDict(a=1)")]
    [InlineData("__import__('collections').namedtuple('P', 'x y')(1, 2)")]
    [InlineData("range(3)")]
    [InlineData("[{'a': (1,)}, None, True, 1.5, '']")]
    public async Task Every_kind_of_value_arrives_as_it_left(string value)
    {
        await using var flow = PythonFlow.Chain(
            $"import sys; sys.set_int_max_str_digits(0) if hasattr(sys, 'set_int_max_str_digits') else None\n@tool\ndef n():\n    return {value}",
            $"@tool\ndef m(v):\n    w = {value}\n    return type(v).__name__ == type(w).__name__ and repr(v) == repr(w)");

        Assert.Equal(true, await flow.OutputAsync());
    }

    [Fact]
    public async Task An_object_is_the_same_object_for_the_next_node_and_property_paths_reach_into_it()
    {
        const string box = "from dataclasses import dataclass\n@dataclass\nclass Box:\n    items: list\n";
        await using var flow = PythonFlow.Files(
            null,
            null,
            ("flow.dag.yaml", """
                outputs: {r: {reference: "${m.output}"}, first: {reference: "${n.output.items[0].k}"}}
                nodes:
                - {name: n, type: python, source: {type: code, path: n.py}, inputs: {}}
                - {name: m, type: python, source: {type: code, path: m.py}, inputs: {v: "${n.output}", first: "${n.output.items[0].k}"}}
                """),
            ("box.py", box),
            ("n.py", "from promptflow.core import tool\nfrom box import Box\nimport keep\n@tool\ndef n():\n    keep.it = Box([{'k': (1, 2)}])\n    return keep.it"),
            ("keep.py", "it = None"),
            ("m.py", "from promptflow.core import tool\nimport keep\n@tool\ndef m(v, first):\n    return [v is keep.it, isinstance(first, tuple)]"));

        var result = await flow.RunAsync();

        Assert.Equal("{'r': [True, True], 'first': (1, 2)}", PythonText.Repr(result.Line.Output));
        Assert.Equal("Box(items=[{'k': (1, 2)}])", PythonText.Str(result.Nodes[0].Output));
    }

    [Fact]
    public async Task An_output_that_is_no_json_fails_the_line()
    {
        await using var flow = PythonFlow.Script("from promptflow.core import tool\n@tool\ndef n():\n    return {1, 2}");

        var error = (await flow.RunAsync()).Line.Error!;

        Assert.Equal("FlowOutputUnserializable", error.Code);
        Assert.Contains("(TypeError) Object of type set is not JSON serializable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generator_is_joined_by_an_output_and_used_up_by_a_node()
    {
        const string pieces = "@tool\ndef n():\n    for i in range(3):\n        yield str(i)";
        await using var alone = PythonFlow.Script("from promptflow.core import tool\n" + pieces);
        Assert.Equal("012", await alone.OutputAsync());

        await using var chain = PythonFlow.Chain(pieces, "import types\n@tool\ndef m(v):\n    return [isinstance(v, types.GeneratorType), list(v)]");
        Assert.Equal("[True, ['0', '1', '2']]", await chain.ReprAsync());
    }

    [Theory]
    [InlineData("return list(v)", "['0', '1', '2']")]
    [InlineData("return next(v)", "['0']")]
    [InlineData("return 1", "[]")]
    public async Task A_generator_s_record_has_what_was_taken_from_it(string body, string taken)
    {
        await using var chain = PythonFlow.Chain("@tool\ndef n():\n    for i in range(3):\n        yield str(i)", "@tool\ndef m(v):\n    " + body);
        Assert.Equal(taken, PythonText.Repr((await chain.RunAsync()).Nodes.Single(n => n.Node == "n").Output));
    }

    [Fact]
    public async Task Async_tools_and_async_generators_work()
    {
        await using var flow = PythonFlow.Chain(
            "import asyncio\n@tool\nasync def n():\n    for i in range(3):\n        await asyncio.sleep(0)\n        yield str(i)",
            "@tool\nasync def m(v):\n    print('inside')\n    return [p async for p in v]");

        var result = await flow.RunAsync();

        Assert.Equal("{'r': ['0', '1', '2']}", PythonText.Repr(result.Line.Output));
        Assert.EndsWith("inside\n", result.Nodes.Single(n => n.Node == "m").StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_reach_the_aggregation_after_their_line_has_ended()
    {
        await using var flow = PythonFlow.Files(
            null,
            null,
            ("flow.dag.yaml", """
                inputs: {i: {type: int}}
                outputs: {}
                nodes:
                - {name: n, type: python, source: {type: code, path: n.py}, inputs: {i: "${inputs.i}"}}
                - {name: a, type: python, aggregation: true, source: {type: code, path: a.py}, inputs: {all: "${n.output}"}}
                """),
            ("n.py", "from promptflow.core import tool, log_metric\nclass Own:\n    def __init__(self, i): self.i = i\n@tool\ndef n(i: int):\n    log_metric('ignored', 1)\n    return {'own': Own(i), 'set': {i}}"),
            ("a.py", "from promptflow.core import tool, log_metric\n@tool\ndef a(all):\n    log_metric('sum', sum(x['own'].i for x in all))\n    log_metric('sets', [len(x['set']) for x in all])"));
        var opened = await flow.OpenAsync();
        var lines = new List<AggregationLine>();
        for (var i = 0; i < 3; i++)
        {
            var result = await flow.RunAsync(new PythonDict { { "i", (long)i } }, i);
            lines.Add(new AggregationLine(i, result.Line.Inputs, result.Line.Output!, result.AggregationInputs));
        }

        var aggregated = await opened.AggregateAsync(new AggregationRequest("run", lines), TestContext.Current.CancellationToken);

        Assert.Empty(aggregated.Errors);
        Assert.Equal("[3, [1, 1, 1]]", PythonText.Repr(new List<object?> { aggregated.Metrics["sum"], aggregated.Metrics["sets"] }));
    }

    [Fact]
    public async Task Ten_megabytes_travel_both_ways()
    {
        await using var flow = PythonFlow.Script("from promptflow.core import tool\n@tool\ndef n(t: str):\n    return t + 'é'", "{t: {type: string}}", "{t: \"${inputs.t}\"}");
        var text = new string('x', 10_000_000);

        Assert.Equal(text + "é", await flow.OutputAsync(new PythonDict { { "t", text } }));
    }
}
