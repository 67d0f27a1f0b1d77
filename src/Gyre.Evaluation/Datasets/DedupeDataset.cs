using System.Globalization;
using Gyre.Evaluation.Data;
using Gyre.Evaluation.Datasets.Duplicates;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>What counts as the same row.</summary>
public enum Likeness
{
    /// <summary>Equal values.</summary>
    Exact,

    /// <summary>Equal, column by column, but for case, punctuation, blanks and forms of characters.</summary>
    Normalized,

    /// <summary>The same but for a few letters or words.</summary>
    Near,
}

/// <summary>Makes a version without the rows that repeat an earlier one; doing it twice changes nothing more.</summary>
/// <param name="Reference">The version, as <c>name@version</c>.</param>
/// <param name="Likeness">What counts as the same.</param>
public sealed record DedupeDataset(string Reference, Likeness Likeness)
{
    // Shingles of texts that are looked at again and again; the others are read again.
    private const int Remembered = 20_000;

    /// <summary>For near duplicates: runs of five characters in common, over all of both; from more than 0 to 1.</summary>
    public double Threshold { get; init; } = 0.8;

    /// <summary>The columns that are compared; empty for all but the key.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The dataset to make; null for a new version of the same.</summary>
    public string? Into { get; init; }

    /// <summary>Whether only to look what would be left out.</summary>
    public bool IsPreview { get; init; }

    private string How => string.Create(CultureInfo.InvariantCulture, $"dedupe {Likeness.ToString().ToLowerInvariant()}{(Likeness == Likeness.Near ? $" from {Threshold}" : "")}{(Columns.Count == 0 ? "" : $", by {string.Join(", ", Columns)}")}");

    /// <summary>Reads the rows once; keeps some 110 bytes for each row, left out or not, as many again for a key, and for near duplicates some 1,600. A row that has nothing in the columns that are compared repeats none.</summary>
    /// <exception cref="ProblemException"><c>dataset-not-found</c> …, <c>dataset-column</c>, <c>dataset-key</c> and <c>dataset-rows-invalid</c> where the dataset promises otherwise.</exception>
    public async Task<DedupeResult> RunAsync(DatasetStore store, CancellationToken cancellationToken)
    {
        var pinned = await store.PinAsync(Reference, cancellationToken);
        using var rows = new StoredRows(pinned.File);
        using var written = await DerivedRows.BeginAsync(store, pinned, Into ?? pinned.Dataset.Name, cancellationToken);
        using var hash = new ContentHash();
        var earlier = Likeness == Likeness.Near ? Near(rows) : Equal(hash);
        var (dropped, columnsSeen) = (new List<DroppedRow>(), Columns.ToHashSet(StringComparer.Ordinal));
        foreach (var row in rows.All(cancellationToken))
        {
            var value = row.Parse();
            columnsSeen.RemoveWhere(c => Cell.TryFind(value, c, out _));
            var compared = Compared(value, pinned);
            if (compared.Any(e => IsThere(e.Value)) && earlier(compared, row) is var (number, similarity))
            {
                dropped.Add(new DroppedRow(number, similarity, row.Place));
            }
            else
            {
                written.Add(row);
            }
        }

        foreach (var column in columnsSeen)
        {
            RowIdentity.RefuseMissing(pinned, column, wasThere: false, cancellationToken);
        }

        if (IsPreview || (dropped.Count == 0 && Into is null))
        {
            return new DedupeResult(pinned, new VersionAdded(pinned, IsNew: false), dropped);
        }

        var added = await store.CommitAsync([written.Finish(How)], cancellationToken);
        return new DedupeResult(pinned, added[0], dropped);

        Func<PythonDict, StoredRow, (int Number, double Similarity)?> Equal(ContentHash hash)
        {
            var numbers = new Dictionary<UInt128, int>();
            return (compared, row) =>
            {
                var id = hash.Of(Likeness == Likeness.Exact ? compared : Normalized(compared));
                return numbers.TryAdd(id, row.Number) ? null : (numbers[id], 1);
            };
        }

        Func<PythonDict, StoredRow, (int Number, double Similarity)?> Near(StoredRows rows)
        {
            var index = new NearIndex(Threshold);
            var (kept, sizes, remembered) = (new List<RowPlace>(), new List<int>(), new Dictionary<int, ulong[]>());
            return (compared, row) =>
            {
                var shingles = Shingles.Of(TextOf(compared));
                var (best, similarity) = (-1, 0.0);
                foreach (var candidate in index.Candidates(shingles))
                {
                    // Sets of too different sizes cannot be so much alike.
                    if (Math.Min(sizes[candidate], shingles.Length) < Threshold * Math.Max(sizes[candidate], shingles.Length))
                    {
                        continue;
                    }

                    if (Shingles.Similarity(shingles, ShinglesOf(candidate)) is var found && found >= Threshold && found > similarity)
                    {
                        (best, similarity) = (candidate, found);
                    }
                }

                if (best >= 0)
                {
                    return (kept[best].Number, similarity);
                }

                index.AddLast();
                kept.Add(row.Place);
                sizes.Add(shingles.Length);
                return null;
            };

            ulong[] ShinglesOf(int at)
            {
                if (!remembered.TryGetValue(at, out var shingles))
                {
                    if (remembered.Count == Remembered)
                    {
                        remembered.Clear();
                    }

                    remembered[at] = shingles = Shingles.Of(TextOf(Compared(rows.At(kept[at]), pinned)));
                }

                return shingles;
            }
        }
    }

