using Gyre.Evaluation.Data;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Datasets;

/// <summary>Some rows of a version, in order.</summary>
/// <param name="Rows">Each with its number from 1.</param>
/// <param name="Next">The row after which to go on; null where the last one has been looked at.</param>
internal sealed record RowsPage(IReadOnlyList<(int Number, PythonDict Row)> Rows, int? Next)
{
    // What a filter passes over before it answers, so that nobody waits long for a page: they ask on.
    private const long MostBytes = 32 << 20;

    /// <summary>Reads a page.</summary>
    /// <param name="pinned">The version.</param>
    /// <param name="index">Of its file.</param>
    /// <param name="after">How many rows to pass over.</param>
    /// <param name="limit">How many rows there may be.</param>
    /// <param name="filter">Which rows; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static RowsPage Read(PinnedDataset pinned, RowIndex index, int after, int limit, RowFilter? filter, CancellationToken cancellationToken)
    {
        using var rows = new StoredRows(pinned.File);
        var (found, start) = (new List<(int, PythonDict)>(), index.Before(after));
        foreach (var row in rows.From(start, cancellationToken))
        {
            if (row.Number <= after)
            {
                continue;
            }

            if (row.Parse() is var value && filter?.Takes(value) != false)
            {
                found.Add((row.Number, value));
            }

            if ((found.Count == limit || row.Offset - start.Offset > MostBytes) && row.Number < pinned.Version.Rows)
            {
                return new RowsPage(found, row.Number);
            }
        }

        return new RowsPage(found, null);
    }
}

/// <summary>Finds rows by words.</summary>
/// <param name="Text">Part of a value, in any case.</param>
/// <param name="Column">The column that has it; null for any.</param>
internal sealed record RowFilter(string Text, string? Column)
{
    public bool Takes(PythonDict row) => Column is null ? row.Values.Any(Has) : Cell.TryFind(row, Column, out var value) && Has(value);

    private bool Has(object? value) => (value as string ?? PythonJson.Write(value)).Contains(Text, StringComparison.OrdinalIgnoreCase);
}
