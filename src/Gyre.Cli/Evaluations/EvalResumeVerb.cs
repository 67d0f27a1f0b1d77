using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Kernel;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval resume</c>: goes on with an evaluation that stopped; nothing is paid for twice.</summary>
internal static class EvalResumeVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("evaluation");
        var argument = SharedOptions.NameArgument("evaluation");
        var cost = new Option<decimal?>("--max-cost") { Description = "Another ceiling than before, in dollars.", HelpName = "dollars" };
        var python = SharedOptions.Python();
        return new Command("resume", "Continue an evaluation that stopped; what is done stays, and no answer is paid for twice.") { argument, name, cost, python }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var session = await EvalSession.OpenAsync(call, call.Value(python), cancellationToken);
            NanoDollars? ceiling = call.Value(cost) is { } dollars ? NanoDollars.Of(dollars) : null;
            return await session.EndAsync(call, null, progress => session.Runner.ResumeAsync(which, ceiling, progress, cancellationToken), cancellationToken);
        });
    }
}
