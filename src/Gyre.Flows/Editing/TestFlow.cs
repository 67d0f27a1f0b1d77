using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Media;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Flows.Editing;

/// <summary>Finds what a line of a run recorded of its nodes; null where there is no such line.</summary>
public delegate Task<EarlierGo?> FindLine(string run, int line, CancellationToken cancellationToken);

/// <summary>Runs a flow once and tells what happens as it happens.</summary>
/// <param name="files">Of the workspace.</param>
/// <param name="services">What flows need.</param>
/// <param name="lines">Finds lines of runs.</param>
internal sealed class TestFlow(FlowFiles files, FlowServices services, FindLine lines)
{
    private readonly RecentTests recent = new();

    /// <summary>Finds all that the test begins with, so that what is wrong is told before anything runs.</summary>
    /// <exception cref="ProblemException"><c>flow-not-found</c>, <c>test-not-found</c>, <c>line-not-found</c>.</exception>
    public async Task<IAsyncEnumerable<TestEventView>> StartAsync(FlowTestRequest request, CancellationToken cancellationToken)
    {
        var file = files.FlowAt(request.Flow);
        var inputs = request.Inputs is { } given ? (PythonDict)PythonJson.Parse(given.ToJsonString())! : [];
        return RunAsync(request, file, inputs, request.From is null ? null : await BeforeAsync(request, file, cancellationToken), cancellationToken);
    }

    private async Task<EarlierGo> BeforeAsync(FlowTestRequest request, string file, CancellationToken cancellationToken) => request switch
    {
        { Test: { } test } => (recent.Find(test) is { } go && go.Through(file) ? go : null)
            ?? throw new ProblemException(new Problem("test-not-found", "What that test gave is no longer kept: the server was started again, many tests came after it, or it was another flow's. Run the whole flow once.")),
        { Run: { } run, Line: { } line } => await lines(run, line, cancellationToken) is not { } go ? throw new ProblemException(new Problem("line-not-found", $"Run '{run}' has no line {line} that was recorded."))
            : go.Through(file) ? go
            : throw new ProblemException(new Problem("line-not-found", $"Run '{run}' is not of this flow, so none of its lines can go on here.") { Field = "run" }),
        _ => throw new ProblemException(new Problem("test-invalid", "To run from a node, name the test, or the run and line, that ran before.") { Field = "from" }),
    };

    private async IAsyncEnumerable<TestEventView> RunAsync(
        FlowTestRequest request, string file, PythonDict inputs, EarlierGo? before, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var events = Channel.CreateUnbounded<TestEventView>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = Task.Run(() => RunAsync(request, file, inputs, before, events.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var happened in events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return happened;
            }
        }
        finally
        {
            // Whoever closes the stream ends the test.
            await stop.CancelAsync();
            await run;
        }
    }

