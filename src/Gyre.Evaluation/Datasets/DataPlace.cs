using Gyre.Evaluation.Data;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Datasets;

/// <summary>Where data is read from, wherever a user may write that: a file or folder, which wins where it is there, or a dataset.</summary>
/// <param name="Path">Full path; of a dataset that is not pinned yet, where a file of its name would be.</param>
/// <param name="Dataset">As written, once pinned <c>name@version</c>; null for a file or folder.</param>
/// <param name="Sha256">Of the content, once pinned.</param>
internal sealed record DataPlace(string Path, string? Dataset = null, string? Sha256 = null)
{
    /// <summary>Reads what a user wrote.</summary>
    /// <param name="written">A path, or <c>name@version</c>, or a dataset's name.</param>
    /// <param name="folder">What a path is relative to.</param>
    public static DataPlace Of(string written, string folder)
    {
        var path = System.IO.Path.GetFullPath(written, folder);
        return new DataPlace(path, !System.IO.Path.Exists(path) && DatasetReference.TryParse(written, out _) ? written : null);
    }

    /// <summary>Finds the dataset's rows, and hashes the content. What was pinned before must still be the same; a path where nothing is stays as it is.</summary>
    /// <param name="datasets">Null where there are none.</param>
    /// <param name="reader">Who began to read it, as <c>run 'r'</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException"><c>data-changed</c>; <c>dataset-not-found</c> and the like.</exception>
    public async Task<DataPlace> PinAsync(DatasetStore? datasets, string reader, CancellationToken cancellationToken)
    {
        var now = await NowAsync(datasets, cancellationToken);
        return Sha256 is null || now.Sha256 is null || now.Sha256 == Sha256 ? now : throw new ProblemException(new Problem(
            "data-changed",
            $"{Dataset ?? $"'{Path}'"} is not what it was when {reader} began, so its rows would be taken for others. Put it back as it was, or start anew. A dataset can't change: gyre dataset create NAME --file FILE, then name that as the data.")
        {
            Field = "data",
        });
    }

    /// <summary>Whether the content is certainly another than what was pinned, or gone.</summary>
    public async Task<bool> HasChangedAsync(CancellationToken cancellationToken) =>
        Sha256 is not null && (!System.IO.Path.Exists(Path) || await DataHash.OfAsync(Path, cancellationToken) != Sha256);

    private async Task<DataPlace> NowAsync(DatasetStore? datasets, CancellationToken cancellationToken)
    {
        if (Dataset is not null)
        {
            var pinned = datasets is not null
                ? await datasets.PinAsync(Dataset, cancellationToken)
                : throw new ProblemException(new Problem("dataset-not-found", $"There is no file or folder '{Path}', and there are no datasets here.") { Field = "data" });
            return new DataPlace(pinned.File, pinned.Reference, pinned.Version.Sha256);
        }

        return System.IO.Path.Exists(Path) ? this with { Sha256 = await DataHash.OfAsync(Path, cancellationToken) } : this;
    }
}
