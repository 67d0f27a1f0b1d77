using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run archive</c> and <c>restore</c>: out of the list, and back.</summary>
internal static class RunArchiveVerb
{
    public static Command Create(CliHost host) => Create(host, "archive", "Take a run out of the list; nothing is removed.", archived: true);

    public static Command CreateRestore(CliHost host) => Create(host, "restore", "Put an archived run back on the list.", archived: false);

    private static Command Create(CliHost host, string verb, string description, bool archived)
    {
        var name = SharedOptions.Name("run");
        var argument = SharedOptions.NameArgument("run");
        return new Command(verb, description) { argument, name }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            RunView.Show(call, await (await RunStores.OpenAsync(call, cancellationToken)).ArchiveAsync(which, archived, cancellationToken));
            return ExitCodes.Done;
        });
    }
}
