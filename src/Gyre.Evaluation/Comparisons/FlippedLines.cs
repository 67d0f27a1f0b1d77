using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluations.Findings;
using Gyre.Evaluation.Evaluators;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons;

/// <summary>All lines of which one metric passes in one system and fails in the other; what was answered is read for those that are shown.</summary>
internal sealed class FlippedLines
{
    private readonly ScoredPart baseline, candidate;
    private readonly PairedRows rows;
    private readonly IReadOnlyList<Flip> flips;

    private FlippedLines(ScoredPart baseline, ScoredPart candidate, PairedRows rows, IReadOnlyList<Flip> flips) =>
        (this.baseline, this.candidate, this.rows, this.flips) = (baseline, candidate, rows, flips);

    /// <summary>Finds them.</summary>
    /// <param name="baseline">The first, with what scored it.</param>
    /// <param name="candidate">The second.</param>
    /// <param name="metric">The column.</param>
    /// <param name="columns">Columns by whose values they may be chosen.</param>
    /// <param name="workspace">Where calibrations are; null outside a workspace.</param>
    /// <exception cref="ProblemException"><c>column-missing</c> and the like.</exception>
    public static FlippedLines Find(ScoredPart baseline, ScoredPart candidate, string metric, IReadOnlyList<string> columns, string? workspace)
    {
        string[] numbers = [metric, ScoreColumns.Result(metric)];
        var tables = new ScoreTable[2];
        Parallel.Invoke(
            () => tables[0] = RunScores.Read(baseline, numbers, columns, CancellationToken.None),
            () => tables[1] = RunScores.Read(candidate, numbers, columns, CancellationToken.None));
        var options = new ComparisonOptions { Metrics = [metric], WorstLines = int.MaxValue, Facts = MetricFacts.Of(baseline.Runs.Concat(candidate.Runs), workspace), Workspace = workspace };
        return new FlippedLines(baseline, candidate, new PairedRows(tables[0], tables[1]), new SystemsComparison(tables[0], tables[1], options).Compare(CancellationToken.None).Metrics[0].Flips);
    }

    /// <summary>Those that went one way and have some values, lost ones first.</summary>
    /// <param name="won">True for those that pass now, false for those that fail now, null for both.</param>
    /// <param name="where">Columns and the values they must have.</param>
    public IReadOnlyList<Flip> Choose(bool? won, IReadOnlyList<(string Column, string Value)> where)
    {
        var texts = where.Select(w => (w.Value, A: rows.Baseline.TextColumn(w.Column), B: rows.Candidate.TextColumn(w.Column))).ToArray();
        return [.. flips.Where(f => (won is null || f.Won == won) && texts.All(t => (t.A?.Text(rows.Baseline.Find(f.Line)) ?? t.B?.Text(rows.Candidate.Find(f.Line)) ?? "(none)") == t.Value))];
    }

    /// <summary>The same with what both answered.</summary>
    public IReadOnlyList<Flip> WithAnswers(IReadOnlyList<Flip> some)
    {
        var (before, now) = (Texts(some, baseline, f => f.Tries.Baseline), Texts(some, candidate, f => f.Tries.Candidate));
        return [.. some.Select(f => f with { BaselineAnswer = before[f.Tries.Baseline].GetValueOrDefault(f.Line), CandidateAnswer = now[f.Tries.Candidate].GetValueOrDefault(f.Line) })];
    }

    /// <summary>The scores of a line on both sides.</summary>
    public (double A, double B) Scores(string metric, string line) =>
        (rows.Baseline.Column(metric)?[rows.Baseline.Find(line)] ?? double.NaN, rows.Candidate.Column(metric)?[rows.Candidate.Find(line)] ?? double.NaN);

    // A try is read once for all lines that it speaks for.
    private static Dictionary<int, IReadOnlyDictionary<string, string>> Texts(IReadOnlyList<Flip> some, ScoredPart part, Func<Flip, int> attempt) =>
        some.GroupBy(attempt).ToDictionary(g => g.Key, g => ScoredTexts.Of(part.Repeats[g.Key], g.Select(f => f.Line).ToHashSet(StringComparer.Ordinal)));
}
