using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gyre.Evaluation.Data;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>Where two versions differ: the places of rows, which are read again when they are shown. The order of rows and columns does not count.</summary>
internal sealed class DiffPlaces
{
    private readonly PinnedDataset a;
    private readonly PinnedDataset b;
    private readonly string? key;
    private readonly List<RowPlace> added = [];
    private readonly List<RowPlace> removed = [];
    private readonly List<(RowPlace A, RowPlace B)> changed = [];
    private readonly Columns columnsOfA = new();
    private readonly Columns columnsOfB = new();

    private DiffPlaces(PinnedDataset a, PinnedDataset b, string? key) => (this.a, this.b, this.key) = (a, b, key);

    /// <summary>The column that rows were found by; null for their content.</summary>
    public string? Key => key;

    /// <summary>Rows that both have alike.</summary>
    public long Same { get; private set; }

    /// <summary>Rows that only the other has, in its order.</summary>
    public IReadOnlyList<RowPlace> Added => added;

    /// <summary>Rows that only the one has, in its order.</summary>
    public IReadOnlyList<RowPlace> Removed => removed;

    /// <summary>Rows whose key both have, with another content; none without a key.</summary>
    public IReadOnlyList<(RowPlace A, RowPlace B)> Changed => changed;

    /// <summary>Columns that only the other has.</summary>
    public IReadOnlyList<string> AddedColumns => columnsOfB.Except(columnsOfA);

    /// <summary>Columns that only the one has.</summary>
    public IReadOnlyList<string> RemovedColumns => columnsOfA.Except(columnsOfB);

    /// <summary>Reads both once, the one twice where rows are known by their content.</summary>
    /// <exception cref="ProblemException"><c>dataset-key</c>: a row has no such column, or two rows have the same.</exception>
    public static DiffPlaces Find(PinnedDataset a, PinnedDataset b, string? key, CancellationToken cancellationToken)
    {
        var places = new DiffPlaces(a, b, key);
        using var rowsOfA = new StoredRows(a.File);
        using var rowsOfB = new StoredRows(b.File);
        using var hash = new ContentHash();
        if (key is null)
        {
            places.ByContent(rowsOfA, rowsOfB, hash, cancellationToken);
        }
        else
        {
            places.ByKey(rowsOfA, rowsOfB, hash, cancellationToken);
        }

        return places;
    }

    private void ByContent(StoredRows rowsOfA, StoredRows rowsOfB, ContentHash hash, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<UInt128, (int Left, int Kept)>();
        foreach (var row in rowsOfA.All(cancellationToken))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, hash.Of(columnsOfA.Seen(row.Parse())), out _).Left++;
        }

        foreach (var row in rowsOfB.All(cancellationToken))
        {
            ref var alike = ref CollectionsMarshal.GetValueRefOrNullRef(counts, hash.Of(columnsOfB.Seen(row.Parse())));
            if (!Unsafe.IsNullRef(ref alike) && alike.Left > 0)
            {
                alike.Left--;
                alike.Kept++;
                Same++;
            }
            else
            {
                added.Add(row.Place);
            }
        }

        var gone = a.Version.Rows - Same;
        foreach (var row in gone == 0 ? [] : rowsOfA.All(cancellationToken))
        {
            // Of rows alike the first ones are there still, as the last ones are those that came.
            ref var alike = ref CollectionsMarshal.GetValueRefOrNullRef(counts, hash.Of(row.Parse()));
            if (alike.Kept > 0)
            {
                alike.Kept--;
                continue;
            }

            removed.Add(row.Place);
            if (removed.Count == gone)
            {
                break;
            }
        }
    }

    private void ByKey(StoredRows rowsOfA, StoredRows rowsOfB, ContentHash hash, CancellationToken cancellationToken)
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

        var seen = new HashSet<UInt128>();
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
                added.Add(row.Place);
            }
            else if (before.Content == hash.Of(value))
            {
                Same++;
            }
            else
            {
                changed.Add((before.Place, row.Place));
            }
        }

        removed.AddRange(there.Values.Select(r => r.Place).OrderBy(p => p.Number));
    }

    private object KeyOf(PythonDict value, PinnedDataset of, StoredRow row) =>
        Cell.Find(value, key!) ?? throw new ProblemException(new Problem("dataset-key", $"Row {row.Number} of {of.Reference} has no '{key}' to find it by. Find rows by another column, or compare whole rows.{NearestName.Hint(key!, value.Keys.Select(PythonText.Str))}") { Field = key });

    private ProblemException Twice(PythonDict value, PinnedDataset of, StoredRow row) =>
        new(new Problem("dataset-key", $"Row {row.Number} of {of.Reference} is not the only one with '{key}' {PythonJson.Write(Cell.Find(value, key!))}, so it can't be found by that. Find rows by another column, or compare whole rows.") { Field = key });

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
