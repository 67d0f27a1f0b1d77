using System.Collections.Concurrent;
using Gyre.Evaluation.Runs.Folders;

namespace Gyre.Evaluation.Runs.Lines;

/// <summary>The indexes of the runs that were looked at last.</summary>
internal sealed class LineIndexes
{
    private const int Most = 12;

    private readonly ConcurrentDictionary<string, (LineIndex Index, long Used)> kept = new(StringComparer.Ordinal);
    private long clock;

    /// <summary>The index of a run.</summary>
    public LineIndex Of(Run run)
    {
        // A run of the same name that was made anew is another.
        var key = $"{run.Folder}\n{run.CreatedAt:O}";
        var now = Interlocked.Increment(ref clock);
        var (index, _) = kept.AddOrUpdate(key, _ => (new LineIndex(new RunFolder(run.Folder)), now), (_, known) => (known.Index, now));
        if (kept.Count > Most)
        {
            kept.TryRemove(kept.MinBy(e => e.Value.Used).Key, out _);
        }

        return index;
    }
}
