using System.Collections.Concurrent;
using System.Diagnostics;
using Gyre.Flows.Execution;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Spans of flows and nodes.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_line_is_a_span_and_its_nodes_are_spans_inside_it_beside_each_other()
    {
        var run = Guid.NewGuid().ToString();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FlowTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("gyre.run.id"), run))
                {
                    spans.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        const string yaml = """
            nodes:
            - {name: a, type: python, source: {type: code, path: n.py}}
            - {name: b, type: python, source: {type: code, path: n.py}, inputs: {x: "${a.output}"}}
            """;
        await using var flow = await TestFlow.OpenAsync(yaml, new ScriptedTools().Add("a", async (call, _) =>
        {
            await Task.Yield();
            call.Record.AddUsage(3, 4, 7);
            return 1L;
        }).Add("b", _ => throw new InvalidOperationException("boom")));

        await flow.ExecuteLineAsync(new LineRequest([], run, 5), TestContext.Current.CancellationToken);

        var line = Assert.Single(spans, s => s.GetTagItem("gen_ai.operation.name") is "invoke_workflow");
        var nodes = spans.Where(s => s.GetTagItem("gen_ai.operation.name") is "execute_tool").ToList();
        Assert.Equal(["execute_tool a", "execute_tool b"], nodes.Select(n => n.OperationName));
        Assert.All(nodes, n => Assert.Equal(line.SpanId, n.ParentSpanId));
        Assert.Equal((3L, 4L), (nodes[0].GetTagItem("gen_ai.usage.input_tokens"), nodes[0].GetTagItem("gen_ai.usage.output_tokens")));
        Assert.Equal((ActivityStatusCode.Error, "InvalidOperationException"), (nodes[1].Status, nodes[1].GetTagItem("error.type")));
        Assert.Equal((5, ActivityStatusCode.Error), (line.GetTagItem("gyre.run.line"), line.Status));
    }
}