    private async Task RunAsync(FlowTestRequest request, string file, PythonDict inputs, EarlierGo? before, ChannelWriter<TestEventView> events, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var opening = RequestOf(request, file);
            await using var flow = await FlowOpener.OpenAsync(opening, services, cancellationToken);
            events.TryWrite(await RunAsync(flow, opening, request, file, inputs, before, events, watch, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception e)
        {
            events.TryWrite(new TestEventView(End: new TestEndView("failed", null, null, FlowErrorView.Of(FlowError.Of(e), files.Folder), watch.Elapsed.TotalMilliseconds, null, null, Cut: false)));
        }
        finally
        {
            events.Complete();
        }
    }

    private async Task<TestEventView> RunAsync(
        ExecutableFlow flow, FlowRequest opening, FlowTestRequest request, string file, PythonDict inputs, EarlierGo? before, ChannelWriter<TestEventView> events, Stopwatch watch, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(services.Time.GetUtcNow()).ToString();
        events.TryWrite(new TestEventView(Test: id));
        Warn(flow.Warnings);
        var whole = flow is DagFlow ? null : Whole(file);
        if (whole is not null)
        {
            Tell(NodeOf(whole, new LineRecord { RunId = id, RootRunId = id, FlowId = whole, Status = RunStatus.Running, Inputs = inputs, StartTime = services.Time.GetUtcNow() }));
        }

        var line = new LineRequest(inputs, id, null) { OnNode = Tell };
        if (before is not null && request.From is { } from && flow is DagFlow dag)
        {
            line = line with
            {
                Replay = LineReplay.Before(dag.Definition, [from, .. before.NotAsNow(dag.Definition, opening.Variant, opening.Model)], before.Nodes),
                ReplayFolder = before.ImageFolder,
            };
        }

        var result = await FlowTest.RunAsync(flow, line, cancellationToken);
        await ReadAsync(result, events, cancellationToken);
        foreach (var node in result.Nodes.Where(n => n.Form == OutputForm.Pieces && !n.Replayed))
        {
            // It went on for as long as it was read.
            node.EndTime = services.Time.GetUtcNow();
            Tell(node);
        }

        if (whole is not null)
        {
            Tell(NodeOf(whole, result.Line));
        }

        recent.Keep(id, new EarlierGo(file, result.Nodes) { Variant = opening.Variant, Model = opening.Model });
        Warn(result.Warnings);
        var json = new PlainJson(MessageFormat.Of(result.Line.MessageFormat));
        var error = result.Line.Error ?? result.Nodes.FirstOrDefault(n => n.Error is not null)?.Error ?? result.AggregationError;
        return new TestEventView(End: new TestEndView(
            error is null ? "completed" : "failed",
            json.Of(result.Line.Output),
            json.Of(result.Line.Metrics is { Count: > 0 } metrics ? metrics : null),
            FlowErrorView.Of(error, files.Folder),
            watch.Elapsed.TotalMilliseconds,
            Sum(result, u => u.TotalTokens),
            (result.Line.Usage + Aggregations(result)).Costs.Total?.Dollars,
            json.Cut));

        void Tell(NodeRecord node) => events.TryWrite(new TestEventView(Node: NodeRecordView.Of(node, files.Folder)));

        void Warn(IEnumerable<string> warnings)
        {
            foreach (var warning in warnings)
            {
                events.TryWrite(new TestEventView(Warning: warning));
            }
        }
    }

    private static long? Sum(LineResult result, Func<Usage, long?> of) => of(result.Line.Usage + Aggregations(result));

    // The line's own sum holds the nodes of the line; those after all lines come on top.
    private static Usage Aggregations(LineResult result) =>
        result.Nodes.Where(n => n.RunId.EndsWith("_reduce", StringComparison.Ordinal)).Aggregate(default(Usage), (sum, node) => sum + node.Usage);

    private static async Task ReadAsync(LineResult result, ChannelWriter<TestEventView> events, CancellationToken cancellationToken)
    {
        if (result.Line.Output is not { } outputs || !outputs.Values.Any(v => v is TextStream))
        {
            return;
        }

        foreach (var (name, value) in outputs.ToList())
        {
            if (value is not TextStream stream)
            {
                continue;
            }

            await foreach (var piece in stream.ReadAsync(cancellationToken))
            {
                events.TryWrite(new TestEventView(Chunk: new TestChunkView(PythonText.Str(name), piece)));
            }

            outputs[name] = string.Concat(stream.Seen.Select(PythonText.Str));
        }

        result.Settle();
    }

    private static FlowRequest RequestOf(FlowTestRequest request, string file) => new(file)
    {
        Variant = string.IsNullOrEmpty(request.Variant) ? null : request.Variant,
        Model = string.IsNullOrEmpty(request.Connection) && string.IsNullOrEmpty(request.Model) ? null : new ModelOverride { Connection = Some(request.Connection), Model = Some(request.Model) },
        Streaming = request.Stream,
        Init = FlowFile.Find(file) is { Kind: FlowKind.Flex } ? FlexReader.Read(file).SampleInit : null,
        PythonWorkers = 1,
    };

    private static string? Some(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // A flow without nodes is shown as one.
    private string Whole(string file) => files.Show(Workspace.WorkspacePath.Of(files.Folder, file)).Definition.Nodes is [var only, ..] ? only.Name : Path.GetFileName(file);

    private static NodeRecord NodeOf(string name, LineRecord line) => new()
    {
        Node = name,
        FlowRunId = line.RootRunId,
        RunId = line.RunId,
        ParentRunId = line.RunId,
        Status = line.Status,
        Inputs = line.Inputs,
        Output = line.Output is { Count: 1 } single && single.TryGetValue("output", out var only) ? only : line.Output,
        Error = line.Error,
        StartTime = line.StartTime,
        EndTime = line.EndTime,
        ApiCalls = line.ApiCalls,
        StandardOutput = line.StandardOutput,
        StandardError = line.StandardError,
        Usage = line.Usage,
        MessageFormat = line.MessageFormat,
    };
}
