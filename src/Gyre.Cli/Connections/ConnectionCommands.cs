using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Connections;

/// <summary><c>gyre connection</c>.</summary>
internal static class ConnectionCommands
{
    public static Command Create(CliHost host) => new("connection", "Keep what is needed to reach providers; secrets are encrypted and never printed.")
    {
        ConnectionCreateVerb.Create(host),
        ConnectionListVerb.Create(host),
        ConnectionShowVerb.Create(host),
        ConnectionUpdateVerb.Create(host),
        ConnectionDeleteVerb.Create(host),
    };
}
