using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using Gyre.Cli.Accounts;
using Gyre.Cli.Connections;
using Gyre.Cli.Datasets;
using Gyre.Cli.Demo;
using Gyre.Cli.Doctor;
using Gyre.Cli.Evaluations;
using Gyre.Cli.Flows;
using Gyre.Cli.Gateway;
using Gyre.Cli.Models;
using Gyre.Cli.Providers;
using Gyre.Cli.Runs;
using Gyre.Cli.Server;
using Gyre.Cli.Tools;
using Gyre.Cli.Usage;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;

namespace Gyre.Cli.CommandLine;

/// <summary>The command tree, and the way in.</summary>
internal static class GyreCommand
{
    /// <summary>What <c>--version</c> prints.</summary>
    public static string Version { get; } =
        typeof(GyreCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Runs one command line and gives the exit code; it never throws.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliHost host, CancellationToken cancellationToken = default)
    {
        // Asked for by scripts in a loop: answered before anything else is loaded.
        if (args is ["--version"])
        {
            host.Output.WriteLine($"gyre {Version}");
            return ExitCodes.Done;
        }

        try
        {
            var parsed = Create(host).Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (parsed.Action is not HelpAction && parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
            {
                parsed.InvocationConfiguration.Output = host.Output;
                new HelpAction().Invoke(parsed);
                return parsed.CommandResult.Command is RootCommand ? ExitCodes.Done : ExitCodes.WrongUsage;
            }

            var faults = UsageErrors.Of(parsed);
            if (faults.Count > 0 && parsed.Action is not HelpAction)
            {
                return UsageReport.Print(host, parsed, faults);
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = host.Output,
                    Error = host.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = host.ListensToSignals ? TimeSpan.FromSeconds(30) : null,
                },
                cancellationToken);
        }
        catch (Exception e)
        {
            return Failure.Report(host, e, json: false, debug: args.Contains(SharedOptions.DebugName, StringComparer.Ordinal));
        }
    }

    /// <summary>The whole tree.</summary>
    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand("Gyre runs prompt flow projects: flows, batch runs, evaluations and comparisons on your own machine.")
        {
            FlowCommands.Create(host),
            RunCommands.Create(host),
            EvalCommands.Create(host),
            DatasetCommands.Create(host),
            ConnectionCommands.Create(host),
            ProviderCommands.Create(host),
            ModelCommands.Create(host),
            GatewayCommands.Create(host),
            KeyCommands.Create(host),
            GroupCommands.Create(host, GroupKind.Team),
            GroupCommands.Create(host, GroupKind.Project),
            GroupCommands.Create(host, GroupKind.CostCenter),
            QuotaCommands.Create(host, QuotaKind.Budget),
            QuotaCommands.Create(host, QuotaKind.Limit),
            AuditCommands.Create(host),
            UsageCommands.Create(host),
            ToolListVerb.CreateGroup(host),
            UpVerb.Create(host),
            DemoVerb.Create(host),
            DoctorVerb.Create(host),
            SharedOptions.Output(),
            SharedOptions.Debug(),
        };
        return root;
    }
}
