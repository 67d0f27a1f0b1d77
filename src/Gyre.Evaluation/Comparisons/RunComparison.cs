using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Evaluators;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons;

/// <summary>Compares two runs: their outputs, and the per-line results of evaluation runs over them, joined on the line number.</summary>
public static class RunComparison
{
    /// <summary>The second against the first.</summary>
    /// <param name="baseline">The first, with what scored it.</param>
    /// <param name="candidate">The second, scored by the same evaluators.</param>
    /// <param name="options">What to compare, and how; which way is good is known from the evaluators where nothing is said.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException">There is no line in common, or a column that is asked for is absent or of text.</exception>
    public static Comparison Compare(ScoredPart baseline, ScoredPart candidate, ComparisonOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ComparisonOptions();
        options = options with { Facts = MetricFacts.Of(baseline.Runs.Concat(candidate.Runs), options.Workspace) };
        string[] texts = [.. options.Slices, .. options.Cluster is { } cluster ? (string[])[cluster] : []];
        string[] numbers = [.. options.Metrics, .. options.Metrics.Select(ScoreColumns.Result)];
        var tables = new ScoreTable[2];
        Parallel.Invoke(
            () => tables[0] = RunScores.Read(baseline, numbers, texts, cancellationToken),
            () => tables[1] = RunScores.Read(candidate, numbers, texts, cancellationToken));
        var comparison = new SystemsComparison(tables[0], tables[1], options).Compare();
        var flipped = FlipAnswers.Keys(comparison);
        return flipped.Count == 0
            ? comparison
            : FlipAnswers.Add(comparison, RunScores.Answers(baseline.Repeats[0].Answers, options.Answer, flipped), RunScores.Answers(candidate.Repeats[0].Answers, options.Answer, flipped));
    }
}
