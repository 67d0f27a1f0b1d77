using System.Text;
using Gyre.Evaluation.Data;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Models.Providers;
using Gyre.Workspace;

namespace Gyre.Evaluation.Runs.Execution;

/// <summary>One go at a run, from wherever it stands to its end. Holds the run's lock.</summary>
internal sealed class RunExecution(
    Run run, ExecutableFlow flow, RunStore store, BatchOptions options, TimeProvider time, IProgress<RunProgress>? progress, RateLimitSignal? rateLimits)
{
    private readonly DateTimeOffset start = time.GetUtcNow();
    private readonly OrderedDictionary<string, bool> warnings = new(StringComparer.Ordinal);

    public required IReadOnlyList<DataSource> Sources { get; init; }

    /// <summary>What a new user should know of the data.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The completed run whose completed lines are taken over.</summary>
    public Run? CopyFrom { get; init; }

    public async Task<Run> ExecuteAsync(CancellationToken cancellationToken)
    {
        await store.StartAsync(run.Name, RunState.Preparing, CancellationToken.None);
        var folder = new RunFolder(run.Folder);
        Directory.CreateDirectory(folder.Path);
        using var log = new RunLog(folder, time);
        log.Info($"{(File.Exists(folder.Inputs) ? "Resuming" : "Starting")} run {run.Name}");
        foreach (var warning in flow.Warnings.Concat(Notes))
        {
            Warn(log, warning);
        }

        try
        {
            var total = await PrepareAsync(folder, log, cancellationToken);
            return await RunAsync(folder with { BatchSize = BatchSizeOf(folder, total) }, total, log, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Warning("Canceled before the first line.");
            return await EndAsync(run with { State = RunState.Canceled });
        }
        catch (FlowException e)
        {
            return await FailedAsync(folder, log, FlowError.Of(e), new RunCounters(), null);
        }
    }

    /// <summary>Snapshot and mapped rows, unless an earlier go has made them.</summary>
    private async Task<int> PrepareAsync(RunFolder folder, RunLog log, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder.Snapshot))
        {
            await RunSnapshot.TakeAsync(run.Definition.Flow!, folder.Snapshot, cancellationToken);
        }

        if (File.Exists(folder.Inputs))
        {
            return StoredInputs.Count(folder.Inputs);
        }

        if (flow is not EvaluatorsFlow && flow.Inputs.Count == 0 && FlowFile.Find(run.Definition.Flow!).Kind == FlowKind.Dag)
        {
            throw new FlowException(ErrorClasses.InputNotFound, "The input for flow cannot be empty in batch mode. Please review your flow and provide valid inputs.");
        }

        var reader = new DataReader(warning => Warn(log, warning));
        var join = new LineJoin([.. Sources.Select(s => KeyValuePair.Create<string, Func<CancellationToken, IAsyncEnumerable<PythonDict>>>(s.Name, stop => reader.ReadAsync(s.Path, stop)))]);
        var (count, found) = await StoredInputs.WriteAsync(folder.Inputs, join, run.Definition.ColumnMapping, flow.Inputs, run.Definition.InputsByName, cancellationToken);
        foreach (var warning in found)
        {
            Warn(log, warning);
        }

        if (run.Definition.DataPlace is { } data && await data.HasChangedAsync(cancellationToken))
        {
            File.Delete(folder.Inputs);
            throw new FlowException(DataReader.InvalidUserData, $"'{data.Path}' was changed while it was read. Start the run again once nobody writes to it.");
        }

        return count;
    }

    // Written once: a resume goes on in the layout that was begun.
    private static int BatchSizeOf(RunFolder folder, int total)
    {
        if (File.Exists(folder.Meta) && PythonJson.Parse(File.ReadAllText(folder.Meta)) is PythonDict meta && meta["batch_size"] is long size)
        {
            return (int)size;
        }

        size = total <= RunFolder.SmallRun ? 1 : RunFolder.LargeBatch;
        AtomicFile.Write(folder.Meta, stream => stream.Write(Encoding.UTF8.GetBytes($$"""{"batch_size": {{size}}}""")));
        return (int)size;
    }

    private async Task<Run> RunAsync(RunFolder folder, int total, RunLog log, CancellationToken cancellationToken)
    {
        if (CopyFrom is not null)
        {
            var copied = await RunCopy.CompletedLinesAsync(CopyFrom, folder, run.Name, cancellationToken);
            log.Info($"Skipped the execution of {copied} existing results.");
        }

        var (finished, counters) = RunSurvey.Repair(folder);
        options.Ceiling?.Count(counters.Usage.Costs);
        await store.RunningAsync(run.Name, CancellationToken.None);
        var lines = new LineLoop(run, flow, folder, options, time, log, counters, finished, warning => Warn(log, warning));
        string? stop = null;
        using (var journal = new RunJournal(folder))
        {
            var most = Math.Min(options.Concurrency, flow.MaximumLines ?? int.MaxValue);
            var governor = options.Governors?.For(run, most, options.ConcurrencyIsGiven) ?? new LineGovernor(most, time, options.ConcurrencyIsGiven);
            using var pushBack = rateLimits?.Subscribe(limited => governor.PushBack(limited.RetryAfter));
            await using var watch = new RunWatch(run.Name, store, time, options.BatchTimeout, start, cancellationToken);
            await using var reports = new ProgressReports(progress, time, () => lines.Progress(total, governor.Limit));
            watch.Observe(() => (total, counters.Completed, counters.Failed));
            await lines.RunAsync(journal, governor, watch.Token);
            stop = watch.Stopped;
            if (stop is null && lines.Halted is null)
            {
                return await AggregateAsync(folder, journal, log, lines, counters, total, watch);
            }
        }

        if (stop == RunWatch.TimedOut)
        {
            var error = new FlowError(ErrorClasses.BatchRunTimeoutError, null, $"The batch run failed due to timeout [{options.BatchTimeout}s]. Please adjust the timeout to a higher value.", ErrorKind.UserError);
            return await FailedAsync(folder, log, error, counters, total);
        }

        log.Warning($"{(lines.Halted is { } why ? why + " Stopped" : "Canceled")} after {counters.Completed + counters.Failed} of {total} lines. Continue it: gyre run resume --name {run.Name}");
        WriteResults(folder, counters, total, [], new Dictionary<string, FlowError>(StringComparer.Ordinal), null);
        return await EndAsync(Counted(counters, total) with { State = RunState.Canceled }) with { Halted = lines.Halted };
    }

    private async Task<Run> AggregateAsync(RunFolder folder, RunJournal journal, RunLog log, LineLoop lines, RunCounters counters, int total, RunWatch watch)
    {
        PythonDict metrics = [];
        IReadOnlyDictionary<string, FlowError> errors = new Dictionary<string, FlowError>(StringComparer.Ordinal);
        if (flow.HasAggregation)
        {
            log.Info("Executing aggregation nodes...");
            try
            {
                var result = await flow.AggregateAsync(new AggregationRequest(run.Name, lines.ForAggregation()), watch.Token);
                (metrics, errors) = (result.Metrics, result.Errors);
                foreach (var node in result.Nodes)
                {
                    journal.WriteAggregation(node);
                    counters.AddAggregation(node);
                }
            }
            catch (FlowException e)
            {
                errors = new Dictionary<string, FlowError>(StringComparer.Ordinal) { [e.Node ?? "aggregation"] = FlowError.Of(e) };
            }
            catch (OperationCanceledException) when (watch.Stopped is not null)
            {
                log.Warning("Canceled during aggregation.");
                WriteResults(folder, counters, total, [], errors, null);
                return await EndAsync(Counted(counters, total) with { State = RunState.Canceled });
            }

            foreach (var (node, error) in errors)
            {
                Warn(log, $"Aggregation node {node} failed: {error.Message}");
            }
        }

        WriteResults(folder, counters, total, metrics, errors, null, complete: true);
        if (counters.Failed > 0)
        {
            log.Warning($"{counters.Failed} out of {total} runs failed in batch run.\n Please check out {folder.Path} for more details.");
        }

        log.Info($"Run {run.Name} completed: {counters.Completed} lines completed, {counters.Failed} failed.");
        return await EndAsync(Counted(counters, total) with { State = RunState.Completed, Metrics = metrics });
    }

    private async Task<Run> FailedAsync(RunFolder folder, RunLog log, FlowError error, RunCounters counters, int? total)
    {
        log.Error($"Run {run.Name} failed: {error.Message}");
        WriteResults(folder, counters, total, [], new Dictionary<string, FlowError>(StringComparer.Ordinal), error);
        return await EndAsync(Counted(counters, total) with { State = RunState.Failed, Error = FlowErrorShape(error) });
    }

    private static void WriteResults(RunFolder folder, RunCounters counters, int? total, PythonDict metrics, IReadOnlyDictionary<string, FlowError> aggregation, FlowError? error, bool complete = false)
    {
        var results = new RunResults(folder);
        results.WriteLines(complete);
        results.WriteMetrics(metrics);
        results.WriteErrors(counters, total, aggregation, error);
    }

    private Run Counted(RunCounters counters, int? total) => run with
    {
        TotalLines = total,
        CompletedLines = counters.Completed,
        FailedLines = counters.Failed,
        SystemMetrics = counters.SystemMetrics(time.GetUtcNow() - start),
    };

    // Data is read twice where it is joined, and every line may find the same; each is told once.
    private void Warn(RunLog log, string warning)
    {
        lock (warnings)
        {
            if (!warnings.TryAdd(warning, true))
            {
                return;
            }
        }

        log.Warning(warning);
    }

    // The end is written even when the caller has gone.
    private async Task<Run> EndAsync(Run ended) => await store.EndAsync(ended, CancellationToken.None) with { Warnings = [.. warnings.Keys] };

    /// <summary>An error in the original's shape.</summary>
    internal static PythonDict FlowErrorShape(FlowError error)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = PythonJson.Writer(buffer))
        {
            RunRecordJson.Write(json, error);
        }

        return (PythonDict)PythonJson.Parse(buffer.WrittenSpan)!;
    }
}
