using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Datasets;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset delete</c>: a version, or all of a dataset.</summary>
internal static class DatasetDeleteVerb
{
    public static Command Create(CliHost host)
    {
        var name = DatasetCommands.Reference();
        var yes = SharedOptions.Yes();
        var force = new Option<bool>("--force") { Description = "Even where runs or evaluations refer to it." };
        return new Command("delete", "Remove a version (name@version), or a dataset with all its versions (name).") { name, yes, force }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Required(name);
            var store = DatasetStore.Of(call.Home, call.Host.Time);
            var reference = DatasetReference.Parse(which);
            store.Get(reference.Name);
            if (!call.Value(force))
            {
                await RefuseUsedAsync(call, reference, cancellationToken);
            }

            if (!call.Value(yes) && !call.Confirm(reference.Version is null ? $"Remove dataset '{which}' with all its versions?" : $"Remove {which}?"))
            {
                return ExitCodes.Failed;
            }

            await store.DeleteAsync(reference.Name, reference.Version, cancellationToken);
            return call.Done($"{which} is removed.", "name", which);
        });
    }

    private static async Task RefuseUsedAsync(Invocation call, DatasetReference reference, CancellationToken cancellationToken)
    {
        var (runs, evaluations) = await RunStores.OpenAllAsync(call, cancellationToken);
        if (await DatasetUses.ListAsync(reference, runs, evaluations, cancellationToken) is { Count: > 0 } users)
        {
            throw new ProblemException(new Problem(
                "dataset-in-use",
                $"{DatasetUses.Words(users)} to {reference}, and what was read could not be looked up any more. To remove it all the same: --force.")
            {
                Field = "name",
            });
        }
    }
}
