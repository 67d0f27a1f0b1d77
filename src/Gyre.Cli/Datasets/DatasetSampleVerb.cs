using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset sample</c>: some rows, by chance.</summary>
internal static class DatasetSampleVerb
{
    public static Command Create(CliHost host)
    {
        var name = DatasetCommands.Reference();
        var count = new Option<int>("--count", "-c") { Description = "How many rows.", HelpName = "n" };
        var into = new Option<string>("--into") { Description = "The dataset to make. Default: NAME-sample.", HelpName = "name" };
        var seed = DatasetCommands.Seed();
        var stratify = new Option<string>("--stratify") { Description = "A column whose values keep their shares, to a row.", HelpName = "column" };
        return new Command("sample", "Make a dataset of some rows of a version, drawn by chance, in the order they had.") { name, count, into, seed, stratify }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Required(name);
            if (call.Value(count) <= 0)
            {
                throw new UsageException($"--count wants a number of rows. Example: {call.Words()} {which} --count 100");
            }

            var request = new SampleDataset(which, call.Value(count), call.Value(into) ?? $"{which.Split('@')[0]}-sample") { Seed = call.Value(seed), Stratify = call.Value(stratify) };
            DatasetView.ShowAdded(call, [await request.RunAsync(DatasetStore.Of(call.Home, call.Host.Time), cancellationToken)]);
            return ExitCodes.Done;
        });
    }
}
