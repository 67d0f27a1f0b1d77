using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Gateway;

/// <summary><c>gyre gateway</c>.</summary>
internal static class GatewayCommands
{
    public static Command Create(CliHost host) => new("gateway", "Deployments and pools: the files that give models names of your own.")
    {
        GatewayCheckVerb.Create(host),
    };
}
