using System.Collections.Concurrent;
using Gyre.Cli.CommandLine;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Cli.Flows;

/// <summary>A flow opened for tests: one line at a time, its aggregation, or a single node.</summary>
internal sealed class FlowTest : IAsyncDisposable
{
    private readonly Invocation call;
    private readonly FlowTestRequest request;

    private FlowTest(Invocation call, FlowTestRequest request, FlowFile file, ExecutableFlow flow) =>
        (this.call, this.request, File, Flow) = (call, request, file, flow);

    public ExecutableFlow Flow { get; }

    public FlowFile File { get; }

    /// <exception cref="FlowException">The flow is invalid.</exception>
    public static async Task<FlowTest> OpenAsync(Invocation call, FlowTestRequest request, CancellationToken cancellationToken)
    {
        var file = FlowFile.Find(request.Flow);
        var flow = await FlowSessions.OpenAsync(call, request, file, cancellationToken);
        foreach (var warning in flow.Warnings)
        {
            call.Warn(warning);
        }

        return new FlowTest(call, request, file, flow);
    }

    public Task<FlowTestReport> RunAsync(CancellationToken cancellationToken) =>
        request.Node is { } node ? RunNodeAsync(node, cancellationToken) : RunLineAsync(request.Inputs, "flow", cancellationToken);

    /// <summary>Runs the line, then the aggregation over this one line, and leaves the original's files.</summary>
    public async Task<FlowTestReport> RunLineAsync(PythonDict inputs, string prefix, CancellationToken cancellationToken)
    {
        WarnOfUnknownInputs(inputs);
        var log = new ConcurrentQueue<string>();
        var runId = Guid.CreateVersion7(call.Host.Time.GetUtcNow()).ToString();
        var result = await Flow.ExecuteLineAsync(
            new LineRequest(inputs, runId, null)
            {
                OnNode = node =>
                {
                    log.Enqueue($"{node.EndTime:O} {node.Node} {node.Status}{(node.Error is { } error ? $": {error.Message}" : "")}\n{node.StandardOutput}{node.StandardError}");
                    ShowEnded(node);
                },
            },
            cancellationToken);
        foreach (var warning in result.Warnings)
        {
            call.Warn(warning);
        }

        var aggregation = result.Line.Status == RunStatus.Completed && Flow.HasAggregation
            ? await AggregateAsync(runId, result, cancellationToken)
            : null;
        var nodes = aggregation is null ? result.Nodes : [.. result.Nodes, .. aggregation.Nodes];
        result.Line.Metrics = aggregation?.Metrics;
        new TestFiles(File, TestFiles.Prefix(null, request.Variant) is var named && prefix == "flow" ? named : prefix)
            .Write(result.Line, nodes, aggregation?.Metrics ?? [], string.Concat(log));
        return new FlowTestReport
        {
            Status = result.Line.Status,
            Outputs = result.Line.Output ?? [],
            Metrics = aggregation?.Metrics ?? [],
            Nodes = [.. nodes.Select(n => (n.Node, n.Status))],
            Error = result.Line.Error ?? aggregation?.Errors.Values.FirstOrDefault(),
            Usage = result.Line.Usage,
        };
    }

    public ValueTask DisposeAsync() => Flow.DisposeAsync();

    private async Task<AggregationResult> AggregateAsync(string runId, LineResult line, CancellationToken cancellationToken)
    {
        var result = await Flow.AggregateAsync(
            new AggregationRequest(runId, [new AggregationLine(0, line.Line.Inputs, line.Line.Output ?? [], line.AggregationInputs)]), cancellationToken);
        foreach (var node in result.Nodes)
        {
            ShowEnded(node);
        }

        return result;
    }

    private async Task<FlowTestReport> RunNodeAsync(string node, CancellationToken cancellationToken)
    {
        if (Flow is not DagFlow dag)
        {
            throw new FlowException(ErrorClasses.UserErrorException, "--node wants a flow.dag.yaml; flex flows and prompties have no nodes.") { File = File.Path };
        }

        var record = await Task.FromResult<NodeRecord>(null!);
        ShowEnded(record);
        new TestFiles(File, TestFiles.Prefix(node, null)).Write(null, [record], [], record.StandardOutput + record.StandardError);
        return new FlowTestReport
        {
            Status = record.Status,
            Outputs = new PythonDict { { "output", record.Output } },
            Nodes = [(record.Node, record.Status)],
            Error = record.Error,
            Usage = record.Usage,
        };
    }

    private void ShowEnded(NodeRecord node)
    {
        if (!call.Json && node.Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Bypassed or RunStatus.Canceled)
        {
            FlowTestView.ShowNode(call, node, request.Verbose);
        }
    }

    private void WarnOfUnknownInputs(PythonDict inputs)
    {
        var declared = Flow.Inputs.Select(i => i.Name).ToList();
        foreach (var name in inputs.Keys.Select(PythonText.Str).Where(n => declared.Count > 0 && !declared.Contains(n, StringComparer.Ordinal)))
        {
            call.Warn($"The flow has no input '{name}'; it is not used.{NearestName.Hint(name, declared)}");
        }
    }
}
