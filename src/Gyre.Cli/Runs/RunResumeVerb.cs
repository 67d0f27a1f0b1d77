using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run resume</c>: goes on with a run that was stopped or killed, in place.</summary>
internal static class RunResumeVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("run");
        var argument = SharedOptions.NameArgument("run");
        var python = SharedOptions.Python();
        return new Command("resume", "Continue a run that was stopped or killed; lines that are done stay as they are.") { argument, name, python }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var session = await RunSession.OpenAsync(call, call.Value(python), cancellationToken);
            return RunEnd.Report(call, await RunCreateVerb.RunningAsync(call, p => session.Runner.ResumeAsync(which, p, cancellationToken)), session.Warned);
        });
    }
}
