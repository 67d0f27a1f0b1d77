using System.Runtime.InteropServices;
using Gyre.Evaluation.Data;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>What differs between two versions: rows by their key, or without one by their content. The order of rows and columns does not count.</summary>
/// <param name="A">The one.</param>
/// <param name="B">The other.</param>
/// <param name="Key">The column that rows were found by; null for their content.</param>
public sealed record DatasetDiff(PinnedDataset A, PinnedDataset B, string? Key)
{
    /// <summary>Rows that both have alike.</summary>
    public long Same { get; private init; }

    /// <summary>Rows that only <see cref="B"/> has.</summary>
    public long Added { get; private init; }

    /// <summary>Rows that only <see cref="A"/> has.</summary>
    public long Removed { get; private init; }

    /// <summary>Rows whose key both have, with another content; 0 without a key.</summary>
    public long Changed { get; private init; }

    /// <summary>The first of the rows.</summary>
    public IReadOnlyList<PythonDict> AddedRows { get; private init; } = [];

    /// <summary>The first of the rows.</summary>
    public IReadOnlyList<PythonDict> RemovedRows { get; private init; } = [];

    /// <summary>The first of the rows.</summary>
    public IReadOnlyList<ChangedRow> ChangedRows { get; private init; } = [];

    /// <summary>Columns that only <see cref="B"/> has.</summary>
    public IReadOnlyList<string> AddedColumns { get; private init; } = [];

    /// <summary>Columns that only <see cref="A"/> has.</summary>
    public IReadOnlyList<string> RemovedColumns { get; private init; } = [];

    /// <summary>Whether both have the same rows.</summary>
    public bool IsEmpty => Added + Removed + Changed == 0;

    /// <summary>Compares two versions; keeps some 115 bytes for each row of the first.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    /// <param name="key">A column that names a row; null to go by the content.</param>
    /// <param name="most">How many rows of each kind to show.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException"><c>dataset-key</c>: a row has no such column, or two rows have the same.</exception>
    public static DatasetDiff Compare(PinnedDataset a, PinnedDataset b, string? key, int most, CancellationToken cancellationToken)
    {
        using var rowsOfA = new StoredRows(a.File);
        using var rowsOfB = new StoredRows(b.File);
        using var hash = new ContentHash();
        var (columnsOfA, columnsOfB) = (new Columns(), new Columns());
        var diff = key is null ? ByContent() : ByKey();
        return diff with { AddedColumns = columnsOfB.Except(columnsOfA), RemovedColumns = columnsOfA.Except(columnsOfB) };

        DatasetDiff ByContent()
        {
            var counts = new Dictionary<UInt128, int>();
            foreach (var row in rowsOfA.All(cancellationToken))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, hash.Of(columnsOfA.Seen(row.Parse())), out _)++;
            }

