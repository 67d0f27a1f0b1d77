using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Runs;
using Gyre.Workspace;

namespace Gyre.Evaluation.Datasets;

/// <summary>Who read a dataset.</summary>
public static class DatasetUses
{
    /// <summary>Runs and evaluations that refer to a dataset, newest first, runs first.</summary>
    /// <param name="dataset">A version, or any version of a name.</param>
    /// <param name="runs">The index of runs.</param>
    /// <param name="evaluations">The index of evaluations.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<DatasetUse>> ListAsync(DatasetReference dataset, RunStore runs, EvaluationStore evaluations, CancellationToken cancellationToken) =>
    [
        .. (await runs.ListAsync(new RunFilter { IncludeArchived = true, Limit = null }, cancellationToken))
            .Where(r => Is(r.Definition.Dataset, dataset)).Select(r => new DatasetUse(r.Name, IsRun: true, VersionOf(r.Definition.Dataset), r.CreatedAt)),
        .. (await evaluations.ListAsync(int.MaxValue, cancellationToken))
            .Where(e => Is(e.Definition.Dataset, dataset)).Select(e => new DatasetUse(e.Name, IsRun: false, VersionOf(e.Definition.Dataset), e.CreatedAt)),
    ];

    /// <summary>How a refusal begins: who refers to it.</summary>
    public static string Words(IReadOnlyList<DatasetUse> users) =>
        users.Count == 1 ? $"'{users[0].Name}' refers" : $"{users.Count} runs and evaluations, the newest '{users[0].Name}', refer";

    private static bool Is(string? used, DatasetReference dataset) =>
        DatasetReference.TryParse(used, out var reference) && reference.Name == dataset.Name && (dataset.Version is null || reference.Version == dataset.Version);

    private static int? VersionOf(string? used) => DatasetReference.TryParse(used, out var reference) ? reference.Version : null;
}

/// <summary>A run or an evaluation that refers to a dataset.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRun">Whether it is a run.</param>
/// <param name="Version">The version it read.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record DatasetUse(string Name, bool IsRun, int? Version, DateTimeOffset CreatedAt);
