using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Statistics;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons;

/// <summary>Compares two tables: every metric on all lines and in every slice, then one correction for all of it, then verdicts.</summary>
internal sealed class SystemsComparison
{
    private const int MostSlices = 50;

    private readonly ComparisonOptions options;
    private readonly PairedRows rows;

    public SystemsComparison(ScoreTable baseline, ScoreTable candidate, ComparisonOptions options)
    {
        this.options = options;
        rows = new PairedRows(baseline, candidate);
    }

    /// <exception cref="ProblemException">A column that is asked for is absent or of text, or a slice has too many values.</exception>
    public Comparison Compare() => CompareAll([this])[0];

    /// <summary>Several pairs under one correction.</summary>
    /// <exception cref="ProblemException">As for one.</exception>
    public static IReadOnlyList<Comparison> CompareAll(IReadOnlyList<SystemsComparison> pairs)
    {
        Measured[] measured = [.. pairs.Select(p => p.Measure())];
        var tested = measured.SelectMany(m => m.Metrics).SelectMany(m => m.Slices.Prepend(m.All)).Where(m => m.IsTested).ToArray();
        var adjusted = tested.Zip(Holm.Adjust([.. tested.Select(m => m.P)])).ToDictionary(m => m.First, m => m.Second);
        return [.. pairs.Zip(measured, (pair, of) => pair.Result(of, m => m.Result(adjusted.TryGetValue(m, out var p) ? p : null, tested.Length), tested.Length))];
    }

    private Measured Measure()
    {
        var metrics = MetricChoice.Of(rows.Baseline, rows.Candidate, options);
        var slices = options.Slices.SelectMany(SlicesOf).ToArray();
        var clusters = options.Cluster is { } column ? Clusters(column) : null;
        return new Measured(slices, [.. metrics.AsParallel().AsOrdered().Select(name =>
        {
            var scores = new PairedScores(name, rows);
            return (new Measurement(scores, null, clusters, options), slices.Select(s => new Measurement(scores, s.Pairs, clusters, options)).ToArray());
        })]);
    }

    private Comparison Result(Measured measured, Func<Measurement, MetricComparison> result, int family) => new(
        rows.Baseline.Name,
        rows.Candidate.Name,
        [
            .. measured.Metrics.Select(m => WithFlips(result(m.All)) with
            {
                Slices = [.. m.Slices.Zip(measured.Slices, (slice, of) => new SliceComparison(of.Column, of.Value, result(slice)))],
            }),
        ])
    {
        PairedLines = rows.Rows.Count,
        BaselineFailed = rows.Baseline.Failed,
        CandidateFailed = rows.Candidate.Failed,
        Family = family,
        Seed = options.Seed,
    };

    private MetricComparison WithFlips(MetricComparison metric)
    {
        var (a, b) = (MetricChoice.Passes(rows.Baseline, metric.Name), MetricChoice.Passes(rows.Candidate, metric.Name));
        var passing = 1.0;
        if (a is null || b is null)
        {
            if (!metric.IsRate)
            {
                return metric;
            }

            (a, b, passing) = (rows.Baseline.Column(metric.Name)!, rows.Candidate.Column(metric.Name)!, metric.LowerIsBetter ? 0 : 1);
        }

        var (lost, won) = (new List<string>(), new List<string>());
        foreach (var (rowA, rowB) in rows.Rows)
        {
            if (a[rowA] != b[rowB] && !double.IsNaN(a[rowA]) && !double.IsNaN(b[rowB]))
            {
                (b[rowB] == passing ? won : lost).Add(rows.Baseline.Keys[rowA]);
            }
        }

        return metric with
        {
            Flipped = (lost.Count, won.Count),
            Flips =
            [
                .. lost.Take(options.WorstLines).Select(key => new Flip(key, Won: false, null, null)),
                .. won.Take(options.WorstLines).Select(key => new Flip(key, Won: true, null, null)),
            ],
        };
    }

    private IEnumerable<(string Column, string Value, IReadOnlyList<int> Pairs)> SlicesOf(string column)
    {
        var groups = rows.Texts(column).Index().GroupBy(t => t.Item ?? "(none)", StringComparer.Ordinal).ToArray();
        return groups.Length <= MostSlices
            ? groups.OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (column, g.Key, (IReadOnlyList<int>)[.. g.Select(t => t.Index)]))
            : throw new ProblemException("too-many-slices", $"'{column}' has {groups.Length:#,0} different values; slices are for columns of at most {MostSlices}.");
    }

    // A line without a value stands alone.
    private int[] Clusters(string column)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var clusters = rows.Texts(column).Select((text, i) =>
        {
            if (text is null)
            {
                return -1 - i;
            }

            places.TryAdd(text, places.Count);
            return places[text];
        }).ToArray();
        return places.Count == 1
            ? throw new ProblemException("one-cluster", $"'{column}' is the same on every line, so there is nothing to tell luck from. Group by a column with at least ten different values.")
            : clusters;
    }

    private sealed record Measured(IReadOnlyList<(string Column, string Value, IReadOnlyList<int> Pairs)> Slices, IReadOnlyList<(Measurement All, Measurement[] Slices)> Metrics);
}
