using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Runs;
using Gyre.Workspace;

namespace Gyre.Evaluation.Datasets;

/// <summary>Who read a dataset.</summary>
public static class DatasetUses
{
    /// <summary>The names of runs and evaluations that refer to a dataset, newest first, runs first.</summary>
    /// <param name="dataset">A version, or any version of a name.</param>
    /// <param name="runs">The index of runs.</param>
    /// <param name="evaluations">The index of evaluations.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(DatasetReference dataset, RunStore runs, EvaluationStore evaluations, CancellationToken cancellationToken) =>
    [
        .. (await runs.ListAsync(new RunFilter { IncludeArchived = true, Limit = null }, cancellationToken)).Where(r => Is(r.Definition.Dataset, dataset)).Select(r => r.Name),
        .. (await evaluations.ListAsync(int.MaxValue, cancellationToken)).Where(e => Is(e.Definition.Dataset, dataset)).Select(e => e.Name),
    ];

    private static bool Is(string? used, DatasetReference dataset) =>
        DatasetReference.TryParse(used, out var reference) && reference.Name == dataset.Name && (dataset.Version is null || reference.Version == dataset.Version);
}
