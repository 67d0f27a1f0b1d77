using System.Globalization;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Runs.Lines;

/// <summary>What the runs over a run scored, by line: a column for each metric.</summary>
internal sealed class LineScores
{
    private readonly ScoreTable table;

    private LineScores(ScoreTable table, IReadOnlyList<MetricSummary> metrics) => (this.table, Metrics) = (table, metrics);

    /// <summary>The metrics with their means and intervals, in the order of the evaluators.</summary>
    public IReadOnlyList<MetricSummary> Metrics { get; }

    /// <summary>Reads them.</summary>
    /// <param name="run">The run that answered.</param>
    /// <param name="scoring">The runs that scored it, oldest first: a later one's column replaces an earlier one's.</param>
    /// <param name="workspace">Where calibrations are; null outside a workspace.</param>
    public static LineScores Read(Run run, IReadOnlyList<Run> scoring, string? workspace)
    {
        if (scoring.Count == 0)
        {
            return new LineScores(new ScoreTable(run.Name), []);
        }

        var facts = MetricFacts.Of(scoring, workspace);
        var read = RunScores.Read(run.Name, new ScoredRun(scoring[0], [.. scoring.Skip(1)]), [], [], CancellationToken.None);
        var known = facts.Values.Where(f => f.Card.Threshold is not null || read.Column(f.Card.Name) is not { Word: not null, IsVerdict: false });

        // What an evaluation flow gives has no card; its columns of numbers are metrics all the same.
        var given = read.Columns.Where(c => !facts.ContainsKey(c.Name) && c.Numbers > 0 && (c.Word is null || c.IsVerdict) && IsOwn(c.Name, read, facts))
            .Select(c => MetricFacts.Given(c.Name, scoring[^1].Definition.FlowName));
        var lines = run.TotalLines ?? read.Keys.Count;
        return new LineScores(read, [.. known.Concat(given).AsParallel().AsOrdered().Select(f => MetricFindings.Of(f, [read], lines))]);
    }

    /// <summary>The score of a line; null where it has none.</summary>
    public double? Of(string metric, int line) => table.Column(metric)?[Row(line)] is { } value && !double.IsNaN(value) ? value : null;

    /// <summary>Whether a line passed; null where nothing passes or fails, or it has no score.</summary>
    public bool? Passed(MetricSummary metric, int line)
    {
        if (MetricChoice.Passes(table, metric.Name) is { } passes)
        {
            return passes[Row(line)] is var passed && double.IsNaN(passed) ? null : passed == 1;
        }

        return metric.IsRate && Of(metric.Name, line) is { } value ? value == (metric.Facts.Card.Direction == Direction.LowerIsBetter ? 0 : 1) : null;
    }

    /// <summary>What one scoring run says of a line beside the numbers: reasons by metric.</summary>
    public static PythonDict? Said(Run scoring, int line) => LineRecords.Find(new RunFolder(scoring.Folder).FlowArtifacts, line)?["output"] as PythonDict;

    private int Row(int line) => table.Find(line.ToString(CultureInfo.InvariantCulture));

    private static bool IsOwn(string column, ScoreTable table, IReadOnlyDictionary<string, MetricFacts> facts) =>
        ScoreColumns.Beside(column, other => facts.ContainsKey(other) || table.Column(other) is { Numbers: > 0 }) is null;
}
