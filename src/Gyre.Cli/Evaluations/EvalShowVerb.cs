using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Evaluations.Definitions;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval show</c>: what an evaluation found.</summary>
internal static class EvalShowVerb
{
    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("evaluation");
        var argument = SharedOptions.NameArgument("evaluation");
        var baseline = new Option<string>("--baseline") { Description = "Another target to compare the others with.", HelpName = "target" };
        var margins = Margins.Option();
        var slices = SharedOptions.Pairs("--slice", "Compare once more for each value of these columns.", "column");
        var cluster = new Option<string>("--cluster") { Description = "Column that says which lines belong together, such as a conversation or a document.", HelpName = "column" };
        var report = SharedOptions.Report();
        return new Command("show", "Show what an evaluation found: scores with intervals, and each target compared with the first.") { argument, name, baseline, margins, slices, cluster, report }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var session = await EvalSession.OpenAsync(call, null, cancellationToken);
            var evaluation = await session.Store.GetAsync(which, cancellationToken);
            var (all, own) = Margins.Read(call.Value(margins) ?? []);
            var choice = evaluation.Definition.Comparison.With(new ComparisonChoice
            {
                Baseline = call.Value(baseline),
                Slices = call.Value(slices) ?? [],
                Cluster = call.Value(cluster),
                Margin = all,
                Margins = own,
            });
            if (choice.Baseline is { } target && evaluation.Definition.Targets.All(t => t.Name != target))
            {
                throw new UsageException($"There is no target '{target}'. The targets are {string.Join(", ", evaluation.Definition.Targets.Select(t => $"'{t.Name}'"))}.");
            }

            await session.ShowAsync(call, evaluation with { Definition = evaluation.Definition with { Comparison = choice } }, call.Value(report), cancellationToken);
            return ExitCodes.Done;
        });
    }
}
