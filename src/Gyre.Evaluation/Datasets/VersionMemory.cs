using System.Collections.Concurrent;

namespace Gyre.Evaluation.Datasets;

/// <summary>
/// What a server remembers of versions that are looked at again and again: that their rows are whole, where they begin, what they look
/// like. Rows never change, so what was seen once holds as long as nobody touches the file.
/// </summary>
/// <param name="store">The workspace's datasets.</param>
internal sealed class VersionMemory(DatasetStore store)
{
    // Some 100 kB each for a million rows.
    private const int Most = 100;

    // Some 50 MB each for a million rows of which none is in both.
    private const int MostDifferences = 4;

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string A, string B, string? Key), DiffPlaces> differences = new();

    /// <summary>As <see cref="DatasetStore.PinAsync(string, CancellationToken)"/>, but the rows are hashed once and not each time.</summary>
    public Task<PinnedDataset> PinAsync(string reference, CancellationToken cancellationToken) => store.PinAsync(reference, IsWholeAsync, cancellationToken);

    /// <summary>Where the rows of a version begin.</summary>
    public RowIndex IndexOf(PinnedDataset pinned, CancellationToken cancellationToken)
    {
        var entry = Of(pinned);
        return entry.Index ??= RowIndex.Of(pinned.File, cancellationToken);
    }

    /// <summary>What the rows of a version look like.</summary>
    public DatasetProfile ProfileOf(PinnedDataset pinned, CancellationToken cancellationToken)
    {
        var entry = Of(pinned);
        return entry.Profile ??= DatasetProfile.Of(pinned, cancellationToken);
    }

    /// <summary>Where two versions differ. Places of a few differences are kept, as who pages through one asks again and again.</summary>
    public DiffPlaces DiffOf(PinnedDataset a, PinnedDataset b, string? key, CancellationToken cancellationToken)
    {
        var asked = (a.Version.Sha256, b.Version.Sha256, key);
        if (differences.TryGetValue(asked, out var found))
        {
            return found;
        }

        found = DiffPlaces.Find(a, b, key, cancellationToken);
        if (differences.Count >= MostDifferences)
        {
            differences.Clear();
        }

        return differences[asked] = found;
    }

    private async Task<bool> IsWholeAsync(PinnedDataset pinned, CancellationToken cancellationToken)
    {
        var entry = Of(pinned);
        return entry.IsWhole ??= await store.Rows.IsWholeAsync(pinned.Version.Sha256, cancellationToken);
    }

    // Of two requests at once both look, and both see the same.
    private Known Of(PinnedDataset pinned)
    {
        var file = new FileInfo(pinned.File);
        var (length, written) = file.Exists ? (file.Length, file.LastWriteTimeUtc) : (0, default);
        if (known.TryGetValue(pinned.Version.Sha256, out var entry) && entry.Length == length && entry.Written == written)
        {
            return entry;
        }

        if (known.Count >= Most)
        {
            known.Clear();
        }

        return known[pinned.Version.Sha256] = new Known(length, written);
    }

    private sealed class Known(long length, DateTime written)
    {
        public long Length => length;

        public DateTime Written => written;

        public bool? IsWhole { get; set; }

        public RowIndex? Index { get; set; }

        public DatasetProfile? Profile { get; set; }
    }
}
