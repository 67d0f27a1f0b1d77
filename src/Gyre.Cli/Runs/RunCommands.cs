using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run</c>.</summary>
internal static class RunCommands
{
    public static Command Create(CliHost host) => new("run", "Run flows over data, look at the results, compare them.")
    {
        RunCreateVerb.Create(host),
        RunListVerb.Create(host),
        RunShowVerb.Create(host),
        RunShowDetailsVerb.Create(host),
        RunShowMetricsVerb.Create(host),
        RunVisualizeVerb.Create(host),
        RunCompareVerb.Create(host),
        RunStreamVerb.Create(host),
        RunCancelVerb.Create(host),
        RunResumeVerb.Create(host),
        RunExportVerb.Create(host),
        RunUpdateVerb.Create(host),
        RunArchiveVerb.Create(host),
        RunArchiveVerb.CreateRestore(host),
        RunDeleteVerb.Create(host),
    };
}
