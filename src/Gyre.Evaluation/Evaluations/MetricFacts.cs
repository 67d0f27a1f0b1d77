using Gyre.Evaluation.Calibration;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Evaluations.Execution;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Folders;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Evaluation.Evaluations;

/// <summary>What is known of a column of scores besides its values: which way is good, who says so, and whether a judge was held against people.</summary>
/// <param name="Card">Scale, direction and threshold, under the column's name.</param>
/// <param name="Evaluator">The evaluator's name; a path's for the user's own.</param>
public sealed record MetricFacts(MetricCard Card, string Evaluator)
{
    /// <summary>Of a run's properties: the name of the user's own evaluator, and its columns where less is better.</summary>
    internal const string OwnProperty = "evaluator", LowerProperty = "lower_is_better";

    /// <summary>The evaluator's version; null for the user's own.</summary>
    public string? Version { get; init; }

    /// <summary>Whether nothing says which way is good, so that the card's direction is a guess.</summary>
    public bool IsDirectionAssumed { get; init; }

    /// <summary>Whether the evaluator is not known any more (renamed, or its settings hold no longer), and with it all else but the scores.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>Whether a model judges.</summary>
    public bool IsJudged { get; init; }

    /// <summary>The model that judges, as <c>connection/model</c>; null where none does, or it is not known.</summary>
    public string? Judge { get; init; }

    /// <summary>What to write beside a judge's figures: <c>uncalibrated</c>, <c>calibrated: kappa 0.81 on 120 lines</c>; null where no model judges.</summary>
    public string? Calibration { get; init; }

    /// <summary>Whether a model judges that nobody held against people, or not in this version.</summary>
    public bool IsUncalibrated { get; init; }

    /// <summary>The facts by column of runs that score, as the evaluators were when the runs began.</summary>
    /// <param name="scoring">Oldest first: a later one's column replaces an earlier one's. Other runs tell nothing.</param>
    /// <param name="workspace">Full path of the workspace, which keeps calibrations; null where there is none.</param>
    /// <exception cref="ProblemException">A calibration cannot be read.</exception>
    public static IReadOnlyDictionary<string, MetricFacts> Of(IEnumerable<Run> scoring, string? workspace)
    {
        var facts = new OrderedDictionary<string, MetricFacts>(StringComparer.Ordinal);
        foreach (var found in scoring.SelectMany(run => Of(run, workspace)))
        {
            facts[found.Card.Name] = found;
        }

        return facts;
    }

    /// <summary>Of a column that a flow gave which says nothing of it.</summary>
    internal static MetricFacts Given(string column, string flow) => new(Unknown(column, null), flow) { IsDirectionAssumed = DirectionWords.Of(column) == Direction.None };

    private static IEnumerable<MetricFacts> Of(Run scoring, string? workspace)
    {
        var folder = new RunFolder(scoring.Folder);
        if (Path.Combine(folder.Snapshot, EvaluatorsFile.Name) is var frozen && File.Exists(frozen))
        {
            var file = EvaluatorsFile.Read(frozen);
            return OfLibrary(file, folder, workspace);
        }

        return scoring.Definition.Properties.GetValueOrDefault(OwnProperty) is string own ? OfOwn(own, scoring, folder, workspace) : [];
    }

    private static IEnumerable<MetricFacts> OfLibrary(EvaluatorsFile file, RunFolder folder, string? workspace)
    {
        var evaluators = file.Evaluators.Select(spec => (Spec: spec, Facts: OfLibrary(spec, file, workspace))).ToArray();
        var known = evaluators.SelectMany(e => e.Facts ?? []);
        return evaluators.FirstOrDefault(e => e.Facts is null).Spec is null ? known : known.Concat(OfForgotten());

        // What no evaluator of today explains is from one that is not known any more.
        IEnumerable<MetricFacts> OfForgotten()
        {
            EvaluatorSpec[] forgotten = [.. evaluators.Where(e => e.Facts is null).Select(e => e.Spec)];
            var explained = evaluators.Where(e => e.Facts is not null).SelectMany(e => e.Facts!).Select(f => f.Card.Name).ToHashSet(StringComparer.Ordinal);
            return Columns(FirstRow(folder)).Where(column => !explained.Contains(column)).Select(column =>
            {
                var spec = forgotten.FirstOrDefault(s => column.StartsWith(s.Label, StringComparison.Ordinal)) ?? forgotten[0];
                return new MetricFacts(Unknown(column, null), spec.Name)
                {
                    IsForgotten = true,
                    IsDirectionAssumed = DirectionWords.Of(column) == Direction.None,
                    IsJudged = true,
                    Judge = file.Judge,
                    Calibration = "not known any more",
                    IsUncalibrated = true,
                };
            });
        }
    }

