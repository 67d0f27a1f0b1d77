using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Connections;

/// <summary><c>gyre connection delete</c>.</summary>
internal static class ConnectionDeleteVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("connection");
        var argument = SharedOptions.NameArgument("connection");
        var yes = SharedOptions.Yes();
        return new Command("delete", "Remove a connection from the store.") { argument, name, yes }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            if (!call.Value(yes) && !call.Confirm($"Remove connection '{which}'?"))
            {
                return ExitCodes.Failed;
            }

            await ConnectionViews.Store(call).DeleteAsync(which, cancellationToken);
            return call.Done($"Connection '{which}' is removed.", "name", which);
        });
    }
}
