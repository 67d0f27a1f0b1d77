using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval delete</c>: an evaluation with its runs.</summary>
internal static class EvalDeleteVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("evaluation");
        var argument = SharedOptions.NameArgument("evaluation");
        var yes = SharedOptions.Yes();
        return new Command("delete", "Remove an evaluation and its runs; runs that another evaluation reads are kept.") { argument, name, yes }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var session = await EvalSession.OpenAsync(call, null, cancellationToken);
            await session.Store.GetAsync(which, cancellationToken);
            if (!call.Value(yes) && !call.Confirm($"Remove evaluation '{which}' and all its runs?"))
            {
                return ExitCodes.Failed;
            }

            var kept = await session.Runner.DeleteAsync(which, cancellationToken);
            if (kept.Count > 0)
            {
                call.Note($"Kept, since another evaluation reads {(kept.Count == 1 ? "it" : "them")}: {string.Join(", ", kept)}.");
            }

            return call.Done($"Evaluation '{which}' is removed.", "name", which);
        });
    }
}
