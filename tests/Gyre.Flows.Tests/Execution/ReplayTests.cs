using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Media;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Execution;

/// <summary>A line run again from one of its nodes on.</summary>
public sealed class ReplayTests
{
    private const string Chain = """
        inputs:
          way: {type: string}
        outputs:
          c: {reference: "${c.output}"}
          side: {reference: "${side.output}"}
        nodes:
        - name: a
          type: python
          source: {type: code, path: x.py}
          inputs: {x: 1}
        - name: skipped
          type: python
          source: {type: code, path: x.py}
          inputs: {x: "${a.output}"}
          activate: {when: "${inputs.way}", is: never}
        - name: b
          type: python
          source: {type: code, path: x.py}
          inputs: {x: "${a.output}"}
        - name: c
          type: python
          source: {type: code, path: x.py}
          inputs: {x: "${b.output}", y: "${skipped.output}"}
        - name: side
          type: python
          source: {type: code, path: x.py}
          inputs: {x: "${a.output}"}
        """;

    private const string Question = """
        inputs:
          way: {type: string}
        outputs:
          c: {reference: "${c.output}"}
          side: {reference: "${side.output}"}
        nodes:
        - name: a
          type: python
          source: {type: code, path: x.py}
          inputs: {x: "${inputs.way}"}
        - name: b
          type: python
          source: {type: code, path: x.py}
          inputs: {x: "${a.output}"}
        - name: c
          type: python
          source: {type: code, path: x.py}
          inputs: {x: "${b.output}"}
        - name: side
          type: python
          source: {type: code, path: x.py}
          inputs: {x: 1}
        """;

    [Fact]
    public async Task Only_the_node_and_what_depends_on_it_run_again_with_what_the_others_gave_before()
    {
        var called = new List<string>();
        await using var flow = await TestFlow.OpenAsync(Chain, Counting(called));
        var first = await RunAsync(flow, []);
        called.Clear();

        var again = await RunAsync(flow, LineReplay.Before(flow.Definition, ["b"], first.Nodes));

        Assert.Equal(["b", "c"], called);
        Assert.Equal("a:Completed b:Completed c:Completed side:Completed skipped:Bypassed", TestFlow.Statuses(again));
        Assert.Equal(["a", "side", "skipped"], again.Nodes.Where(n => n.Replayed).Select(n => n.Node).Order());
        Assert.Equal(first.Line.Output!["side"], again.Line.Output!["side"]);
        Assert.Equal("b(a(1)#1)#2", PythonText.Str(again.Nodes.Single(n => n.Node == "b").Output));
    }

    [Fact]
    public async Task What_was_replayed_is_not_spent_again()
    {
        await using var flow = await TestFlow.OpenAsync(Chain, Counting([]).Add("a", call =>
        {
            call.Record.AddUsage(10, 5, 15);
            return "a";
        }));
        var first = await RunAsync(flow, []);

        var again = await RunAsync(flow, LineReplay.Before(flow.Definition, ["c"], first.Nodes));

        Assert.Equal((15L, null), (first.Line.Usage.TotalTokens, again.Line.Usage.TotalTokens));
    }

