using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Extras;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Gyre's own node keys: retry, timeout, cache, map. The original ignores them.</summary>
public sealed class ExtensionTests
{
    [Fact]
    public async Task A_failed_call_is_repeated_as_often_as_the_policy_says()
    {
        var calls = 0;
        var tools = new ScriptedTools().Add("n", _ => ++calls < 3 ? throw new InvalidOperationException("not yet") : "done");

        var result = await TestFlow.RunAsync(Node("retry: {attempts: 3, delay: 0}"), tools);

        Assert.Equal(("done", 3), (result.Line.Output!["x"], calls));
    }

    [Fact]
    public async Task The_last_failure_stays_when_attempts_run_out()
    {
        var calls = 0;
        var tools = new ScriptedTools().Add("n", _ => throw new InvalidOperationException($"no {++calls}"));

        var result = await TestFlow.RunAsync(Node("retry: {attempts: 2, delay: 0}"), tools);

        Assert.Equal("Execution failure in 'n': (InvalidOperationException) no 2", result.Line.Error!.Message);
    }

    [Fact]
    public async Task The_wait_between_calls_doubles()
    {
        var time = new ManualTime();
        var tools = new ScriptedTools().Add("n", _ => throw new InvalidOperationException("no"));
        await using var flow = await TestFlow.OpenAsync(Node("retry: {attempts: 3, delay: 10}"), tools, new DagFlowOptions { Time = time });

        var line = flow.ExecuteLineAsync(new LineRequest([], "run", 0), TestContext.Current.CancellationToken);
        Assert.Single(tools.Called);
        time.Advance(TimeSpan.FromSeconds(10));
        await Eventually(() => tools.Called.Count == 2 && time.Waiting > 0);
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(2, tools.Called.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        await line;

        Assert.Equal(3, tools.Called.Count);
    }

    [Fact]
    public async Task A_call_that_takes_longer_than_the_nodes_timeout_fails()
    {
        var time = new ManualTime();
        var tools = new ScriptedTools().Add("n", async (_, token) =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return null;
        });
        await using var flow = await TestFlow.OpenAsync(Node("timeout: 2"), tools, new DagFlowOptions { Time = time });

        var result = await flow.ExecuteLineAsync(new LineRequest([], "run", 0), TestContext.Current.CancellationToken);

        Assert.Equal(("ToolExecutionError", "TimeoutError"), (result.Line.Error!.Code, result.Line.Error.Inner));
        Assert.Equal("Execution failure in 'n': (TimeoutError) the call took longer than the node's timeout of 2 seconds", result.Line.Error.Message);
    }

    [Fact]
    public async Task A_cached_node_is_called_once_for_the_same_inputs_also_by_another_flow_object()
    {
        using var cache = new TemporaryFolder();
        var calls = 0;
        var tools = new ScriptedTools().Add("n", call => new PythonDict { { "q", call.Inputs["q"] }, { "call", (long)++calls } });

        var first = await CachedAsync(tools, cache.Path, "a");
        var again = await CachedAsync(tools, cache.Path, "a");
        var other = await CachedAsync(tools, cache.Path, "b");

        Assert.Equal("{'q': 'a', 'call': 1}", PythonText.Repr(first.Line.Output!["x"]));
        Assert.Equal("{'q': 'a', 'call': 1}", PythonText.Repr(again.Line.Output!["x"]));
        Assert.Equal("{'q': 'b', 'call': 2}", PythonText.Repr(other.Line.Output!["x"]));
        Assert.Equal([false, true, false], new[] { first, again, other }.Select(r => r.Nodes[0].Cached));
    }

