using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluations.Findings;

/// <summary>Says why lines have no score: they gave no answer, could not be scored at all, or the evaluator could not tell.</summary>
internal static class MissingScores
{
    /// <summary>The reasons by metric; only lines that lack a score are read.</summary>
    /// <param name="part">The target's runs.</param>
    /// <param name="tries">Their scores.</param>
    /// <param name="metrics">Columns.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static IReadOnlyDictionary<string, Causes> Of(ScoredPart part, IReadOnlyList<ScoreTable> tries, IEnumerable<string> metrics, CancellationToken cancellationToken)
    {
        var causes = metrics.ToDictionary(m => m, _ => new Causes(), StringComparer.Ordinal);
        foreach (var (scored, table) in part.Repeats.Zip(tries))
        {
            var unanswered = scored.Scores.Contains(scored.Answers) ? 0 : scored.Answers.FailedLines;
            var missing = causes.Keys.Where(m => IsMissing(table, m)).ToArray();
            foreach (var metric in missing.Where(_ => unanswered > 0))
            {
                causes[metric].Add("The target gave no answer.", unanswered);
            }

            foreach (var scoring in missing.Length == 0 ? [] : scored.Scores)
            {
                Add(scoring, missing, causes, cancellationToken);
            }
        }

        return causes;
    }

    private static bool IsMissing(ScoreTable table, string metric) => table.Column(metric) is not { } column || column.Numbers < table.Keys.Count;

    private static void Add(Run scoring, string[] missing, Dictionary<string, Causes> causes, CancellationToken cancellationToken)
    {
        var mine = MetricFacts.Of([scoring], null).Keys.Where(m => missing.Contains(m, StringComparer.Ordinal)).ToArray();
        if (mine.Length == 0)
        {
            return;
        }

        foreach (var line in new RunArtifacts(new RunFolder(scoring.Folder), only: ["status", "output", "error"]).Lines())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var output = line["output"] as PythonDict;
            foreach (var metric in mine.Where(m => output?.GetValueOrDefault(m) is null))
            {
                causes[metric].Add(output is null || line.Status != nameof(RunStatus.Completed)
                    ? (line["error"] as PythonDict)?.GetValueOrDefault("message") as string ?? "The line could not be scored."
                    : output.GetValueOrDefault(ScoreColumns.Reason(metric)) as string ?? "The evaluator gave no value.");
            }
        }
    }
}
