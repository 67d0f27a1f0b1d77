using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluations;

/// <summary>What an evaluation found, read from its runs.</summary>
/// <param name="Targets">In the order of the definition.</param>
public sealed record EvaluationSummary(IReadOnlyList<TargetSummary> Targets)
{
    private static readonly string[] Suffixes = ["_result", "_threshold", "_reason"];

    /// <summary>Reads the runs that there are.</summary>
    /// <param name="evaluation">May be unfinished.</param>
    /// <param name="runs">The index of runs.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<EvaluationSummary> ReadAsync(StoredEvaluation evaluation, RunStore runs, CancellationToken cancellationToken)
    {
        var targets = new List<TargetSummary>();
        foreach (var cells in evaluation.Cells.GroupBy(c => c.Number))
        {
            var summary = new TargetSummary(cells.First().Target.Name);
            foreach (var cell in cells)
            {
                summary = await AddAsync(summary, cell, runs, cancellationToken);
            }

            targets.Add(summary);
        }

        return new EvaluationSummary(targets);
    }

    private static async Task<TargetSummary> AddAsync(TargetSummary summary, PlannedCell cell, RunStore runs, CancellationToken cancellationToken)
    {
        var answers = cell.AnswersRun is { } name ? await runs.FindAsync(name, cancellationToken) : null;
        var metrics = summary.Metrics.ToList();
        var lines = answers?.TotalLines ?? 0;
        foreach (var scoring in cell.ScoringRuns)
        {
            if (await runs.FindAsync(scoring, cancellationToken) is not { } scored)
            {
                continue;
            }

            lines = answers is null ? Math.Max(lines, scored.TotalLines ?? 0) : lines;
            foreach (var column in Columns(scored))
            {
                Merge(metrics, column with { Lines = lines });
            }
        }

        return summary with
        {
            Runs = [.. summary.Runs, .. new[] { cell.AnswersRun }.OfType<string>(), .. cell.ScoringRuns],
            Lines = summary.Lines + lines,
            FailedLines = summary.FailedLines + (answers?.FailedLines ?? 0),
            Metrics = metrics,
        };
    }

    private static void Merge(List<MetricSummary> metrics, MetricSummary more)
    {
        if (metrics.FindIndex(m => m.Name == more.Name) is >= 0 and var at)
        {
            metrics[at] = metrics[at].With(more);
        }
        else
        {
            metrics.Add(more);
        }
    }

    private static List<MetricSummary> Columns(Run scored)
    {
        var columns = new OrderedDictionary<string, (double Sum, int Scored, int Passed, int Judged)>(StringComparer.Ordinal);
        var text = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in new RunArtifacts(new RunFolder(scored.Folder)).Lines())
        {
            var output = line["output"] as PythonDict ?? [];
            foreach (var (key, value) in output)
            {
                var name = PythonText.Str(key);
                if (IsBeside(name, output))
                {
                    continue;
                }

                var column = columns.GetValueOrDefault(name);
                if (Number(value) is { } number)
                {
                    column = (column.Sum + number, column.Scored + 1, column.Passed, column.Judged);
                }
                else if (value is not null)
                {
                    text.Add(name);
                }

                if (output.GetValueOrDefault(name + "_result") is string verdict)
                {
                    column = (column.Sum, column.Scored, column.Passed + (verdict == "pass" ? 1 : 0), column.Judged + 1);
                }

                columns[name] = column;
            }
        }

        return
        [
            .. columns.Where(c => !text.Contains(c.Key)).Select(c => new MetricSummary(c.Key)
            {
                Sum = c.Value.Sum,
                Scored = c.Value.Scored,
                Passed = c.Value.Judged > 0 ? c.Value.Passed : null,
            }),
        ];
    }

    // The columns that stand beside a metric's own.
    private static bool IsBeside(string name, PythonDict output) =>
        Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal) && output.ContainsKey(name[..^suffix.Length]));

    private static double? Number(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long number => number,
        double number when double.IsFinite(number) => number,
        string text when RowFields.NumberIn(text) is var number && !double.IsNaN(number) => number,
        _ => null,
    };
}

/// <summary>What was found of one target.</summary>
/// <param name="Name">The target's.</param>
public sealed record TargetSummary(string Name)
{
    /// <summary>Its runs, answers first, over all repeats.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>Lines over all repeats.</summary>
    public int Lines { get; init; }

    /// <summary>Lines that gave no answer; they count against the coverage of every metric.</summary>
    public int FailedLines { get; init; }

    /// <summary>In the order of the evaluators.</summary>
    public IReadOnlyList<MetricSummary> Metrics { get; init; } = [];
}

/// <summary>One metric of one target.</summary>
/// <param name="Name">Its column.</param>
public sealed record MetricSummary(string Name)
{
    /// <summary>Lines that could have a score, failed ones included.</summary>
    public int Lines { get; init; }

    /// <summary>Lines that have one.</summary>
    public int Scored { get; init; }

    /// <summary>Of the scores.</summary>
    public double Sum { get; init; }

    /// <summary>Lines that pass; null where there is no threshold.</summary>
    public int? Passed { get; init; }

    /// <summary>Over the lines that have a score; null without any.</summary>
    public double? Mean => Scored == 0 ? null : Sum / Scored;

    internal MetricSummary With(MetricSummary more) => this with
    {
        Lines = Lines + more.Lines,
        Scored = Scored + more.Scored,
        Sum = Sum + more.Sum,
        Passed = Passed is null ? more.Passed : Passed + (more.Passed ?? 0),
    };
}
