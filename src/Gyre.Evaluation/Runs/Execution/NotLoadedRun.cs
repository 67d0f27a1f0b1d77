using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows;
using Gyre.Flows.Execution.Records;

namespace Gyre.Evaluation.Runs.Execution;

/// <summary>A run that ended before its first line, since the tools of its flow could not be loaded.</summary>
internal static class NotLoadedRun
{
    /// <summary>Writes folder and index: Failed, with the snapshot to look at and the error.</summary>
    public static async Task<Run> WriteAsync(Run run, RunStore store, FlowException fault, TimeProvider time)
    {
        await store.StartAsync(run.Name, RunState.Preparing, CancellationToken.None);
        var folder = new RunFolder(run.Folder);
        Directory.CreateDirectory(folder.Path);
        using var log = new RunLog(folder, time);
        log.Error($"Run {run.Name} failed when executing in executor with exception {fault.Message}.");
        await RunSnapshot.TakeAsync(run.Definition.Flow!, folder.Snapshot, CancellationToken.None);
        var error = FlowError.Of(fault);
        var results = new RunResults(folder);
        results.WriteLines(complete: false);
        results.WriteMetrics([]);
        results.WriteErrors(new RunCounters(), null, new Dictionary<string, FlowError>(StringComparer.Ordinal), error);
        return await store.EndAsync(run with { State = RunState.Failed, Error = RunExecution.FlowErrorShape(error) }, CancellationToken.None);
    }
}
