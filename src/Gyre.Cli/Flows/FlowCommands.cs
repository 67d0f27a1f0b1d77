using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Flows;

/// <summary><c>gyre flow</c>.</summary>
internal static class FlowCommands
{
    public static Command Create(CliHost host) => new("flow", "Write, check and try flows.")
    {
        FlowInitVerb.Create(host),
        FlowValidateVerb.Create(host),
        FlowTestVerb.Create(host),
        FlowShowVerb.Create(host),
    };
}
