using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Runs;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons;

/// <summary>Compares two runs: their outputs, and the per-line results of evaluation runs over them, joined on the line number.</summary>
public static class RunComparison
{
    /// <summary>The second run against the first.</summary>
    /// <param name="baseline">The first run.</param>
    /// <param name="candidate">The second run.</param>
    /// <param name="baselineEvaluations">Completed evaluation runs of the first, oldest first.</param>
    /// <param name="candidateEvaluations">Completed evaluation runs of the second, of the same evaluators.</param>
    /// <param name="options">What to compare, and how.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException">There is no line in common, or a column that is asked for is absent or of text.</exception>
    public static Comparison Compare(
        Run baseline,
        Run candidate,
        IReadOnlyList<Run> baselineEvaluations,
        IReadOnlyList<Run> candidateEvaluations,
        ComparisonOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new ComparisonOptions();
        string[] texts = [.. options.Slices, .. options.Cluster is { } cluster ? (string[])[cluster] : []];
        string[] numbers = [.. options.Metrics, .. options.Metrics.Select(m => m + "_result")];
        var tables = new ScoreTable[2];
        Parallel.Invoke(
            () => tables[0] = RunScores.Read(baseline, baselineEvaluations, numbers, texts, cancellationToken),
            () => tables[1] = RunScores.Read(candidate, candidateEvaluations, numbers, texts, cancellationToken));
        var comparison = new SystemsComparison(tables[0], tables[1], options).Compare();
        var flipped = FlipAnswers.Keys(comparison);
        return flipped.Count == 0
            ? comparison
            : FlipAnswers.Add(comparison, RunScores.Answers(baseline, options.Answer, flipped), RunScores.Answers(candidate, options.Answer, flipped));
    }
}
