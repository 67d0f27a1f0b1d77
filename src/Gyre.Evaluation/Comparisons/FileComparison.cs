using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluators;
using Gyre.Kernel;

namespace Gyre.Evaluation.Comparisons;

/// <summary>Compares two files of scores, from whatever made them, joined on a key.</summary>
public static class FileComparison
{
    /// <summary>The second file against the first.</summary>
    /// <param name="baseline">Full path of the first: JSON lines, JSON, CSV or TSV.</param>
    /// <param name="candidate">Full path of the second.</param>
    /// <param name="key">The column that names a line in both, by dots where it is nested.</param>
    /// <param name="options">What to compare, and how.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException">A file is absent or broken (with its line), a key is missing or comes twice, no line is in common, a column is absent or of text.</exception>
    public static async Task<Comparison> CompareAsync(string baseline, string candidate, string key, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var wanted = new ScoreFields(key)
        {
            Numbers = options.Metrics.Count == 0 ? null : [.. options.Metrics, .. options.Metrics.Select(ScoreColumns.Result)],
            Texts = [.. options.Slices, .. options.Cluster is { } cluster ? (string[])[cluster] : []],
        };
        var tables = await Task.WhenAll(
            Task.Run(() => FileScores.ReadAsync(baseline, wanted, cancellationToken), cancellationToken),
            Task.Run(() => FileScores.ReadAsync(candidate, wanted, cancellationToken), cancellationToken));
        var comparison = new SystemsComparison(tables[0], tables[1], options).Compare();
        var flipped = FlipAnswers.Keys(comparison);
        if (flipped.Count == 0 || (options.Answer ?? await FileScores.AnswerFieldAsync(baseline, cancellationToken)) is not { } answer)
        {
            return comparison;
        }

        return FlipAnswers.Add(
            comparison,
            await FileScores.TextsAsync(tables[0], answer, flipped, cancellationToken),
            await FileScores.TextsAsync(tables[1], answer, flipped, cancellationToken));
    }
}