    [Fact]
    public async Task A_node_that_failed_before_runs_again_though_it_was_not_asked_for()
    {
        var fails = true;
        var called = new List<string>();
        var tools = Counting(called).Add("side", _ => fails ? throw new InvalidOperationException("not yet") : "now");
        await using var flow = await TestFlow.OpenAsync(Chain, tools);
        var first = await RunAsync(flow, []);
        fails = false;

        var again = await RunAsync(flow, LineReplay.Before(flow.Definition, ["c"], first.Nodes));

        Assert.Equal((RunStatus.Failed, RunStatus.Completed), (first.Line.Status, again.Line.Status));
        Assert.Equal("now", again.Line.Output!["side"]);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_told_with_the_nearest_name()
    {
        await using var flow = await TestFlow.OpenAsync(Chain, Counting([]));

        var fault = Assert.Throws<FlowException>(() => LineReplay.Before(flow.Definition, ["sied"], []));

        Assert.Contains("Did you mean 'side'?", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_be_asked_something_else_now_runs_again_and_so_does_all_behind_it()
    {
        var called = new List<string>();
        await using var flow = await TestFlow.OpenAsync(Question, Counting(called));
        var first = await AskAsync(flow, "A?", []);
        called.Clear();

        var again = await AskAsync(flow, "B?", LineReplay.Before(flow.Definition, ["c"], first.Nodes));

        Assert.Equal(["a", "b", "c"], called);
        Assert.Equal(["side"], again.Nodes.Where(n => n.Replayed).Select(n => n.Node));
        Assert.Equal("c(b(a(B?)#2)#2)#2", again.Line.Output!["c"]);
    }

    [Fact]
    public async Task A_node_behind_one_that_gave_nothing_before_is_not_answered_from_before()
    {
        var called = new List<string>();
        await using var flow = await TestFlow.OpenAsync(Question, Counting(called));
        var first = await AskAsync(flow, "A?", []);
        called.Clear();

        var again = await AskAsync(flow, "A?", LineReplay.Before(flow.Definition, ["c"], first.Nodes.Where(n => n.Node != "a")));

        Assert.Equal(["a", "b", "c"], called);
        Assert.Equal("c(b(a(A?)#2)#2)#2", again.Line.Output!["c"]);
    }

    [Fact]
    public async Task A_node_of_which_more_than_one_begins_anew_is_not_replayed()
    {
        var called = new List<string>();
        await using var flow = await TestFlow.OpenAsync(Question, Counting(called));
        var first = await AskAsync(flow, "A?", []);
        called.Clear();

        await AskAsync(flow, "A?", LineReplay.Before(flow.Definition, ["c", "side"], first.Nodes));

        Assert.Equal(["c", "side"], called.Order());
    }

    [Fact]
    public async Task What_a_run_stored_of_an_object_or_a_stream_is_not_taken_for_the_thing_itself()
    {
        var heard = new List<object?>();
        var tools = Counting([])
            .Add("a", _ => new TextStream(new[] { "one", "two" }.ToAsyncEnumerable()))
            .Add("side", _ => new Unwritable())
            .Add("c", call =>
            {
                heard.Add(call.Inputs["x"]);
                heard.Add(call.Inputs["y"]);
                return "c";
            });
        await using var flow = await TestFlow.OpenAsync("""
            outputs:
              c: {reference: "${c.output}"}
            nodes:
            - {name: a, type: python, source: {type: code, path: x.py}}
            - {name: side, type: python, source: {type: code, path: x.py}}
            - name: c
              type: python
              source: {type: code, path: x.py}
              inputs: {x: "${a.output}", y: "${side.output}"}
            """, tools);
        var first = await AskAsync(flow, "", []);
        await foreach (var _ in ((TextStream)heard[0]!).ReadAsync(TestContext.Current.CancellationToken))
        {
        }

        first.Settle();
        heard.Clear();

        var again = await AskAsync(flow, "", LineReplay.Before(flow.Definition, ["c"], first.Nodes.Select(Stored)));

        Assert.Equal(["a"], again.Nodes.Where(n => n.Replayed).Select(n => n.Node));
        Assert.Equal("onetwo", heard[0]);
        Assert.IsType<Unwritable>(heard[1]);
    }

    [Fact]
    public async Task Images_of_a_stored_line_are_read_from_where_the_run_keeps_them()
    {
        using var kept = new TemporaryFolder();
        FlowImage? seen = null;
        var image = new FlowImage(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1 });
        var tools = Counting([]).Add("a", _ => image).Add("c", call =>
        {
            seen = call.Inputs["x"] as FlowImage;
            return "c";
        });
        await using var flow = await TestFlow.OpenAsync(Question, tools);
        var first = await AskAsync(flow, "A?", []);
        var format = MessageFormat.Of("basic");
        var stored = first.Nodes.Select(n =>
        {
            n.Inputs = (PythonDict?)format.Persist(n.Inputs, kept.Path);
            n.Output = format.Persist(n.Output, kept.Path);
            return Stored(n);
        }).ToList();

        var again = await flow.ExecuteLineAsync(
            new LineRequest(new PythonDict { { "way", "A?" } }, "run", null) { Replay = LineReplay.Before(flow.Definition, ["b"], stored), ReplayFolder = kept.Path }, TestContext.Current.CancellationToken);
        var lost = await AskAsync(flow, "A?", LineReplay.Before(flow.Definition, ["b"], stored));

        Assert.Equal(["a", "side"], again.Nodes.Where(n => n.Replayed).Select(n => n.Node).Order());
        Assert.Equal(image, again.Nodes.Single(n => n.Node == "a").Output);
        Assert.Equal(["side"], lost.Nodes.Where(n => n.Replayed).Select(n => n.Node));
        Assert.Null(seen);
    }

    private static NodeRecord Stored(NodeRecord node)
    {
        using var bytes = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(bytes))
        {
            RunRecordJson.Write(json, node);
        }

        return RunRecordJson.ReadNode((PythonDict)PythonJson.Parse(System.Text.Encoding.UTF8.GetString(bytes.ToArray()))!);
    }

    private static Task<LineResult> AskAsync(DagFlow flow, string way, IReadOnlyDictionary<string, NodeRecord> replay) =>
        flow.ExecuteLineAsync(new LineRequest(new PythonDict { { "way", way } }, "run", null) { Replay = replay }, TestContext.Current.CancellationToken);

    private static Task<LineResult> AskAsync(DagFlow flow, string way, NodeRecord[] none) => AskAsync(flow, way, none.ToDictionary(n => n.Node, StringComparer.Ordinal));

    private static Task<LineResult> RunAsync(DagFlow flow, IReadOnlyDictionary<string, NodeRecord>? replay) =>
        flow.ExecuteLineAsync(new LineRequest(new PythonDict { { "way", "here" } }, "run", null) { Replay = replay ?? new Dictionary<string, NodeRecord>(StringComparer.Ordinal) }, TestContext.Current.CancellationToken);

    private static Task<LineResult> RunAsync(DagFlow flow, NodeRecord[] none) => RunAsync(flow, none.ToDictionary(n => n.Node, StringComparer.Ordinal));

    // Each answer says whose it is and which call of this node it was.
    private static ScriptedTools Counting(List<string> called)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var tools = new ScriptedTools();
        foreach (var name in new[] { "a", "b", "c", "side", "skipped" })
        {
            tools.Add(name, call =>
            {
                lock (counts)
                {
                    called.Add(name);
                    counts[name] = counts.GetValueOrDefault(name) + 1;
                    return $"{name}({PythonText.Str(call.Inputs["x"])})#{counts[name]}";
                }
            });
        }

        return tools;
    }

    private sealed class Unwritable : IPythonObject
    {
        public string TypeName => "Doc";

        public string Str() => Repr();

        public string Repr() => "<Doc object at 0x1>";
    }
}
