using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run delete</c>: the record and the folder.</summary>
internal static class RunDeleteVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("run");
        var argument = SharedOptions.NameArgument("run");
        var yes = SharedOptions.Yes();
        return new Command("delete", "Remove a run and its folder.") { argument, name, yes }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var store = await RunStores.OpenAsync(call, cancellationToken);
            var run = await store.GetAsync(which, cancellationToken);
            if (!call.Value(yes) && !call.Confirm($"Remove run '{which}' and {run.Folder}?"))
            {
                return ExitCodes.Failed;
            }

            await store.DeleteAsync(which, cancellationToken);
            return call.Done($"Run '{which}' is removed.", "name", which);
        });
    }
}
