using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

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

    [Fact]
    public async Task Only_the_node_and_what_depends_on_it_run_again_with_what_the_others_gave_before()
    {
        var called = new List<string>();
        await using var flow = await TestFlow.OpenAsync(Chain, Counting(called));
        var first = await RunAsync(flow, []);
        called.Clear();

        var again = await RunAsync(flow, LineReplay.Before(flow.Definition, "b", first.Nodes));

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

        var again = await RunAsync(flow, LineReplay.Before(flow.Definition, "c", first.Nodes));

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

        var again = await RunAsync(flow, LineReplay.Before(flow.Definition, "c", first.Nodes));

        Assert.Equal((RunStatus.Failed, RunStatus.Completed), (first.Line.Status, again.Line.Status));
        Assert.Equal("now", again.Line.Output!["side"]);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_told_with_the_nearest_name()
    {
        await using var flow = await TestFlow.OpenAsync(Chain, Counting([]));

        var fault = Assert.Throws<FlowException>(() => LineReplay.Before(flow.Definition, "sied", []));

        Assert.Contains("Did you mean 'side'?", fault.Message, StringComparison.Ordinal);
    }

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
}