    [Fact]
    public async Task Without_a_cache_folder_enable_cache_does_nothing_as_in_the_original()
    {
        var calls = 0;
        await using var flow = await TestFlow.OpenAsync(Cached, new ScriptedTools().Add("n", _ => ++calls));

        await flow.ExecuteLineAsync(new LineRequest(new PythonDict { { "q", "a" } }, "run", 0), TestContext.Current.CancellationToken);
        await flow.ExecuteLineAsync(new LineRequest(new PythonDict { { "q", "a" } }, "run", 1), TestContext.Current.CancellationToken);

        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Failures_and_results_that_are_not_plain_are_not_cached()
    {
        using var cache = new TemporaryFolder();
        var calls = 0;
        var tools = new ScriptedTools().Add("n", _ => ++calls == 1 ? throw new InvalidOperationException("no") : new PythonTuple(1L));

        await CachedAsync(tools, cache.Path, "a");
        await CachedAsync(tools, cache.Path, "a");
        await CachedAsync(tools, cache.Path, "a");

        Assert.Equal(3, calls);
        Assert.Empty(Directory.GetFiles(cache.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Many_may_write_the_same_result_and_a_torn_file_is_a_miss()
    {
        using var folder = new TemporaryFolder();
        var cache = new NodeCache(folder.Path);
        var key = NodeCache.Key("tool", new PythonDict { { "q", 1L } })!;
        var token = TestContext.Current.CancellationToken;

        await Parallel.ForAsync(0, 50, token, async (i, t) => await cache.StoreAsync(key, $"result {i}", t));

        var (found, result) = await cache.FindAsync(key, token);
        Assert.True(found);
        Assert.StartsWith("result ", (string)result!, StringComparison.Ordinal);
        var file = Assert.Single(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(file, "{\"resu", token);
        Assert.False((await cache.FindAsync(key, token)).Found);
    }

    [Fact]
    public void Inputs_of_different_types_have_different_cache_keys()
    {
        object?[] values = [1L, 1.0, true, "1", null, new List<object?> { 1L }, new PythonTuple(1L), new PythonDict { { "1", 1L } }];

        Assert.Equal(values.Length, values.Select(v => NodeCache.Key("tool", new PythonDict { { "x", v } })).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_mapped_node_is_called_for_each_item_and_keeps_their_order()
    {
        var tools = new ScriptedTools().Add("list", _ => new List<object?> { 1L, 2L, 3L }).Add("n", async (call, _) =>
        {
            await Task.Yield();
            call.Record.AddUsage(1, 1, 2);
            return (long)call.Inputs["item"]! * 10;
        });

        var result = await TestFlow.RunAsync(Mapped, tools);

        Assert.Equal("[10, 20, 30]", PythonText.Repr(result.Line.Output!["x"]));
        Assert.Equal(new Usage(3, 3, 6) { Costs = new(default, 0, 3) }, result.Line.Usage);
        Assert.Equal("{'item': [1, 2, 3]}", PythonText.Repr(result.Nodes[1].Inputs));
    }

    [Fact]
    public async Task One_item_that_fails_fails_the_mapped_node()
    {
        var tools = new ScriptedTools().Add("list", _ => new List<object?> { 1L, 2L }).Add("n", call => (long)call.Inputs["item"]! == 2 ? throw new InvalidOperationException("two") : 1L);

        var result = await TestFlow.RunAsync(Mapped, tools);

        Assert.Equal("Execution failure in 'n': (InvalidOperationException) two", result.Line.Error!.Message);
    }

    [Fact]
    public async Task Mapping_over_what_is_no_list_says_so()
    {
        var result = await TestFlow.RunAsync(Mapped, new ScriptedTools().Add("list", _ => "text"));

        Assert.Equal("Execution failure in 'n': (TypeError) map.over must be a list, but it is str", result.Line.Error!.Message);
    }

    private const string Cached = """
        inputs: {q: {type: string}}
        outputs: {x: {reference: "${n.output}"}}
        nodes:
        - {name: n, type: python, source: {type: code, path: n.py}, inputs: {q: "${inputs.q}"}, enable_cache: true}
        """;

    private const string Mapped = """
        outputs: {x: {reference: "${n.output}"}}
        nodes:
        - {name: list, type: python, source: {type: code, path: n.py}}
        - {name: n, type: python, source: {type: code, path: n.py}, map: {over: "${list.output}", as: item, concurrency: 2}}
        """;

    private static string Node(string extra) => $$"""
        outputs: {x: {reference: "${n.output}"} }
        nodes:
        - name: n
          type: python
          source: {type: code, path: n.py}
          {{extra}}
        """;

    private static async Task<LineResult> CachedAsync(ScriptedTools tools, string folder, string question)
    {
        await using var flow = await TestFlow.OpenAsync(Cached, tools, new DagFlowOptions { CacheFolder = folder });
        return await flow.ExecuteLineAsync(new LineRequest(new PythonDict { { "q", question } }, "run", 0), TestContext.Current.CancellationToken);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
