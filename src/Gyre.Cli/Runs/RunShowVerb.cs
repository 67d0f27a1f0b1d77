using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run show</c>.</summary>
internal static class RunShowVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("run");
        var argument = SharedOptions.NameArgument("run");
        return new Command("show", "Show a run: status, counters, metrics, folder.") { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            RunView.Show(call, await (await RunStores.OpenAsync(call, cancellationToken)).GetAsync(which, cancellationToken));
            return ExitCodes.Done;
        });
    }
}
