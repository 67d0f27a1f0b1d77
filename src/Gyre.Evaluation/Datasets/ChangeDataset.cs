using System.Globalization;
using Gyre.Evaluation.Data;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>Changes what a dataset promises of its rows. The rows of the latest version must keep it; earlier versions stay what they are.</summary>
/// <param name="Name">The dataset's.</param>
internal sealed record ChangeDataset(string Name)
{
    /// <summary>What the rows are; blank for nothing, null leaves it.</summary>
    public string? Description { get; init; }

    /// <summary>The column that names a row; blank for none, null leaves it.</summary>
    public string? Key { get; init; }

    /// <summary>The text of a JSON Schema; blank for none, null leaves it.</summary>
    public string? Schema { get; init; }

    /// <summary>What must be so still: <see cref="DatasetStore.TagOf"/>, or the number of the latest version, 0 for none; null for anything.</summary>
    public string? After { get; init; }

    /// <summary>Reads the rows of the latest version once where the key or the schema changes.</summary>
    /// <exception cref="ProblemException"><c>dataset-not-found</c>, <c>dataset-changed</c>, <c>schema-invalid</c>, <c>dataset-rows-invalid</c>.</exception>
    public async Task<Dataset> RunAsync(DatasetStore store, CancellationToken cancellationToken)
    {
        var before = store.Get(Name);
        var (key, schema) = (Key is null ? null : Blank(Key), Schema is null ? null : Blank(Schema));
        var read = schema is null ? null : RowSchema.Read(schema, null);
        if (before.Latest is { } latest && (key ?? schema) is not null)
        {
            var pinned = await store.PinAsync(before.ReferenceTo(latest), cancellationToken);
            using var checks = new RowChecks(Key is null ? before.Key : key, Schema is null ? store.Schemas.Of(before) : read);
            await foreach (var row in new DataReader(null).ReadPlacedAsync(pinned.File, cancellationToken))
            {
                checks.Look(row with { File = pinned.Reference });
            }

            checks.ThrowIfFaulty();
        }

        // What somebody else changes meanwhile stays, where nobody said by what they go.
        var after = After ?? (before.Latest?.Number ?? 0).ToString(CultureInfo.InvariantCulture);
        return await store.ChangeAsync(Name, after, dataset => dataset with { Description = Description is null ? dataset.Description : Blank(Description), Key = Key is null ? dataset.Key : key }, Schema is null ? null : schema ?? "", cancellationToken);
    }

    private static string? Blank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
