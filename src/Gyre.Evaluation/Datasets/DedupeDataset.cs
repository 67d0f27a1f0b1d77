using System.Globalization;
using System.Text;
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

    /// <summary>Equal but for case, punctuation, blanks and forms of characters.</summary>
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

    private string How => string.Create(CultureInfo.InvariantCulture, $"dedupe {Likeness.ToString().ToLowerInvariant()}{(Likeness == Likeness.Near ? $" from {Threshold}" : "")}{(Columns.Count == 0 ? "" : $", by {string.Join(", ", Columns)}")}");

    /// <summary>Reads the rows once; keeps some 110 bytes for each row, for near duplicates some 1,600.</summary>
    /// <exception cref="ProblemException"><c>dataset-not-found</c> …, <c>dataset-column</c>.</exception>
    public async Task<DedupeResult> RunAsync(DatasetStore store, CancellationToken cancellationToken)
    {
        var pinned = await store.PinAsync(Reference, cancellationToken);
        using var rows = new StoredRows(pinned.File);
        using var written = await store.Rows.BeginAsync(cancellationToken);
        using var hash = new ContentHash();
        var earlier = Likeness == Likeness.Near ? Near(rows) : Equal(hash);
        var (dropped, columnsSeen) = (new List<DroppedRow>(), Columns.ToHashSet(StringComparer.Ordinal));
        foreach (var row in rows.All(cancellationToken))
        {
            var value = row.Parse();
            columnsSeen.RemoveWhere(c => Cell.TryFind(value, c, out _));
            if (earlier(value, row) is var (number, similarity))
            {
                dropped.Add(new DroppedRow(row.Number, number, similarity, value));
            }
            else
            {
                written.Add(row.Bytes.Span);
            }
        }

        foreach (var column in columnsSeen)
        {
            RowIdentity.RefuseMissing(pinned, column, wasThere: false, cancellationToken);
        }

        if (dropped.Count == 0 && Into is null)
        {
            return new DedupeResult(pinned, new VersionAdded(pinned, IsNew: false), dropped);
        }

        written.Finish();
        var added = await store.CommitAsync(Into ?? pinned.Dataset.Name, written, new DatasetOrigin { Of = pinned.Reference, How = How }, new DatasetSettings { Key = pinned.Dataset.Key }, cancellationToken);
        return new DedupeResult(pinned, added, dropped);

        Func<PythonDict, StoredRow, (int Number, double Similarity)?> Equal(ContentHash hash)
        {
            var numbers = new Dictionary<UInt128, int>();
            return (value, row) =>
            {
                var compared = Likeness == Likeness.Exact ? (object)Compared(value, pinned) : Shingles.Normalized(TextOf(value, pinned));
                return numbers.TryAdd(hash.Of(compared), row.Number) ? null : (numbers[hash.Of(compared)], 1);
            };
        }

        Func<PythonDict, StoredRow, (int Number, double Similarity)?> Near(StoredRows rows)
        {
            var index = new NearIndex(Threshold);
            var (kept, sizes, remembered) = (new List<RowPlace>(), new List<int>(), new Dictionary<int, ulong[]>());
            return (value, row) =>
            {
                var shingles = Shingles.Of(Shingles.Normalized(TextOf(value, pinned)));
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

                    remembered[at] = shingles = Shingles.Of(Shingles.Normalized(TextOf(rows.At(kept[at]), pinned)));
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

    private string TextOf(PythonDict row, PinnedDataset of)
    {
        var text = new StringBuilder();
        foreach (var value in Compared(row, of).OrderBy(e => PythonText.Str(e.Key), StringComparer.Ordinal).Select(e => e.Value))
        {
            text.Append(value as string ?? PythonJson.Write(value)).Append('\n');
        }

        return text.ToString();
    }
}

/// <summary>What a dedupe did.</summary>
/// <param name="From">The version it read.</param>
/// <param name="Added">The version without repetitions; the same where there were none.</param>
/// <param name="Dropped">What was left out, in order.</param>
public sealed record DedupeResult(PinnedDataset From, VersionAdded Added, IReadOnlyList<DroppedRow> Dropped);

/// <summary>A row that was left out.</summary>
/// <param name="Row">Its number, from 1.</param>
/// <param name="Repeats">The number of the earlier row that stays.</param>
/// <param name="Similarity">1 for the same.</param>
/// <param name="Value">The row.</param>
public sealed record DroppedRow(int Row, int Repeats, double Similarity, PythonDict Value);
