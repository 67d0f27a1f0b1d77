using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Kernel;

namespace Gyre.Cli.Connections;

/// <summary><c>gyre connection show</c>: every field, secrets masked.</summary>
internal static class ConnectionShowVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("connection");
        var argument = SharedOptions.NameArgument("connection");
        return new Command("show", "Show a connection; secrets are masked.") { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var all = await ConnectionViews.AllAsync(call, cancellationToken);
            ConnectionViews.Show(call, all.FirstOrDefault(c => c.Connection.Name == which)
                ?? throw new ProblemException("connection-not-found", $"There is no connection '{which}' in '{call.Home.Folder}'.{NearestName.Hint(which, all.Select(c => c.Connection.Name))}"));
            return ExitCodes.Done;
        });
    }
}
