using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Models;

/// <summary><c>gyre model</c>.</summary>
internal static class ModelCommands
{
    public static Command Create(CliHost host) => new("model", "Look models up: limits, capabilities, prices, and what traffic of your own would cost.")
    {
        ModelListVerb.Create(host),
        ModelShowVerb.Create(host),
        ModelCompareVerb.Create(host),
        ModelImportVerb.Create(host),
        ModelDiscoverVerb.Create(host),
    };
}
