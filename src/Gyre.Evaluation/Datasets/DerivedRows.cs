using Gyre.Evaluation.Data;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>Rows of a version on their way into a dataset. They must keep what that promises where it is there already, and the key that they bring.</summary>
internal sealed class DerivedRows : IDisposable
{
    private readonly PinnedDataset from;
    private readonly string into;
    private readonly RowsWriter rows;
    private readonly RowChecks? checks;
    private readonly (string? Key, string? Schema) keeps;
    private readonly bool bringsKey;

    // Of the dataset that was read: what somebody adds meanwhile would be taken away again.
    private readonly int? after;

    private DerivedRows(PinnedDataset from, string into, RowsWriter rows, string? key, RowSchema? schema, bool bringsKey)
    {
        (this.from, this.into, this.rows, this.bringsKey, keeps) = (from, into, rows, bringsKey, (key, schema?.Text));
        checks = key is null && schema is null ? null : new RowChecks(key, schema);
        after = into == from.Dataset.Name ? from.Dataset.Latest?.Number ?? 0 : null;
    }

    /// <summary>How many rows there are so far.</summary>
    public long Count => rows.Rows;

    /// <summary>Begins the rows of a new version.</summary>
    /// <param name="store">The workspace's datasets.</param>
    /// <param name="from">The version they are of.</param>
    /// <param name="into">The dataset to add to, which need not be there.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException"><c>dataset-name-invalid</c>, <c>dataset-exists</c>, <c>dataset-invalid</c>, <c>dataset-key</c>: the dataset has another key.</exception>
    public static async Task<DerivedRows> BeginAsync(DatasetStore store, PinnedDataset from, string into, CancellationToken cancellationToken)
    {
        var target = store.Target(into);
        if (target?.Key is { } own && from.Dataset.Key is { } brought && own != brought)
        {
            throw new ProblemException(new Problem("dataset-key", $"The rows of '{into}' are known by '{own}', those of '{from.Dataset.Name}' by '{brought}'. Name another dataset with --into.") { Field = "into" });
        }

        var key = target?.Key ?? from.Dataset.Key;
        var schema = store.Schemas.Of(target);
        return new DerivedRows(from, into, await store.Rows.BeginAsync(cancellationToken), key, schema, bringsKey: target?.Key is null);
    }

    /// <summary>Adds a row as it is kept.</summary>
    public void Add(StoredRow row)
    {
        checks?.Look(new PlacedRow(row.Parse(), from.Reference, row.Number), row.Number);
        rows.Add(row.Bytes.Span);
    }

    /// <summary>No more rows: what is to be committed.</summary>
    /// <param name="how">How they were chosen, in words.</param>
    /// <exception cref="ProblemException"><c>dataset-rows-invalid</c>: rows that do not keep what the dataset promises.</exception>
    public NewVersion Finish(string how)
    {
        checks?.ThrowIfFaulty(into);
        rows.Finish();
        return new NewVersion(into, rows, new DatasetOrigin { Of = from.Reference, How = how }, new DatasetSettings { Key = bringsKey ? from.Dataset.Key : null }) { Keeps = keeps, After = after };
    }

    public void Dispose()
    {
        rows.Dispose();
        checks?.Dispose();
    }
}
