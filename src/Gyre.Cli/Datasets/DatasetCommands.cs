using System.CommandLine;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset</c>.</summary>
internal static class DatasetCommands
{
    public static Command Create(CliHost host) => new("dataset", "Keep data as versions that never change: make, look, compare, part, clean.")
    {
        DatasetCreateVerb.Create(host),
        DatasetCreateVerb.CreateAdd(host),
        DatasetListVerb.Create(host),
        DatasetShowVerb.Create(host),
        DatasetDiffVerb.Create(host),
        DatasetSplitVerb.Create(host),
        DatasetSampleVerb.Create(host),
        DatasetDedupeVerb.Create(host),
        DatasetValidateVerb.Create(host),
        DatasetExportVerb.Create(host),
        DatasetDeleteVerb.Create(host),
    };

    /// <summary>The version that a command is about.</summary>
    public static Argument<string?> Reference() => new("name") { Description = "The dataset: name@version, or name for the latest.", HelpName = "name@version", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Given, or told how to give it.</summary>
    public static string Required(this Invocation call, Argument<string?> argument) =>
        call.Value(argument) ?? throw new UsageException($"Say which dataset: {call.Words()} NAME, or NAME@VERSION. List them with: gyre dataset list.");

    public static Option<int> Seed() => new("--seed") { Description = "Another number draws others; the same draws the same. Default 1.", DefaultValueFactory = _ => 1, HelpName = "n" };
}
