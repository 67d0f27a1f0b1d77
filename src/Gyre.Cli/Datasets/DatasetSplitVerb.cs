using System.CommandLine;
using System.Globalization;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset split</c>: parts for training and testing that share no row.</summary>
internal static class DatasetSplitVerb
{
    public static Command Create(CliHost host)
    {
        var name = DatasetCommands.Reference();
        var by = new Option<string>("--by") { Description = "The shares: 80/20, or 80/10/10.", HelpName = "shares" };
        var into = SharedOptions.Pairs("--into", "Names of the parts' datasets. Default: NAME-train NAME-test; with three parts NAME-validation between.", "name");
        var seed = DatasetCommands.Seed();
        var group = new Option<string>("--group") { Description = "A column whose rows of one value stay together, such as conversation_id.", HelpName = "column" };
        var stratify = new Option<string>("--stratify") { Description = "A column whose values have the same shares in every part, to a row.", HelpName = "column" };
        return new Command("split", "Part a version into datasets. A row's part follows from its content (or key, or group) and the seed: rows added later move no other.")
        {
            name, by, into, seed, group, stratify,
        }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Required(name);
            var shares = Shares(call.Required(by, $"{which} --by 80/20"));
            var parts = Names(call.Value(into) ?? [], which.Split('@')[0], shares.Count);
            var request = new SplitDataset(which, [.. parts.Zip(shares)]) { Seed = call.Value(seed), Group = call.Value(group), Stratify = call.Value(stratify) };
            var added = await request.RunAsync(DatasetStore.Of(call.Home, call.Host.Time), cancellationToken);
            DatasetView.ShowAdded(call, added);
            return ExitCodes.Done;
        });
    }

    private static List<double> Shares(string text)
    {
        var shares = text.Split('/').Select(s => double.TryParse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is > 0 and < 1e9 ? share : double.NaN).ToList();
        return shares.Count >= 2 && shares.TrueForAll(s => !double.IsNaN(s)) ? shares : throw new UsageException($"--by wants two shares or more, as 80/20, not '{text}'.");
    }

    private static string[] Names(string[] given, string name, int count) =>
        given.Length == 0 && count <= 3 ? [$"{name}-train", .. count == 3 ? [$"{name}-validation"] : Array.Empty<string>(), $"{name}-test"]
        : given.Length != count ? throw new UsageException($"There are {count} shares: name {count} datasets with --into, not {given.Length}.")
        : given.Distinct(StringComparer.OrdinalIgnoreCase).Count() != count || given.Contains(name, StringComparer.OrdinalIgnoreCase) ? throw new UsageException("--into wants names that differ from each other and from the dataset's.")
        : given;
}
