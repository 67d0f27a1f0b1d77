using System.Globalization;
using System.Runtime.InteropServices;
using Gyre.Evaluation.Data;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Datasets;

/// <summary>
/// Parts a version into datasets. Where a row goes follows from its group (else its key, else its content) and the seed alone: not from
/// the order of rows, and not from the other rows, so a row that was added later never moves an old one from test to training.
/// With strata the shares are exact to a row in each of them, and a new row may move one at the edge.
/// </summary>
/// <param name="Reference">The version, as <c>name@version</c>.</param>
/// <param name="Parts">Name of each part's dataset and its share; shares are relative to their sum.</param>
public sealed record SplitDataset(string Reference, IReadOnlyList<(string Name, double Share)> Parts)
{
    /// <summary>Another seed parts otherwise.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The column whose rows of one value stay together; null for the key.</summary>
    public string? Group { get; init; }

    /// <summary>The column whose values have the same shares in every part; null for none.</summary>
    public string? Stratify { get; init; }

    private string How => string.Create(CultureInfo.InvariantCulture, $"split {string.Join('/', Parts.Select(p => p.Share.ToString("0.####", CultureInfo.InvariantCulture)))}, seed {Seed}{(Group is null ? "" : $", by {Group}")}{(Stratify is null ? "" : $", strata of {Stratify}")}");

    /// <summary>Reads the rows once in constant memory but for the hashes of a key; with strata twice, with some 350 bytes for each group. All parts are made or none.</summary>
    /// <returns>The parts in order.</returns>
    /// <exception cref="ProblemException"><c>dataset-parts</c>, <c>dataset-not-found</c> …, <c>dataset-column</c>, <c>dataset-part-empty</c>, <c>dataset-key</c> and <c>dataset-rows-invalid</c> for a part's dataset that promises otherwise.</exception>
    public async Task<IReadOnlyList<VersionAdded>> RunAsync(DatasetStore store, CancellationToken cancellationToken)
    {
        RefuseUnclear();
        var pinned = await store.PinAsync(Reference, cancellationToken);
        using var identity = new RowIdentity(pinned, Group, Seed);
        using var rows = new StoredRows(pinned.File);
        var sum = Parts.Sum(p => p.Share);
        var ends = Parts.Select((_, i) => Parts.Take(i + 1).Sum(p => p.Share) / sum).ToArray();
        var written = new List<DerivedRows>();
        try
        {
            foreach (var (name, _) in Parts)
            {
                written.Add(await DerivedRows.BeginAsync(store, pinned, name, cancellationToken));
            }

            var strata = Stratify is null ? null : StrataOf(rows, identity, ends, cancellationToken);
            foreach (var row in rows.All(cancellationToken))
            {
                var id = identity.Of(row.Parse());
                written[strata?[id] ?? PartAt(identity.Place(id), ends)].Add(row);
            }

            RowIdentity.RefuseMissing(pinned, Group, identity.ColumnWasThere, cancellationToken);
            if (written.FindIndex(w => w.Count == 0) is >= 0 and var empty)
            {
                throw new ProblemException(new Problem("dataset-part-empty", $"'{Parts[empty].Name}' would have no row: there are too few {(Group is null ? "rows" : $"values of '{Group}'")} for such a share. Nothing was made.") { Field = "by" });
            }

            return await store.CommitAsync([.. written.Select((part, i) => part.Finish(string.Create(CultureInfo.InvariantCulture, $"{How}, part {i + 1}")))], cancellationToken);
        }
        finally
        {
            written.ForEach(w => w.Dispose());
        }
    }

    private void RefuseUnclear()
    {
        var own = DatasetReference.Parse(Reference).Name;
        if (Parts.Count < 2 || Parts.Any(p => !(p.Share is > 0 and < 1e9)))
        {
            throw new ProblemException(new Problem("dataset-parts", "A split has two parts or more, each with a share above 0, as 80 and 20.") { Field = "parts" });
        }

        if (Parts.Select(p => p.Name).Append(own).Distinct(StringComparer.OrdinalIgnoreCase).Count() != Parts.Count + 1)
        {
            throw new ProblemException(new Problem("dataset-parts", $"The parts need names that differ from each other and from '{own}'.") { Field = "parts" });
        }
    }

    private static int PartAt(double place, double[] ends) => Math.Min(Array.FindIndex(ends, end => place < end) is >= 0 and var part ? part : ends.Length - 1, ends.Length - 1);

    private Dictionary<UInt128, int> StrataOf(StoredRows rows, RowIdentity identity, double[] ends, CancellationToken cancellationToken)
    {
        var strata = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        var counts = new Dictionary<(UInt128 Identity, int Stratum), int>();
        foreach (var row in rows.All(cancellationToken))
        {
            var value = row.Parse();
            var name = Cell.TryFind(value, Stratify!, out var cell) ? PythonJson.Write(cell) : "";
            strata.TryAdd(name, strata.Count);
            CollectionsMarshal.GetValueRefOrAddDefault(counts, (identity.Of(value), strata[name]), out _)++;
        }

        if (strata.Keys.All(name => name.Length == 0))
        {
            throw new ProblemException(new Problem("dataset-column", $"No row of {Reference} has '{Stratify}' to make strata of.") { Field = Stratify });
        }

        // By name, so that neither ties nor rounding depend on the order of rows.
        var names = strata.Keys.Order(StringComparer.Ordinal).ToList();
        var ranks = strata.Keys.Select(name => names.BinarySearch(name, StringComparer.Ordinal)).ToArray();
        var parts = new Dictionary<UInt128, int>();
        foreach (var stratum in GroupsOf(counts, ranks, identity).GroupBy(g => g.Stratum))
        {
            // Which way a stratum is rounded is left to chance, or all strata of one row would go to the first part.
            var (at, rounding, total) = (0L, identity.Place(names[stratum.Key]), stratum.Sum(g => (long)g.Rows));
            foreach (var group in stratum.OrderBy(g => g.Place).ThenBy(g => g.Identity))
            {
                parts[group.Identity] = PartAt((at + (rounding * group.Rows)) / total, ends);
                at += group.Rows;
            }
        }

        return parts;
    }

    /// <summary>The groups, each in one stratum: the one that most of its rows have.</summary>
    private static List<StratumGroup> GroupsOf(Dictionary<(UInt128 Identity, int Stratum), int> counts, int[] ranks, RowIdentity identity)
    {
        var cells = counts.Select(c => (c.Key.Identity, Stratum: ranks[c.Key.Stratum], Rows: c.Value)).ToArray();
        counts.Clear();
        Array.Sort(cells, (a, b) => a.Identity != b.Identity ? a.Identity.CompareTo(b.Identity) : a.Rows != b.Rows ? b.Rows.CompareTo(a.Rows) : a.Stratum.CompareTo(b.Stratum));
        var groups = new List<StratumGroup>();
        foreach (var (id, stratum, rows) in cells)
        {
            if (groups.Count > 0 && groups[^1].Identity == id)
            {
                groups[^1] = groups[^1] with { Rows = groups[^1].Rows + rows };
            }
            else
            {
                groups.Add(new StratumGroup(id, stratum, rows, identity.Place(id)));
            }
        }

        return groups;
    }

    private readonly record struct StratumGroup(UInt128 Identity, int Stratum, int Rows, double Place);
}
