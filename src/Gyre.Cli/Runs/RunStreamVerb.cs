using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Runs;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run stream</c>: follows a run that another process runs, to its end.</summary>
internal static class RunStreamVerb
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("run");
        var argument = SharedOptions.NameArgument("run");
        return new Command("stream", "Follow a run until it ends.") { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var store = await RunStores.OpenAsync(call, cancellationToken);
            var run = await store.GetAsync(which, cancellationToken);
            using (var line = new RunProgressLine(call.Host))
            {
                while (run.IsActive)
                {
                    line.Report(new RunProgress(which, run.TotalLines ?? 0, run.CompletedLines, run.FailedLines));
                    await Task.Delay(Look, call.Host.Time, cancellationToken);
                    run = await store.GetAsync(which, cancellationToken);
                }
            }

            return RunEnd.Report(call, run);
        });
    }
}
