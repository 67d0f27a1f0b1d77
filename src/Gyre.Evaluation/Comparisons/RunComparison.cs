using System.Globalization;
using System.Numerics;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Comparisons;

/// <summary>What two runs' scores say about which is better.</summary>
public enum Verdict
{
    /// <summary>The second run is better: the whole interval is on its side.</summary>
    Better,

    /// <summary>The second run is worse.</summary>
    Worse,

    /// <summary>The interval holds both; more lines may settle it.</summary>
    CannotTell,
}

/// <summary>Two runs compared line by line: the second against the first.</summary>
/// <param name="Baseline">Name of the first run.</param>
/// <param name="Candidate">Name of the second run.</param>
/// <param name="Metrics">One per column of numbers or truth values that both have, in order of appearance.</param>
public sealed record RunComparison(string Baseline, string Candidate, IReadOnlyList<MetricComparison> Metrics)
{
    /// <summary>Lines that completed in both.</summary>
    public int PairedLines { get; init; }

    /// <summary>Lines that failed in the first run; they are in no mean.</summary>
    public int BaselineFailed { get; init; }

    /// <summary>Lines that failed in the second run; they are in no mean.</summary>
    public int CandidateFailed { get; init; }

    /// <summary>Compares outputs, and the per-line results of evaluation runs over them, joined on the line number.</summary>
    /// <param name="baseline">The first run.</param>
    /// <param name="candidate">The second run.</param>
    /// <param name="baselineEvaluations">Completed evaluation runs of the first.</param>
    /// <param name="candidateEvaluations">Completed evaluation runs of the second, of the same flows.</param>
    /// <param name="options">Seed, confidence, what lower is better for.</param>
    public static RunComparison Compare(
        Run baseline, Run candidate, IReadOnlyList<Run> baselineEvaluations, IReadOnlyList<Run> candidateEvaluations, ComparisonOptions? options = null)
    {
        options ??= new ComparisonOptions();
        var first = Scores([baseline, .. baselineEvaluations]);
        var second = Scores([candidate, .. candidateEvaluations]);
        var (linesA, linesB) = (Lines(baseline), Lines(candidate));
        return new RunComparison(
            baseline.Name,
            candidate.Name,
            [
                .. first.Where(m => second.ContainsKey(m.Key))
                    .Select(m => MetricComparison.Of(m.Key, m.Value, second[m.Key], options))
                    .OfType<MetricComparison>(),
            ])
        {
            PairedLines = linesA.Count(l => l.Value && linesB.GetValueOrDefault(l.Key)),
            BaselineFailed = linesA.Values.Count(ok => !ok),
            CandidateFailed = linesB.Values.Count(ok => !ok),
        };
    }

    private static Dictionary<int, bool> Lines(Run run) =>
        new RunArtifacts(new RunFolder(run.Folder)).Lines().ToDictionary(l => l.Line!.Value, l => l.Status == nameof(RunStatus.Completed));

    /// <summary>Numbers by column and line. A later run's column replaces an earlier one's of the same name; a column with anything but numbers is none.</summary>
    private static OrderedDictionary<string, Dictionary<int, double>> Scores(IReadOnlyList<Run> runs)
    {
        var columns = new OrderedDictionary<string, Dictionary<int, double>>(StringComparer.Ordinal);
        foreach (var run in runs)
        {
            foreach (var (name, values) in Scores(run))
            {
                columns[name] = values;
            }
        }

        return columns;
    }

    private static OrderedDictionary<string, Dictionary<int, double>> Scores(Run run)
    {
        var columns = new OrderedDictionary<string, Dictionary<int, double>>(StringComparer.Ordinal);
        var text = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in new RunArtifacts(new RunFolder(run.Folder)).Lines().Where(l => l.Status == nameof(RunStatus.Completed)))
        {
            foreach (var (key, value) in line["output"] as PythonDict ?? [])
            {
                var name = PythonText.Str(key);
                if (value is null || (value is double number && !double.IsFinite(number)))
                {
                    continue;
                }

                if (Number(value) is not { } score)
                {
                    text.Add(name);
                    continue;
                }

                if (!columns.TryGetValue(name, out var scores))
                {
                    columns[name] = scores = [];
                }

                scores[line.Line!.Value] = score;
            }
        }

        foreach (var name in text)
        {
            columns.Remove(name);
        }

        return columns;
    }

    // Evaluation flows like to give scores as text ("4", "true"): they count, words do not.
    private static double? Number(object value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long number => number,
        BigInteger number => (double)number,
        double number => number,
        string text when bool.TryParse(text, out var flag) => flag ? 1 : 0,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };
}

/// <summary>How runs are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Of the resampling; the same seed gives the same interval. Default 20.</summary>
    public int Seed { get; init; } = 20;

    /// <summary>Resamples. Default 2,000.</summary>
    public int Resamples { get; init; } = 2_000;

    /// <summary>Columns where less is better, such as latency or cost.</summary>
    public IReadOnlyCollection<string> LowerIsBetter { get; init; } = [];

    /// <summary>How many of the worst lines are named. Default 5.</summary>
    public int WorstLines { get; init; } = 5;
}
