using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Runs.Lines;

/// <summary>Which lines of a run are wanted, and in which order.</summary>
internal sealed record LineQuery
{
    private static readonly string[] Texts = ["inputs", "output", "error"];

    /// <summary>True for those that failed, false for those with an output, null for both.</summary>
    public bool? Failed { get; init; }

    /// <summary>The metric that the next three speak of.</summary>
    public string? Metric { get; init; }

    /// <summary>True for those that pass, false for those that do not.</summary>
    public bool? Passes { get; init; }

    /// <summary>Only scores below this.</summary>
    public double? Below { get; init; }

    /// <summary>Only lines without a score.</summary>
    public bool Unscored { get; init; }

    /// <summary>Letters that stand somewhere in inputs, output or error, upper or lower case.</summary>
    public string? Find { get; init; }

    /// <summary>Values that columns of the inputs or outputs must have, as <c>column=value</c>.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>The metric to sort by, the lowest score first; with <c>-</c> before it the highest. By number where null.</summary>
    public string? Sort { get; init; }

    private bool ReadsTexts => Find is { Length: > 0 } || Where.Count > 0;

    /// <summary>Places in the index, filtered and in order.</summary>
    /// <exception cref="ProblemException"><c>metric-not-found</c>, <c>filter-invalid</c>.</exception>
    public int[] Choose(IReadOnlyList<IndexedLine> lines, LineScores scores, CancellationToken cancellationToken)
    {
        var metric = Metric is null ? null : Known(Metric, scores);
        var places = Enumerable.Range(0, lines.Count).Where(at => (Failed is null || lines[at].Failed == Failed) && (metric is null || Meets(metric, lines[at].Line, scores)));
        if (ReadsTexts)
        {
            places = Reading([.. places], lines, cancellationToken);
        }

        if (Sort is not { Length: > 0 } sort)
        {
            return [.. places];
        }

        var (descending, by) = sort[0] == '-' ? (true, sort[1..]) : (false, sort);
        Known(by, scores);

        // Lines without a score come last either way.
        var scored = places.Select(at => (At: at, Score: scores.Of(by, lines[at].Line))).ToLookup(p => p.Score is not null);
        return [.. (descending ? scored[true].OrderByDescending(p => p.Score) : scored[true].OrderBy(p => p.Score)).Concat(scored[false]).Select(p => p.At)];
    }

    private bool Meets(MetricSummary metric, int line, LineScores scores)
    {
        var score = scores.Of(metric.Name, line);
        return (Passes is null || scores.Passed(metric, line) == Passes)
            && (Below is not { } limit || score < limit)
            && (!Unscored || score is null);
    }

    private int[] Reading(int[] places, IReadOnlyList<IndexedLine> lines, CancellationToken cancellationToken)
    {
        (string Column, string Value)[] where = [.. Where.Select(Pair)];
        var byLine = places.ToDictionary(at => lines[at].Line);
        return
        [
            .. LineRecords.Read(places.Select(at => lines[at]), Texts, cancellationToken)
                .Where(record => where.All(w => TextOf(record, w.Column) == w.Value) && (Find is not { Length: > 0 } find || Holds(record, find)))
                .Select(record => byLine[record.Line!.Value]),
        ];
    }

    private static (string Column, string Value) Pair(string written) => written.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? (written[..at], written[(at + 1)..])
        : throw new ProblemException(new Problem("filter-invalid", $"'{written}' must be column=value.") { Field = "where" });

    private static string? TextOf(Artifact record, string column) =>
        (record["output"] as PythonDict)?.GetValueOrDefault(column) is { } output ? Written(output)
        : (record["inputs"] as PythonDict)?.GetValueOrDefault(column) is { } input ? Written(input)
        : null;

    // Truth values and numbers as JSON writes them, as slices have them.
    private static string Written(object value) => value is string text ? text : PythonJson.Write(value);

    private static bool Holds(Artifact record, string find) => Texts.Any(field => Holds(record[field], find));

    private static bool Holds(object? value, string find) => value switch
    {
        string text => text.Contains(find, StringComparison.OrdinalIgnoreCase),
        PythonDict dict => dict.Values.Any(v => Holds(v, find)),
        IReadOnlyList<object?> list => list.Any(v => Holds(v, find)),
        null => false,
        _ => PythonText.Str(value).Contains(find, StringComparison.OrdinalIgnoreCase),
    };

    private static MetricSummary Known(string name, LineScores scores) => scores.Metrics.FirstOrDefault(m => m.Name == name)
        ?? throw new ProblemException(new Problem("metric-not-found", $"Nothing scored '{name}' on this run.{NearestName.Hint(name, scores.Metrics.Select(m => m.Name))}") { Field = "metric" });
}
