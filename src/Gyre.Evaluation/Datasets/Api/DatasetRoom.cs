using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Runs;
using Gyre.Workspace;

namespace Gyre.Evaluation.Datasets.Api;

/// <summary>What the routes of datasets work with.</summary>
/// <param name="Store">The workspace's datasets.</param>
/// <param name="Memory">What was seen of their versions.</param>
/// <param name="Runs">Who may have read them.</param>
/// <param name="Evaluations">Who may have read them.</param>
/// <param name="Uploads">Full path of the folder for files while they are read.</param>
/// <param name="Time">The clock.</param>
internal sealed record DatasetRoom(DatasetStore Store, VersionMemory Memory, RunStore Runs, EvaluationStore Evaluations, string Uploads, TimeProvider Time)
{
    /// <summary>With what the whole room of evaluations remembers of versions.</summary>
    public static DatasetRoom Of(EvaluationRoom room) =>
        new(room.Datasets, room.Versions, room.Runs, room.Evaluations, room.Uploads, room.Time);

    /// <summary>A version as files name it.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="version">Null for the latest.</param>
    public static string Reference(string name, int? version)
    {
        // Else a name with a version in it would be read as another.
        DatasetStore.RefuseVersion(name);
        return new DatasetReference(name, version).ToString();
    }

    /// <summary>A version as an address names it.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="version">Null for the latest.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<PinnedDataset> PinAsync(string name, int? version, CancellationToken cancellationToken) =>
        Memory.PinAsync(Reference(name, version), cancellationToken);
}