    // Null where the evaluator is not known any more: runs are shown longer than evaluators and their settings live.
    private static MetricFacts[]? OfLibrary(EvaluatorSpec spec, EvaluatorsFile file, string? workspace)
    {
        EvaluatorCard card;
        try
        {
            card = EvaluatorLibrary.Create(spec, new EvaluatorServices(new FlowServices { Connections = ConnectionSources.None, Models = new ModelProviders() }) { Judge = file.Judge, Workspace = workspace, Prompts = file.Prompts }).Card;
        }
        catch (ProblemException)
        {
            return null;
        }

        return [.. new EvaluatorColumns(spec, card).Metrics.Select(metric => new MetricFacts(metric, spec.Name) { Version = file.Versions.GetValueOrDefault(spec.Label) ?? card.Version }.JudgedBy(file.Judge, card.IsJudged && !metric.IsComputed, workspace))];
    }

    // Of the user's own evaluator nothing is known but what it gave; where it called a model, that judges.
    private static IEnumerable<MetricFacts> OfOwn(string name, Run scoring, RunFolder folder, string? workspace)
    {
        var row = FirstRow(folder);
        var lower = (scoring.Definition.Properties.GetValueOrDefault(LowerProperty) as IReadOnlyList<object?> ?? []).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var judged = scoring.Costs is { Priced: > 0 } or { Unpriced: > 0 };
        return Columns(row).Select(column =>
        {
            var isLower = lower.Contains(column) || (column.StartsWith($"{name}.", StringComparison.Ordinal) && lower.Contains(column[(name.Length + 1)..]));
            var card = Unknown(column, row.GetValueOrDefault(ScoreColumns.Threshold(column)) as double?);
            return new MetricFacts(isLower ? card with { Direction = Direction.LowerIsBetter } : card, name)
            {
                // Who names the columns where less is better has thought of the others.
                IsDirectionAssumed = lower.Count == 0 && DirectionWords.Of(column) == Direction.None,
            }.JudgedBy(null, judged, workspace);
        });
    }

    private static PythonDict FirstRow(RunFolder folder) =>
        File.Exists(folder.FlowOutputs) && File.ReadLines(folder.FlowOutputs).FirstOrDefault() is { } first ? (PythonDict)PythonJson.Parse(first)! : [];

    private static IEnumerable<string> Columns(PythonDict row) =>
        row.Keys.Select(PythonText.Str).Where(column => column != ColumnMapping.LineNumber && ScoreColumns.Beside(column, other => row.ContainsKey(other)) is null);

    private static MetricCard Unknown(string column, double? threshold) =>
        new(column, new Scale(ScaleKind.Number, null, null), ComparisonOptions.SaysLowerIsBetter(column) ? Direction.LowerIsBetter : Direction.HigherIsBetter) { Threshold = threshold };

    private MetricFacts JudgedBy(string? judge, bool isJudged, string? workspace)
    {
        if (!isJudged)
        {
            return this;
        }

        var record = workspace is null ? null : CalibrationRecord.Find(workspace, Evaluator) ?? CalibrationRecord.Find(workspace, Card.Name);
        return this with
        {
            IsJudged = true,
            Judge = judge,
            Calibration = CalibrationRecord.Label(record, Version, judge),
            IsUncalibrated = record?.VouchesFor(Version, judge) != true,
        };
    }
}
