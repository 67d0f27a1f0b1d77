using System.Globalization;
using Gyre.Evaluation.Data;
using Gyre.Evaluation.Statistics;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>Makes a dataset of some rows of a version, each with the same chance, in the order they had.</summary>
/// <param name="Reference">The version, as <c>name@version</c>.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Into">The dataset to make.</param>
public sealed record SampleDataset(string Reference, int Count, string Into)
{
    /// <summary>Another seed draws others.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The column whose values keep their shares, to a row; null for none.</summary>
    public string? Stratify { get; init; }

    /// <summary>Reads the rows twice, in constant memory.</summary>
    /// <exception cref="ProblemException"><c>dataset-not-found</c> …, <c>dataset-column</c>, <c>dataset-too-small</c>.</exception>
    public async Task<VersionAdded> RunAsync(DatasetStore store, CancellationToken cancellationToken)
    {
        var pinned = await store.PinAsync(Reference, cancellationToken);
        if (Count > pinned.Version.Rows)
        {
            throw new ProblemException(new Problem("dataset-too-small", $"{pinned.Reference} has {pinned.Version.Rows} rows, which is fewer than {Count}.") { Field = "count" });
        }

        using var rows = new StoredRows(pinned.File);
        using var written = await store.Rows.BeginAsync(cancellationToken);
        var strata = Strata(rows, pinned, cancellationToken);
        var random = new SeededRandom(Seed);
        foreach (var row in rows.All(cancellationToken))
        {
            // Selection sampling (Knuth, volume 2, algorithm S): exact in number, even in chance.
            var stratum = strata[StratumOf(row)];
            if (random.NextDouble() * stratum.Left < stratum.Wanted)
            {
                stratum.Wanted--;
                written.Add(row.Bytes.Span);
            }

            stratum.Left--;
        }

        written.Finish();
        var how = string.Create(CultureInfo.InvariantCulture, $"sample of {Count}, seed {Seed}{(Stratify is null ? "" : $", strata of {Stratify}")}");
        return await store.CommitAsync(Into, written, new DatasetOrigin { Of = pinned.Reference, How = how }, new DatasetSettings { Key = pinned.Dataset.Key }, cancellationToken);
    }

    private Dictionary<string, Stratum> Strata(StoredRows rows, PinnedDataset pinned, CancellationToken cancellationToken)
    {
        if (Stratify is null)
        {
            return new Dictionary<string, Stratum>(StringComparer.Ordinal) { [""] = new() { Left = pinned.Version.Rows, Wanted = Count } };
        }

        var strata = new Dictionary<string, Stratum>(StringComparer.Ordinal);
        foreach (var row in rows.All(cancellationToken))
        {
            var name = StratumOf(row);
            if (!strata.TryGetValue(name, out var stratum))
            {
                strata[name] = stratum = new Stratum();
            }

            stratum.Left++;
        }

        RowIdentity.RefuseMissing(pinned, Stratify, strata.Keys.Any(k => k.Length > 0), cancellationToken);

        // Largest remainders: what is left over after rounding down goes where most was cut off.
        foreach (var stratum in strata.Values)
        {
            stratum.Wanted = stratum.Left * Count / pinned.Version.Rows;
        }

        var over = Count - (int)strata.Values.Sum(s => s.Wanted);
        foreach (var (_, stratum) in strata.OrderByDescending(s => s.Value.Left * Count % pinned.Version.Rows).ThenBy(s => s.Key, StringComparer.Ordinal).Take(over))
        {
            stratum.Wanted++;
        }

        return strata;
    }

    private string StratumOf(StoredRow row) => Stratify is not null && Cell.Find(row.Parse(), Stratify) is { } value ? PythonJson.Write(value) : "";

    private sealed class Stratum
    {
        public long Left { get; set; }

        public long Wanted { get; set; }
    }
}
