using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run compare A B</c>: is B better than A, by how much, and how sure are we.</summary>
internal static class RunCompareVerb
{
    public static Command Create(CliHost host)
    {
        var baseline = new Argument<string>("baseline") { Description = "Name of the run to compare with." };
        var candidate = new Argument<string>("candidate") { Description = "Name of the run to judge." };
        var lower = SharedOptions.Pairs("--lower-is-better", "Columns where less is better.", "column");
        return new Command("compare", "Compare two runs line by line, with their evaluations: which is better, by how much, how sure.") { baseline, candidate, lower }.Does(host, async (call, cancellationToken) =>
        {
            var store = await RunStores.OpenAsync(call, cancellationToken);
            var comparison = await CompareAsync(store, call.Value(baseline)!, call.Value(candidate)!, new ComparisonOptions { LowerIsBetter = [.. call.Value(lower) ?? []] }, cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, ComparisonView.ToDict(comparison)));
            }
            else
            {
                ComparisonView.Show(call.Output, comparison);
            }

            return ExitCodes.Done;
        });
    }

    /// <summary>Compares with every completed evaluation run over either.</summary>
    public static async Task<Comparison> CompareAsync(RunStore store, string baseline, string candidate, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var (a, b) = (await store.GetAsync(baseline, cancellationToken), await store.GetAsync(candidate, cancellationToken));
        return RunComparison.Compare(
            a,
            b,
            await EvaluationsAsync(store, a.Name, cancellationToken),
            await EvaluationsAsync(store, b.Name, cancellationToken),
            options,
            cancellationToken);
    }

    // Oldest first, since a later evaluation's column replaces an earlier one's.
    private static async Task<IReadOnlyList<Run>> EvaluationsAsync(RunStore store, string of, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(new RunFilter { SourceRun = of, Limit = null, State = RunState.Completed }, cancellationToken)).Reverse()];
}
