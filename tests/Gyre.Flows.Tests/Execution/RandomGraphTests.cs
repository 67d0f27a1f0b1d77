using FsCheck;
using FsCheck.Fluent;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;
using Gyre.Models.Connections;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Any graph gives what a sequential reading of the rules gives, within its limits, however its tools take their time.</summary>
public sealed class RandomGraphTests
{
    [Fact]
    public void Any_graph_gives_what_the_rules_give() => Check(500, async graph =>
    {
        var tools = Tools(graph);
        await using var flow = await OpenAsync(graph, tools);

        var result = await flow.ExecuteLineAsync(new LineRequest([], "run", 0) { NodeConcurrency = graph.Concurrency }, TestContext.Current.CancellationToken);

        var (output, statuses) = graph.Interpret();
        Assert.Equal(RunStatus.Completed, result.Line.Status);
        Assert.Equal(statuses, TestFlow.Statuses(result));
        Assert.True(PythonEquality.AreEqual(output, result.Line.Output), $"{PythonText.Repr(result.Line.Output)}, wanted {PythonText.Repr(output)}");
        Assert.InRange(tools.MostAtOnce, 0, graph.Concurrency);
    });

    [Fact]
    public void Cancelling_at_any_point_leaves_no_tool_running() => Check(300, async graph =>
    {
        using var stop = new CancellationTokenSource();
        var left = graph.Seed % (graph.Nodes.Count + 1);
        var tools = Tools(graph, () =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                stop.Cancel();
            }
        });
        await using var flow = await OpenAsync(graph, tools);
        try
        {
            await flow.ExecuteLineAsync(new LineRequest([], "run", 0) { NodeConcurrency = graph.Concurrency }, stop.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.True(stop.IsCancellationRequested);
        }

        Assert.Equal(0, tools.Running);
    });

    [Fact]
    public void A_failing_node_fails_the_line_and_nothing_behind_it_starts() => Check(300, async graph =>
    {
        var failing = $"n{graph.Seed % graph.Nodes.Count}";
        var tools = Tools(graph);
        tools.Add(failing, (_, _) => throw new InvalidOperationException("boom"));
        await using var flow = await OpenAsync(graph, tools);

        var result = await flow.ExecuteLineAsync(new LineRequest([], "run", 0) { NodeConcurrency = graph.Concurrency }, TestContext.Current.CancellationToken);

        var called = tools.Called.Contains(failing);
        Assert.Equal(called ? RunStatus.Failed : RunStatus.Completed, result.Line.Status);
        if (called)
        {
            Assert.Equal((failing, "ToolExecutionError"), (result.Line.Error!.Node, result.Line.Error.Code));
            Assert.DoesNotContain(graph.Nodes, n => n.Inputs.Values.OfType<Gyre.Flows.Definitions.NodeBinding>().Any(r => r.Node == failing) && tools.Called.Contains(n.Name));
        }

        Assert.Equal(0, tools.Running);
    });

    private static void Check(int times, Func<RandomGraph, Task> property) =>
        Prop.ForAll(RandomGraph.Any.ToArbitrary(), graph => property(graph).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    private static ScriptedTools Tools(RandomGraph graph, Action? onCall = null)
    {
        var tools = new ScriptedTools();
        foreach (var node in graph.Nodes)
        {
            tools.Add(node.Name, async (call, token) =>
            {
                onCall?.Invoke();
                for (var pause = (graph.Seed + node.Name[1]) % 4; pause > 0; pause--)
                {
                    await Task.Yield();
                    token.ThrowIfCancellationRequested();
                }

                return RandomGraph.Answer(call.Node, call.Inputs);
            });
        }

        return tools;
    }

    private static ValueTask<DagFlow> OpenAsync(RandomGraph graph, ScriptedTools tools) =>
        DagFlow.CreateAsync(new FlowContext { Flow = graph.Flow, WorkingFolder = "/nowhere", Connections = new NoConnections() }, [tools], cancellationToken: TestContext.Current.CancellationToken);

    private sealed class NoConnections : IConnectionSource
    {
        public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<Connection?>(null);
    }
}
