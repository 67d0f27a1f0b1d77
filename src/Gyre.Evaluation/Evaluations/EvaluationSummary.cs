using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Runs;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluations;

/// <summary>What an evaluation found, read from its runs.</summary>
/// <param name="Targets">In the order of the definition.</param>
public sealed record EvaluationSummary(IReadOnlyList<TargetSummary> Targets)
{
    /// <summary>Each other target against the baseline, as far as both have scores.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [];

    /// <summary>How many comparisons share the correction for looking more than once: targets, metrics and slices.</summary>
    public int Family => Comparisons.Select(c => c.Family).FirstOrDefault();

    /// <summary>Reads the runs that there are.</summary>
    /// <param name="evaluation">May be unfinished; its definition says how targets are compared.</param>
    /// <param name="runs">The index of runs.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ProblemException">A slice has too many values, or a column to compare by is absent.</exception>
    public static async Task<EvaluationSummary> ReadAsync(StoredEvaluation evaluation, RunStore runs, CancellationToken cancellationToken)
    {
        var parts = new List<(string Name, ScoredPart? Part)>();
        foreach (var target in evaluation.Definition.Targets)
        {
            parts.Add((target.Name, await EvaluationParts.OfAsync(evaluation, target.Name, runs, cancellationToken)));
        }

        var choice = evaluation.Definition.Comparison;
        var targets = parts.AsParallel().AsOrdered()
            .Select(p => p.Part is { } part ? TargetFindings.Of(part, [.. choice.Columns], evaluation.Workspace, cancellationToken) : new TargetSummary(p.Name))
            .ToArray();
        return new EvaluationSummary(targets) { Comparisons = TargetComparisons.Of(targets, choice, cancellationToken) };
    }
}
