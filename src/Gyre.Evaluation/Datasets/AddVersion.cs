using Gyre.Evaluation.Data;
using Gyre.Flows;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>A dataset to make, or the next version of one, from a file.</summary>
/// <param name="Name">Of the dataset.</param>
/// <param name="File">Full path of a file or folder: csv, tsv, json, jsonl.</param>
public sealed record AddVersion(string Name, string File)
{
    /// <summary>Whether there must be such a dataset already.</summary>
    public bool MustExist { get; init; }

    /// <summary>What the rows are; null to leave it, blank for none.</summary>
    public string? Description { get; init; }

    /// <summary>The column that names a row; null to leave it.</summary>
    public string? Key { get; init; }

    /// <summary>Full path of a JSON Schema, which is copied beside the dataset's file; null to leave it.</summary>
    public string? Schema { get; init; }

    /// <summary>What the file was called where it was sent from; null for a file of this machine. Whoever sends one sees no other files here, so its rows name no pictures by their paths.</summary>
    public string? SentAs { get; init; }

    /// <summary>The version that must still be the latest, 0 for none; null for any.</summary>
    public int? After { get; init; }

    /// <summary>Reads the file once, in constant memory but for the key's hashes, and adds a version of its rows.</summary>
    /// <param name="store">The workspace's datasets.</param>
    /// <param name="warn">Told of files that are passed over.</param>
    /// <param name="cancellationToken">Stops it; then nothing is added.</param>
    /// <exception cref="ProblemException"><c>dataset-name-invalid</c>, <c>dataset-not-found</c>, <c>dataset-key</c>, <c>dataset-rows-invalid</c> (the key, the schema), <c>dataset-empty</c>, <c>schema-invalid</c>.</exception>
    /// <exception cref="FlowException">A row that can't be read, with its line.</exception>
    public async Task<VersionAdded> RunAsync(DatasetStore store, Action<string>? warn, CancellationToken cancellationToken)
    {
        if (Key is not null && string.IsNullOrWhiteSpace(Key))
        {
            throw new ProblemException(new Problem("dataset-key", "The key must be the name of a column.") { Field = "key" });
        }

        var there = MustExist ? store.Get(Name) : store.Target(Name);
        var (key, schema) = (Key ?? there?.Key, Schema is null ? store.Schemas.Of(there) : RowSchema.ReadFile(Schema));
        using var checks = new RowChecks(key, schema);
        using var rows = await store.Rows.BeginAsync(cancellationToken);
        await foreach (var placed in new DataReader(warn).ReadPlacedAsync(File, cancellationToken))
        {
            checks.Look(placed);
            if (SentAs is null)
            {
                Pictures.TakeIn(placed);
            }
            else
            {
                Pictures.RefusePaths(placed);
            }

            rows.Add(placed.Row);
        }

        checks.ThrowIfFaulty();
        if (rows.Rows == 0)
        {
            throw new ProblemException(new Problem("dataset-empty", "There are no rows in it.") { File = File });
        }

        rows.Finish();
        var settings = new DatasetSettings { Description = Description, Key = Key, SchemaText = Schema is null ? null : schema?.Text };
        var origin = new DatasetOrigin { File = SentAs ?? store.Named(File), FileSha256 = await DataHash.OfAsync(File, cancellationToken) };
        return (await store.CommitAsync([new NewVersion(Name, rows, origin, settings) { Keeps = (key, schema?.Text), After = After }], cancellationToken))[0];
    }
}

/// <summary>What came of adding a version.</summary>
/// <param name="Pinned">The version.</param>
/// <param name="IsNew">False where the latest version had the same rows.</param>
public sealed record VersionAdded(PinnedDataset Pinned, bool IsNew);

/// <summary>A version to be made.</summary>
/// <param name="Name">The dataset's.</param>
/// <param name="Rows">Finished.</param>
/// <param name="Origin">Where they came from.</param>
/// <param name="Settings">What changes with it.</param>
internal sealed record NewVersion(string Name, RowsWriter Rows, DatasetOrigin Origin, DatasetSettings Settings)
{
    /// <summary>What the rows were held against: the key, and the schema as JSON.</summary>
    public (string? Key, string? Schema) Keeps { get; init; }

    /// <summary>The version that must still be the latest, 0 for none; null for any.</summary>
    public int? After { get; init; }
}

/// <summary>What may change with a new version; null leaves it.</summary>
internal sealed record DatasetSettings
{
    /// <summary>Blank takes it away.</summary>
    public string? Description { get; init; }

    public string? Key { get; init; }

    /// <summary>The schema as JSON.</summary>
    public string? SchemaText { get; init; }
}