    private PythonDict Compared(PythonDict row, PinnedDataset of)
    {
        if (Columns.Count > 0)
        {
            return new PythonDict(Columns.Select(c => KeyValuePair.Create(c, Cell.Find(row, c))));
        }

        if (of.Dataset.Key is { } key && row.ContainsKey(key))
        {
            row = new PythonDict(row.Where(e => PythonText.Str(e.Key) != key).Select(e => KeyValuePair.Create(PythonText.Str(e.Key), e.Value)));
        }

        return row;
    }

    // Of a table, what is missing is empty text.
    private static bool IsThere(object? value) => value is string text ? !string.IsNullOrWhiteSpace(text) : value is not null;

    /// <summary>Column by column, so that words that moved from one to the next make a difference.</summary>
    private static PythonDict Normalized(PythonDict compared) =>
        new(compared.Where(e => IsThere(e.Value)).Select(e => KeyValuePair.Create(PythonText.Str(e.Key), (object?)Normalized(e.Value))));

    // What is nothing but punctuation is that, or all of it would be one.
    private static string Normalized(object? value)
    {
        var text = value as string ?? PythonJson.Write(value);
        return Shingles.Normalized(text) is { Length: > 0 } normalized ? normalized : text.Trim();
    }

    private static string TextOf(PythonDict compared) =>
        string.Join(' ', compared.Where(e => IsThere(e.Value)).OrderBy(e => PythonText.Str(e.Key), StringComparer.Ordinal).Select(e => Normalized(e.Value)));
}

/// <summary>What a dedupe did.</summary>
/// <param name="From">The version it read.</param>
/// <param name="Added">The version without repetitions; the same where there were none, and where only a look was asked for.</param>
/// <param name="Dropped">What was left out, in order.</param>
public sealed record DedupeResult(PinnedDataset From, VersionAdded Added, IReadOnlyList<DroppedRow> Dropped)
{
    /// <summary>What was left out, each with its row, which is read again when it is asked for.</summary>
    public IEnumerable<(DroppedRow Dropped, PythonDict Row)> Rows()
    {
        using var rows = new StoredRows(From.File);
        foreach (var dropped in Dropped)
        {
            yield return (dropped, rows.At(dropped.Place));
        }
    }
}

/// <summary>A row that was left out.</summary>
public readonly record struct DroppedRow
{
    internal DroppedRow(int repeats, double similarity, RowPlace place) => (Repeats, Similarity, Place) = (repeats, similarity, place);

    /// <summary>Its number, from 1.</summary>
    public int Row => Place.Number;

    /// <summary>The number of the earlier row that stays.</summary>
    public int Repeats { get; }

    /// <summary>1 for the same.</summary>
    public double Similarity { get; }

    internal RowPlace Place { get; }
}
