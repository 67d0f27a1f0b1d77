using System.Collections.Concurrent;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Models;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Providers;

namespace Gyre.Cli.Flows;

/// <summary>A flow opened for tests: one line at a time, and its aggregation.</summary>
internal sealed class TestSession : IAsyncDisposable
{
    private readonly Invocation call;
    private readonly FlowTestRequest request;

    private TestSession(Invocation call, FlowTestRequest request, FlowFile file, ExecutableFlow flow) =>
        (this.call, this.request, File, Flow) = (call, request, file, flow);

    public ExecutableFlow Flow { get; }

    public FlowFile File { get; }

    /// <exception cref="FlowException">The flow is invalid.</exception>
    public static async Task<TestSession> OpenAsync(Invocation call, FlowTestRequest request, CancellationToken cancellationToken)
    {
        var file = FlowFile.Find(request.Flow);
        var flow = await FlowOpener.OpenAsync(FlowSessions.Request(request, file), FlowSessions.Services(call, new ModelProviders { Book = Catalogs.Prices(call) }), cancellationToken);
        foreach (var warning in flow.Warnings)
        {
            call.Warn(warning);
        }

        return new TestSession(call, request, file, flow);
    }

    /// <summary>Runs one node by itself; nothing but its own tool is loaded.</summary>
    /// <exception cref="FlowException">The flow, the node or its inputs are at fault.</exception>
    public static async Task<FlowTestReport> RunNodeAsync(Invocation call, FlowTestRequest request, CancellationToken cancellationToken)
    {
        var file = FlowFile.Find(request.Flow);
        var result = await FlowOpener.ExecuteNodeAsync(FlowSessions.Request(request, file), FlowSessions.Services(call, new ModelProviders { Book = Catalogs.Prices(call) }), request.Node!, request.Inputs, cancellationToken);
        foreach (var warning in result.Warnings)
        {
            call.Warn(warning);
        }

        foreach (var node in result.Nodes)
        {
            ShowEnded(call, request, node);
        }

        var files = new TestFiles(file, TestFiles.Prefix(request.Node, null));
        foreach (var node in result.Nodes)
        {
            node.Output = files.Persist(node.Output, node.MessageFormat);
        }

        files.Write(null, result.Nodes, [], string.Concat(result.Nodes.Select(n => n.StandardOutput + n.StandardError)));
        return new FlowTestReport
        {
            Status = result.Line.Status,
            Outputs = result.Nodes is [{ Status: RunStatus.Completed } only] ? new PythonDict { { "output", only.Output } } : [],
            Metrics = result.Line.Metrics ?? [],
            Nodes = [.. result.Nodes.Select(n => (n.Node, n.Status))],
            Error = result.Line.Error,
            Usage = result.Line.Usage,
        };
    }

    /// <summary>Runs the line, then the aggregation over this one line, and leaves the original's files.</summary>
    /// <param name="inputs">Unconverted.</param>
    /// <param name="prefix">What the files' names begin with; null for the usual.</param>
    /// <param name="settle">Takes the streams among the outputs and gives what they came to; null where there are none.</param>
    /// <param name="cancellationToken">Stops the line.</param>
    public async Task<FlowTestReport> RunLineAsync(PythonDict inputs, string? prefix, Func<PythonDict, Task<PythonDict>>? settle, CancellationToken cancellationToken)
    {
        WarnOfUnknownInputs(inputs);
        var log = new ConcurrentQueue<string>();
        var runId = Guid.CreateVersion7(call.Host.Time.GetUtcNow()).ToString();
        var result = await FlowTest.RunAsync(Flow, new LineRequest(inputs, runId, null) { OnNode = Ended }, cancellationToken);
        foreach (var warning in result.Warnings)
        {
            call.Warn(warning);
        }

        if (settle is not null && result.Line.Output is { } outputs)
        {
            result.Line.Output = await settle(outputs);
        }

        var files = new TestFiles(File, prefix ?? TestFiles.Prefix(null, request.Variant));
        result.Line.Output = (PythonDict?)files.Persist(result.Line.Output, result.Line.MessageFormat);
        var metrics = result.Line.Metrics ?? [];
        log.Enqueue(result.Line.StandardOutput + result.Line.StandardError);
        FlowTestView.ShowPrinted(call, result.Line);
        files.Write(result.Line, result.Nodes, metrics, string.Concat(log));
        return new FlowTestReport
        {
            Status = result.Line.Status,
            Outputs = result.Line.Output ?? [],
            Metrics = metrics,
            Nodes = [.. result.Nodes.Select(n => (n.Node, n.Status))],
            Error = result.Line.Error ?? result.Nodes.FirstOrDefault(n => n.Error is not null)?.Error ?? result.AggregationError,
            Usage = result.Line.Usage,
        };

        void Ended(NodeRecord node)
        {
            log.Enqueue($"{node.EndTime:O} {node.Node} {node.Status}{(node.Error is { } error ? $": {error.Message}" : "")}\n{node.StandardOutput}{node.StandardError}");
            ShowEnded(call, request, node);
        }
    }

    public ValueTask DisposeAsync() => Flow.DisposeAsync();

    private static void ShowEnded(Invocation call, FlowTestRequest request, NodeRecord node)
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
