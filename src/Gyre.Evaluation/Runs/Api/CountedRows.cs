using System.Collections.Concurrent;
using Gyre.Evaluation.Data;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs.Api;

/// <summary>The first row of a file or folder of data and how many it has: counted once, as long as nobody touches it.</summary>
internal sealed class CountedRows
{
    private const int Most = 100;

    private readonly ConcurrentDictionary<string, (string State, int Rows, PythonDict? First)> known = new(StringComparer.Ordinal);

    /// <param name="place">Full path.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(int Rows, PythonDict? First)> OfAsync(string place, CancellationToken cancellationToken)
    {
        var state = StateOf(place);
        if (known.TryGetValue(place, out var found) && found.State == state)
        {
            return (found.Rows, found.First);
        }

        var (rows, first) = (0, (PythonDict?)null);
        await foreach (var row in new DataReader().ReadAsync(place, cancellationToken))
        {
            first ??= row;
            rows++;
        }

        if (known.Count >= Most)
        {
            known.Clear();
        }

        known[place] = (state, rows, first);
        return (rows, first);
    }

    /// <summary>The first row alone.</summary>
    public static async Task<PythonDict?> FirstAsync(string place, CancellationToken cancellationToken)
    {
        await foreach (var row in new DataReader().ReadAsync(place, cancellationToken))
        {
            return row;
        }

        return null;
    }

    private static string StateOf(string place) => string.Join('\n', (Directory.Exists(place) ? Directory.GetFiles(place, "*", SearchOption.AllDirectories) : [place])
        .Order(StringComparer.Ordinal).Select(f => new FileInfo(f)).Select(f => f.Exists ? $"{f.FullName} {f.Length} {f.LastWriteTimeUtc:O}" : ""));
}
