using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;

namespace Gyre.Cli.Runs;

/// <summary>What is said when a run has ended, and with which exit code.</summary>
internal static class RunEnd
{
    /// <param name="call">The command.</param>
    /// <param name="run">The run, ended.</param>
    /// <param name="told">Warnings that were printed before it began.</param>
    public static int Report(Invocation call, Run run, params IEnumerable<string> told)
    {
        foreach (var warning in run.Warnings.Except(told, StringComparer.Ordinal))
        {
            call.Warn(warning);
        }

        RunView.Show(call, run);
        switch (run.State)
        {
            case RunState.Canceled:
                call.Note($"Stopped; finished lines are kept. Continue: gyre run resume --name {run.Name}");
                return ExitCodes.Stopped;
            case RunState.Failed:
                call.Note($"error: run '{run.Name}' failed{(Message(run) is { } message ? $": {message}" : "")}");
                return ExitCodes.Failed;
        }

        if (run.FailedLines > 0)
        {
            call.Note($"{run.FailedLines} of {run.TotalLines} lines failed. See them: gyre run show-details --name {run.Name} --failed");
        }

        return ExitCodes.Done;
    }

    private static string? Message(Run run) => run.Error is { } error && error.TryGetValue("message", out var message) ? PythonText.Str(message) : null;
}
