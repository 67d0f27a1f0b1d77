using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run update --set display_name=…</c>.</summary>
internal static class RunUpdateVerb
{
    private const string TagPrefix = "tags.";

    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("run");
        var argument = SharedOptions.NameArgument("run");
        var set = SharedOptions.Pairs("--set", "display_name=…, description=… or tags.key=….", "k=v");
        return new Command("update", "Change display name, description or tags of a run.") { argument, name, set }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var sets = call.Pairs(set);
            var wrong = sets.Keys.FirstOrDefault(k => k is not "display_name" and not "description" && !k.StartsWith(TagPrefix, StringComparison.Ordinal));
            if (sets.Count == 0 || wrong is not null)
            {
                throw new UsageException($"{(wrong is null ? "Nothing to change." : $"'{wrong}' of a run cannot be changed.")} --set takes display_name=…, description=… and tags.key=….");
            }

            var tags = sets.Where(s => s.Key.StartsWith(TagPrefix, StringComparison.Ordinal)).ToDictionary(s => s.Key[TagPrefix.Length..], s => s.Value, StringComparer.Ordinal);
            var store = await RunStores.OpenAsync(call, cancellationToken);
            RunView.Show(call, await store.UpdateAsync(
                which, sets.GetValueOrDefault("display_name"), sets.GetValueOrDefault("description"), tags.Count == 0 ? null : tags, cancellationToken));
            return ExitCodes.Done;
        });
    }
}
