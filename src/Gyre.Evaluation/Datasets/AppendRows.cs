using Gyre.Evaluation.Data;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>The next version of a dataset: the rows of the latest one, and some more.</summary>
/// <param name="Name">Of the dataset, which is there.</param>
/// <param name="Added">The rows to add.</param>
/// <param name="From">Where they come from, in words, for who looks at the version later.</param>
internal sealed record AppendRows(string Name, IReadOnlyList<PythonDict> Added, string From)
{
    // Whoever came first has to be read again.
    private const int Attempts = 8;

    /// <summary>The version that must still be the latest; null for any.</summary>
    public int? After { get; init; }

    /// <summary>Copies the latest rows and adds; of two at once, the second adds to what the first one made.</summary>
    /// <exception cref="ProblemException"><c>dataset-not-found</c>, <c>dataset-empty</c>, <c>dataset-changed</c>, <c>dataset-rows-invalid</c> where they do not keep what the dataset promises.</exception>
    public async Task<VersionAdded> RunAsync(DatasetStore store, CancellationToken cancellationToken)
    {
        if (Added.Count == 0)
        {
            throw new ProblemException(new Problem("dataset-empty", "There is no row to add.") { Field = "rows" });
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(store, cancellationToken);
            }
            catch (ProblemException e) when (e.Problem.Code == "dataset-changed" && After is null && attempt < Attempts)
            {
            }
        }
    }

    private async Task<VersionAdded> OnceAsync(DatasetStore store, CancellationToken cancellationToken)
    {
        var pinned = await store.PinAsync(Name, cancellationToken);
        var dataset = pinned.Dataset;
        using var stored = new StoredRows(pinned.File);
        using var rows = await store.Rows.BeginAsync(cancellationToken);
        var schema = store.Schemas.Of(dataset);
        using var checks = new RowChecks(dataset.Key, schema);
        foreach (var row in stored.All(cancellationToken))
        {
            if (dataset.Key is not null)
            {
                checks.Look(new PlacedRow(row.Parse(), pinned.Reference, null), row.Number);
            }

            rows.Add(row.Bytes.Span);
        }

        foreach (var row in Added)
        {
            var placed = new PlacedRow(row, pinned.Reference, null);
            checks.Look(placed, rows.Rows + 1);
            Pictures.RefusePaths(placed);
            rows.Add(row);
        }

        checks.ThrowIfFaulty();
        rows.Finish();
        var origin = new DatasetOrigin { Of = pinned.Reference, How = $"{(Added.Count == 1 ? "1 row" : $"{Added.Count} rows")} added{(From.Length == 0 ? "" : $" from {From}")}" };
        return (await store.CommitAsync([new NewVersion(Name, rows, origin, new DatasetSettings()) { Keeps = (dataset.Key, schema?.Text), After = After ?? pinned.Version.Number }], cancellationToken))[0];
    }
}
