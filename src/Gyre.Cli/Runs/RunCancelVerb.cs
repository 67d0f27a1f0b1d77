using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Runs;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run cancel</c>: asks the process that runs it to end.</summary>
internal static class RunCancelVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("run");
        var argument = SharedOptions.NameArgument("run");
        return new Command("cancel", "End a run that another process is running; finished lines are kept.") { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var run = await (await RunStores.OpenAsync(call, cancellationToken)).CancelAsync(which, cancellationToken);
            RunView.Show(call, run);
            call.Note(run.State == RunState.CancelRequested
                ? $"Run '{which}' ends within seconds. Continue it later: gyre run resume --name {which}"
                : $"Run '{which}' is {run.State}.");
            return ExitCodes.Done;
        });
    }
}
