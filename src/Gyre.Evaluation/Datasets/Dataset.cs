using System.Globalization;

namespace Gyre.Evaluation.Datasets;

/// <summary>A dataset as its file says it: settings, and versions that never change.</summary>
/// <param name="Name">Unique in the workspace.</param>
public sealed record Dataset(string Name)
{
    /// <summary>What the rows are.</summary>
    public string? Description { get; init; }

    /// <summary>The column that names a row; null where rows are known by their content alone.</summary>
    public string? Key { get; init; }

    /// <summary>The JSON Schema of a row, relative to the dataset's file; null where there is none.</summary>
    public string? Schema { get; init; }

    /// <summary>From the first on, deleted ones included: their numbers are never given again.</summary>
    public IReadOnlyList<DatasetVersion> Versions { get; init; } = [];

    /// <summary>The newest version that is not deleted, or null.</summary>
    public DatasetVersion? Latest => Versions.LastOrDefault(v => v.DeletedAt is null);

    internal string ReferenceTo(DatasetVersion version) => string.Create(CultureInfo.InvariantCulture, $"{Name}@{version.Number}");
}

/// <summary>One version of a dataset.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Sha256">Of its rows as they are kept, as hexadecimal digits: <c>sha256sum</c> of an exported <c>.jsonl</c> gives the same.</param>
/// <param name="Rows">How many.</param>
/// <param name="Bytes">As they are kept.</param>
public sealed record DatasetVersion(int Number, string Sha256, long Rows, long Bytes)
{
    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where its rows came from.</summary>
    public DatasetOrigin Origin { get; init; } = new();

    /// <summary>When its rows were deleted; null while they are there.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>Where the rows of a version came from: a file, or another version.</summary>
public sealed record DatasetOrigin
{
    /// <summary>The file, relative to the workspace; of one outside its name alone.</summary>
    public string? File { get; init; }

    /// <summary>SHA-256 of that file.</summary>
    public string? FileSha256 { get; init; }

    /// <summary>The version it was made from, as <c>name@version</c>.</summary>
    public string? Of { get; init; }

    /// <summary>How, in words: <c>split 80/20, seed 1, part 1</c>.</summary>
    public string? How { get; init; }
}

/// <summary>A version whose rows are here and are what they were.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Version">The version.</param>
/// <param name="File">Full path of its rows as JSON lines; never written to.</param>
public sealed record PinnedDataset(Dataset Dataset, DatasetVersion Version, string File)
{
    /// <summary><c>name@version</c>.</summary>
    public string Reference => Dataset.ReferenceTo(Version);
}
