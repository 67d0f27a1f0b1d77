using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.7: generators as node results, and results that are no JSON.</summary>
public sealed class StreamTests
{
    private const string OnlyOutput = """
        outputs: {x: {reference: "${n.output}"}}
        nodes:
        - {name: n, type: python, source: {type: code, path: n.py}}
        """;

    [Fact]
    public async Task A_stream_that_reaches_only_an_output_is_joined_and_its_record_has_the_chunks()
    {
        var result = await TestFlow.RunAsync(OnlyOutput, new ScriptedTools().Add("n", _ => new TextStream(Chunks("a", "b", "c"))));

        Assert.Equal("abc", result.Line.Output!["x"]);
        Assert.Equal("['a', 'b', 'c']", PythonText.Repr(result.Nodes[0].Output));
    }

    [Fact]
    public async Task A_consumer_gets_the_stream_itself_and_the_output_is_then_empty()
    {
        const string yaml = """
            outputs: {x: {reference: "${n.output}"}, y: {reference: "${m.output}"}}
            nodes:
            - {name: n, type: python, source: {type: code, path: n.py}}
            - {name: m, type: python, source: {type: code, path: n.py}, inputs: {s: "${n.output}"}}
            """;
        var tools = new ScriptedTools().Add("n", _ => new TextStream(Chunks("a", "b"))).Add("m", async (call, token) => await ((TextStream)call.Inputs["s"]!).JoinAsync(token));

        var result = await TestFlow.RunAsync(yaml, tools);

        Assert.Equal("{'x': '', 'y': 'ab'}", PythonText.Repr(result.Line.Output));
        Assert.Equal("{'s': '<generator object>'}", PythonText.Repr(result.Nodes[1].Inputs));
    }

    [Fact]
    public async Task A_caller_that_takes_streams_gets_the_stream()
    {
        await using var flow = await TestFlow.OpenAsync(OnlyOutput, new ScriptedTools().Add("n", _ => new TextStream(Chunks("a", "b"))), streaming: true);

        var result = await flow.ExecuteLineAsync(new LineRequest([], "run", null), TestContext.Current.CancellationToken);

        Assert.Equal("ab", await Assert.IsType<TextStream>(result.Line.Output!["x"]).JoinAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stream_that_breaks_fails_the_line()
    {
        var result = await TestFlow.RunAsync(OnlyOutput, new ScriptedTools().Add("n", _ => new TextStream(Broken())));

        Assert.Equal((RunStatus.Failed, "cut"), (result.Line.Status, result.Line.Error!.Message));
    }

    [Fact]
    public async Task A_second_reader_goes_on_where_the_first_stopped()
    {
        var stream = new TextStream(Chunks("a", "b", "c"));
        await foreach (var chunk in stream.ReadAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal("a", chunk);
            break;
        }

        Assert.Equal("bc", await stream.JoinAsync(TestContext.Current.CancellationToken));
        Assert.Equal("", await stream.JoinAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_node_result_that_is_no_JSON_is_stored_as_repr()
    {
        const string yaml = """
            outputs: {x: {reference: "${m.output}"}}
            nodes:
            - {name: n, type: python, source: {type: code, path: n.py}}
            - {name: m, type: python, source: {type: code, path: n.py}, inputs: {o: "${n.output}"}}
            """;

        var result = await TestFlow.RunAsync(yaml, new ScriptedTools().Add("n", _ => new Odd()).Add("m", call => ((Odd)call.Inputs["o"]!).Str()));

        Assert.Equal(("<odd>", "odd"), (result.Nodes[0].Output, result.Line.Output!["x"]));
        Assert.Equal("{'o': '<odd>'}", PythonText.Repr(result.Nodes[1].Inputs));
    }

    [Fact]
    public async Task A_flow_output_that_is_no_JSON_is_FlowOutputUnserializable()
    {
        var result = await TestFlow.RunAsync(OnlyOutput, new ScriptedTools().Add("n", _ => new List<object?> { new Odd() }));

        Assert.Equal((RunStatus.Failed, "FlowOutputUnserializable"), (result.Line.Status, result.Line.Error!.Code));
        Assert.Contains("The output 'x' for flow is incorrect. The output value is not JSON serializable. JSON dump failed: (TypeError) Object of type Odd is not JSON serializable.", result.Line.Error.Message, StringComparison.Ordinal);
        Assert.Equal("n:Completed", TestFlow.Statuses(result));
    }

    [Fact]
    public async Task Not_a_number_and_infinity_are_written_bare()
    {
        var result = await TestFlow.RunAsync(OnlyOutput, new ScriptedTools().Add("n", _ => new List<object?> { double.NaN, double.PositiveInfinity }));

        Assert.Equal("{\"x\":[NaN,Infinity]}", PythonJson.Write(result.Line.Output));
    }

    private static async IAsyncEnumerable<string> Chunks(params string[] chunks)
    {
        foreach (var chunk in chunks)
        {
            await Task.Yield();
            yield return chunk;
        }
    }

    private static async IAsyncEnumerable<string> Broken()
    {
        yield return "a";
        await Task.Yield();
        throw new InvalidOperationException("cut");
    }

    private sealed class Odd : IPythonObject
    {
        public string Str() => "odd";

        public string Repr() => "<odd>";
    }
}
