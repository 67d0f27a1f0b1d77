using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Kernel;

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
            if ((await session.Store.GetAsync(which, cancellationToken)).Definition.EvaluationName is { } evaluation)
            {
                throw new ProblemException(new Problem("run-of-evaluation", $"Run '{which}' is part of evaluation '{evaluation}', which knows what is paid for already. Go on with that: gyre eval resume {evaluation}.") { Field = "name" });
            }

            return RunEnd.Report(call, await RunCreateVerb.RunningAsync(call, p => session.Runner.ResumeAsync(which, p, cancellationToken)), session.Warned);
        });
    }
}
