using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations;
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
            var comparison = await CompareAsync(call, call.Value(baseline)!, call.Value(candidate)!, new ComparisonOptions { LowerIsBetter = [.. call.Value(lower) ?? []] }, cancellationToken);
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

    /// <summary>Compares two runs, or targets of evaluations, with what scored them.</summary>
    public static async Task<Comparison> CompareAsync(Invocation call, string baseline, string candidate, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var (runs, evaluations) = await RunStores.OpenAllAsync(call, cancellationToken);
        var parts = new EvaluationParts(runs, evaluations);
        return RunComparison.Compare(
            await parts.FindAsync(baseline, cancellationToken),
            await parts.FindAsync(candidate, cancellationToken),
            options with { Workspace = call.Home.WorkspaceFolder },
            cancellationToken);
    }
}
