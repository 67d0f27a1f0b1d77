using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Usage;

/// <summary><c>gyre usage</c>.</summary>
internal static class UsageCommands
{
    public static Command Create(CliHost host) => new("usage", "What calls through the gateway used and cost: reports by any dimension, and exports for cost tools.")
    {
        UsageReportVerb.Create(host),
        UsageExportVerb.Create(host),
    };
}
