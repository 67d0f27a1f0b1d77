using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Evaluations;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval show</c>: what an evaluation found.</summary>
internal static class EvalShowVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("evaluation");
        var argument = SharedOptions.NameArgument("evaluation");
        return new Command("show", "Show what an evaluation found.") { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var session = await EvalSession.OpenAsync(call, null, cancellationToken);
            var evaluation = await session.Store.GetAsync(which, cancellationToken);
            EvalView.Show(call, evaluation, await EvaluationSummary.ReadAsync(evaluation, session.Runs, cancellationToken));
            return ExitCodes.Done;
        });
    }
}
