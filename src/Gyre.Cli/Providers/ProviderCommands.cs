using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Providers;

/// <summary><c>gyre provider</c>.</summary>
internal static class ProviderCommands
{
    public static Command Create(CliHost host) => new("provider", "Run providers of your own.")
    {
        ProviderSimulateVerb.Create(host),
    };
}
