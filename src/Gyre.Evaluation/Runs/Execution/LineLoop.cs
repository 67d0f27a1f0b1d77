using System.Collections.Concurrent;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs.Execution;

/// <summary>Runs the lines that have no result yet; outputs go to disk and are forgotten.</summary>
internal sealed class LineLoop(
    Run run, ExecutableFlow flow, RunFolder folder, BatchOptions options, TimeProvider time, RunLog log, RunCounters counters, FinishedLines finished, Action<string> warn)
{
    // What the aggregation reads may be more than JSON can hold (an object of a tool), so it is kept as it came while the run lasts.
    private readonly ConcurrentDictionary<int, PythonDict> aggregationInputs = new();
    private readonly CostCeiling.Lines? ceiling = options.Ceiling?.ForRun();
    private readonly HeldLines? held = options.LinesWithoutProvider is { } most ? new HeldLines(most, counters.Completed > 0) : null;
    private readonly long begin = time.GetTimestamp();
    private int ended;

    /// <summary>Why no further line was started, in words for the user; null where all were, or the caller stopped them.</summary>
    public string? Halted { get; private set; }

    /// <summary>Runs until all lines have ended or the token stops it; it throws only what the disk throws.</summary>
    public async Task RunAsync(RunJournal journal, LineGovernor governor, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var failure = new TaskCompletionSource<Exception>();
        try
        {
            await foreach (var (line, inputs) in StoredInputs.ReadAsync(folder.Inputs, stop.Token))
            {
                if (finished.Contains(line))
                {
                    continue;
                }

                if (held is { IsAway: true } || (ceiling is not null && !await ceiling.EnterAsync(stop.Token)))
                {
                    break;
                }

                await governor.EnterAsync(stop.Token);
                _ = Task.Run(
                    async () =>
                    {
                        try
                        {
                            // The place may have come free because of the end.
                            stop.Token.ThrowIfCancellationRequested();
                            await LineAsync(line, inputs, journal, stop.Token);
                        }
                        catch (OperationCanceledException) when (stop.IsCancellationRequested)
                        {
                            // The line has no result and runs again at a resume.
                        }
                        catch (Exception e)
                        {
                            failure.TrySetResult(e);
                            await stop.CancelAsync();
                        }
                        finally
                        {
                            governor.Exit();
                        }
                    },
                    CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The lines in flight see the same token.
        }

        await governor.DrainAsync();
        if (!stop.IsCancellationRequested)
        {
            foreach (var (line, result) in held?.Rest() ?? [])
            {
                Keep(line, result, journal);
            }

            Halted = Halt();
        }

        if (failure.Task.IsCompleted)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(await failure.Task);
        }
    }

    /// <summary>How far it is.</summary>
    public RunProgress Progress(int total, int concurrency)
    {
        var elapsed = time.GetElapsedTime(begin);
        var rate = elapsed > TimeSpan.Zero ? ended / elapsed.TotalSeconds : 0;
        var (completed, failed) = (counters.Completed, counters.Failed);
        return new RunProgress(run.Name, total, completed, failed)
        {
            Elapsed = elapsed,
            LinesPerSecond = rate,
            Remaining = rate > 0 ? TimeSpan.FromSeconds((total - completed - failed) / rate) : null,
            Usage = counters.Usage,
            Concurrency = concurrency,
        };
    }

    /// <summary>The completed lines as the aggregation sees them.</summary>
    public IReadOnlyList<AggregationLine> ForAggregation()
    {
        var artifacts = new RunArtifacts(folder);
        var stored = finished.IsEmpty ? [] : flow.AggregationSources.ToDictionary(node => node, node => StoredOutputs(artifacts, node), StringComparer.Ordinal);
        return
        [
            .. artifacts.Lines().Where(a => a.Status == nameof(RunStatus.Completed)).Select(a => new AggregationLine(
                a.Line!.Value,
                WithoutNumber(a["inputs"] as PythonDict ?? []),
                a["output"] as PythonDict ?? [],
                aggregationInputs.TryGetValue(a.Line.Value, out var kept) ? kept : FromStored(stored, a.Line.Value))),
        ];
    }

    private async Task LineAsync(int line, PythonDict inputs, RunJournal journal, CancellationToken cancellationToken)
    {
        RunningLine.Is(line);
        var result = await ResultAsync(new LineRequest(inputs, run.Name, line) { TimeoutSeconds = options.LineTimeout, NodeConcurrency = options.NodeConcurrency }, cancellationToken);
        foreach (var warning in result.Warnings)
        {
            warn(warning);
        }

        ceiling?.Exit(result.Line.Usage);
        foreach (var (number, kept) in held?.Take(line, result) ?? [(line, result)])
        {
            Keep(number, kept, journal);
        }
    }

    private string? Halt() => held is { IsAway: true } ? $"The provider cannot be had: {held.Reason}"
        : options.Ceiling is { Unpriced: true } ? "A call's price is not known, so the ceiling of cost cannot be kept. Add the model's price to the catalog, or leave the ceiling out."
        : options.Ceiling is { Reached: true } reached ? $"The ceiling of {reached.Most} is reached: {reached.Spent} were spent."
        : null;

    private void Keep(int line, LineResult result, RunJournal journal)
    {
        journal.Append(line, result);
        if (flow.HasAggregation && result.Line.Status == RunStatus.Completed && result.AggregationInputs.Count > 0)
        {
            aggregationInputs[line] = result.AggregationInputs;
        }

        counters.Add(result);
        Interlocked.Increment(ref ended);
        log.Line(line, result);
    }

    // A flow says what failed in its result; what it throws all the same costs this line, not the run.
    private async Task<LineResult> ResultAsync(LineRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        try
        {
            return await flow.ExecuteLineAsync(request, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new LineResult(
                new LineRecord
                {
                    RunId = $"{run.Name}_{request.LineNumber}",
                    RootRunId = run.Name,
                    FlowId = run.Definition.FlowName,
                    Index = request.LineNumber,
                    Status = RunStatus.Failed,
                    Error = FlowError.Of(e),
                    Inputs = request.Inputs,
                    StartTime = started,
                    EndTime = time.GetUtcNow(),
                },
                []);
        }
    }

    private static Dictionary<int, object?> StoredOutputs(RunArtifacts artifacts, string node) =>
        artifacts.OfNode(node).ToDictionary(a => a.Line!.Value, a => a["output"]);

    private static PythonDict FromStored(Dictionary<string, Dictionary<int, object?>> stored, int line) =>
        new(stored.Select(s => KeyValuePair.Create(s.Key, s.Value.GetValueOrDefault(line))));

    private static PythonDict WithoutNumber(PythonDict inputs)
    {
        inputs.Remove(ColumnMapping.LineNumber);
        return inputs;
    }
}