            var (same, added, addedRows) = (0L, 0L, new List<PythonDict>());
            foreach (var row in rowsOfB.All(cancellationToken))
            {
                var value = columnsOfB.Seen(row.Parse());
                ref var left = ref CollectionsMarshal.GetValueRefOrNullRef(counts, hash.Of(value));
                if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref left) && left > 0)
                {
                    left--;
                    same++;
                }
                else if (added++ < most)
                {
                    addedRows.Add(value);
                }
            }

            var removed = a.Version.Rows - same;
            var removedRows = new List<PythonDict>();
            foreach (var row in removed == 0 ? [] : rowsOfA.All(cancellationToken))
            {
                var value = row.Parse();
                ref var left = ref CollectionsMarshal.GetValueRefOrNullRef(counts, hash.Of(value));
                if (left > 0)
                {
                    left--;
                    removedRows.Add(value);
                    if (removedRows.Count == Math.Min(most, removed))
                    {
                        break;
                    }
                }
            }

            return new DatasetDiff(a, b, null) { Same = same, Added = added, Removed = removed, AddedRows = addedRows, RemovedRows = removedRows };
        }

        DatasetDiff ByKey()
        {
            var there = new Dictionary<UInt128, (UInt128 Content, RowPlace Place)>();
            foreach (var row in rowsOfA.All(cancellationToken))
            {
                var value = columnsOfA.Seen(row.Parse());
                if (!there.TryAdd(hash.Of(KeyOf(value, a, row)), (hash.Of(value), row.Place)))
                {
                    throw Twice(value, a, row);
                }
            }

            var (same, added, changed) = (0L, 0L, 0L);
            var (addedRows, changedRows, seen) = (new List<PythonDict>(), new List<ChangedRow>(), new HashSet<UInt128>());
            foreach (var row in rowsOfB.All(cancellationToken))
            {
                var value = columnsOfB.Seen(row.Parse());
                var id = hash.Of(KeyOf(value, b, row));
                if (!seen.Add(id))
                {
                    throw Twice(value, b, row);
                }

                if (!there.Remove(id, out var before))
                {
                    if (added++ < most)
                    {
                        addedRows.Add(value);
                    }
                }
                else if (before.Content == hash.Of(value))
                {
                    same++;
                }
                else if (changed++ < most)
                {
                    changedRows.Add(ChangedRow.Of(KeyOf(value, b, row), rowsOfA.At(before.Place), value, hash));
                }
            }

            return new DatasetDiff(a, b, key)
            {
                Same = same,
                Added = added,
                Removed = there.Count,
                Changed = changed,
                AddedRows = addedRows,
                RemovedRows = [.. there.Values.OrderBy(r => r.Place.Number).Take(most).Select(r => rowsOfA.At(r.Place))],
                ChangedRows = changedRows,
            };
        }

        object KeyOf(PythonDict value, PinnedDataset of, StoredRow row) =>
            Cell.Find(value, key!) ?? throw new ProblemException(new Problem("dataset-key", $"Row {row.Number} of {of.Reference} has no '{key}' to find it by.{NearestName.Hint(key!, value.Keys.Select(PythonText.Str))}") { Field = key });

        ProblemException Twice(PythonDict value, PinnedDataset of, StoredRow row) =>
            new(new Problem("dataset-key", $"Row {row.Number} of {of.Reference} is not the only one with '{key}' {PythonJson.Write(Cell.Find(value, key!))}, so it can't be found by that. Name another column with --key, or none to compare whole rows.") { Field = key });
    }

    private sealed class Columns
    {
        private readonly OrderedDictionary<string, bool> names = new(StringComparer.Ordinal);

        public PythonDict Seen(PythonDict row)
        {
            foreach (var (key, _) in row)
            {
                names.TryAdd(PythonText.Str(key), true);
            }

            return row;
        }

        public IReadOnlyList<string> Except(Columns others) => [.. names.Keys.Where(n => !others.names.ContainsKey(n))];
    }
}

/// <summary>A row that both versions have, with another content.</summary>
/// <param name="Key">Its key's value.</param>
/// <param name="Cells">What differs.</param>
public sealed record ChangedRow(object Key, IReadOnlyList<ChangedCell> Cells)
{
    internal static ChangedRow Of(object key, PythonDict before, PythonDict after, ContentHash hash)
    {
        var columns = before.Keys.Concat(after.Keys).Select(PythonText.Str).Distinct(StringComparer.Ordinal);
        return new ChangedRow(key, [.. columns
            .Select(c => new ChangedCell(c, before.GetValueOrDefault(c), after.GetValueOrDefault(c)) { WasThere = before.ContainsKey(c), IsThere = after.ContainsKey(c) })
            .Where(c => c.WasThere != c.IsThere || hash.Of(c.Before) != hash.Of(c.After))]);
    }
}

/// <summary>A value that differs.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Before">In the one; null also where it is not there.</param>
/// <param name="After">In the other.</param>
public sealed record ChangedCell(string Column, object? Before, object? After)
{
    /// <summary>Whether the one has the column.</summary>
    public bool WasThere { get; init; }

    /// <summary>Whether the other has it.</summary>
    public bool IsThere { get; init; }
}
