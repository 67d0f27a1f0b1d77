using Gyre.Evaluation.Comparisons.Tables;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Statistics;
using Gyre.Evaluation.Statistics.Agreement;
using Gyre.Evaluation.Statistics.Corrections;
using Gyre.Kernel;

namespace Gyre.Evaluation.Calibration;

/// <summary>Holds a judge's scores against people's labels of the same lines.</summary>
public static class CalibrateJudge
{
    private const int WorstLines = 5;

    /// <summary>Calibrates on a file.</summary>
    /// <param name="file">JSON lines, JSON, CSV or TSV with the judge's column and the people's.</param>
    /// <param name="production">Other traffic that the judge has scored; null for none.</param>
    /// <param name="request">Which columns.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException">A file is absent or broken, a column is absent or of text, or there are too few labels.</exception>
    public static async Task<CalibrationResult> OnFileAsync(string file, ProductionTraffic? production, CalibrationRequest request, CancellationToken cancellationToken)
    {
        var table = await FileScores.ReadAsync(file, Fields(request), cancellationToken);
        var traffic = production is null ? null : await production.ReadAsync(request, cancellationToken);
        return Calibrate(table, traffic, request);
    }

    /// <summary>Calibrates on a run whose data hold the labels.</summary>
    /// <param name="run">The run that was scored.</param>
    /// <param name="evaluations">Evaluation runs over it, oldest first.</param>
    /// <param name="production">Other traffic that the judge has scored; null for none.</param>
    /// <param name="request">Which columns; people's are inputs or outputs of the run.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException">A column is absent or of text, or there are too few labels.</exception>
    public static async Task<CalibrationResult> OnRunAsync(Run run, IReadOnlyList<Run> evaluations, ProductionTraffic? production, CalibrationRequest request, CancellationToken cancellationToken)
    {
        var table = RunScores.Labelled(run, evaluations, Fields(request), cancellationToken);
        var traffic = production is null ? null : await production.ReadAsync(request, cancellationToken);
        return Calibrate(table, traffic, request);
    }

    internal static CalibrationResult Calibrate(ScoreTable table, ScoreTable? traffic, CalibrationRequest request)
    {
        var labelled = LabelledLines.Of(table, request);
        LabelledLine[] lines = [.. labelled.Where(l => l.IsPaired)];
        var scale = LabelScales.Of(lines);
        var good = Good(lines, request.Passing);
        var best = good is null ? null : BestThreshold.Find([.. lines.Select(l => l.Judge)], good, [.. lines.Select(l => l.Cluster)]);
        var threshold = best is null ? null : Threshold(lines, good!, best);
        return new CalibrationResult(request.Judge, labelled[0].Labels.Length, lines.Length, labelled.Count - lines.Length)
        {
            Figures = new AgreementFigures(lines, scale).All(),
            LinesOfSeveral = lines.Count(l => l.Given.Length > 1),
            Bias = scale == LabelScale.Number ? null : LineClusters.Mean(lines, l => l.Judge - l.People),
            Confusion = scale == LabelScale.Number ? null : Confusion(lines),
            Threshold = threshold,
            Worst = Worst(lines, scale),
            Slices = [.. request.Slices.Index().SelectMany(s => BySlice(lines, scale, s.Index, s.Item))],
            Production = traffic is null ? null : Production(lines, good, best, Scores(traffic, request)),
        };
    }

    private static ScoreFields Fields(CalibrationRequest request) => new(request.Key) { Numbers = [request.Judge], Whole = request.Humans, Texts = [.. request.Slices, .. request.Cluster is { } cluster ? (string[])[cluster] : []] };

    // Most of the raters, or the one, call it good.
    private static bool[]? Good(LabelledLine[] lines, double? passing)
    {
        var from = passing ?? (lines.All(l => l.Given.All(v => v is 0 or 1)) ? 1 : double.NaN);
        bool[] good = [.. lines.Select(l => l.Given.Average(v => v >= from ? 1 : 0) >= 0.5)];
        return double.IsNaN(from) || good.All(g => g) || !good.Contains(true) ? null : good;
    }

    private static ThresholdAdvice Threshold(LabelledLine[] lines, bool[] good, BestThreshold best)
    {
        var (hits, yes) = Hits(lines, good, best);
        var (rejections, no) = Rejections(lines, good, best);
        return new ThresholdAdvice(best.Value, best.Youden, best.Accuracy, LineClusters.Area(lines, good))
        {
            Sensitivity = Proportion.Wilson(hits, yes),
            Specificity = Proportion.Wilson(rejections, no),
        };
    }

    private static (double Counted, double Lines) Hits(LabelledLine[] lines, bool[] good, BestThreshold best) => Rate(lines, i => good[i], i => best.Passes[i]);

    private static (double Counted, double Lines) Rejections(LabelledLine[] lines, bool[] good, BestThreshold best) => Rate(lines, i => !good[i], i => !best.Passes[i]);

    private static (double Counted, double Lines) Rate(LabelledLine[] lines, Func<int, bool> isOne, Func<int, bool> isTrue)
    {
        int[] some = [.. Enumerable.Range(0, lines.Length).Where(isOne)];
        return LineClusters.Rate([.. some.Select(isTrue)], [.. some.Select(i => lines[i].Cluster)]);
    }

    private static ConfusionTable Confusion(LabelledLine[] lines)
    {
        double[] values = [.. lines.SelectMany(l => l.Given.Append(l.Judge)).Distinct().Order()];
        return new ConfusionTable(
            values,
            [.. values.Select(judge => (IReadOnlyList<int>)[.. values.Select(label => lines.Where(l => l.Judge == judge).Sum(l => l.Given.Count(v => v == label)))])]);
    }

    // Numbers of different kinds are as far apart as their places in the order.
    private static IReadOnlyList<Disagreement> Worst(LabelledLine[] lines, LabelScale scale)
    {
        double[] judge = [.. lines.Select(l => l.Judge)], people = [.. lines.Select(l => l.People)];
        if (scale == LabelScale.Number)
        {
            (judge, people) = (RankCorrelation.Ranks(judge), RankCorrelation.Ranks(people));
        }

        return
        [
            .. lines.Select((line, i) => (Line: line, Distance: Math.Abs(judge[i] - people[i]))).Where(l => l.Distance > 0).OrderByDescending(l => l.Distance).Take(WorstLines)
                .Select(l => new Disagreement(l.Line.Key, l.Line.Judge, l.Line.People)),
        ];
    }

    private static IEnumerable<SliceAgreement> BySlice(LabelledLine[] lines, LabelScale scale, int slice, string column) =>
        lines.GroupBy(l => l.Slices[slice], StringComparer.Ordinal).OrderByDescending(g => g.Count()).Where(g => g.Count() >= CalibrationRequest.FewestLines)
            .Select(g => new SliceAgreement(column, g.Key, g.Count(), new AgreementFigures([.. g], scale).Main()));

    private static (double[] Scores, int[] Clusters, int Nulls) Scores(ScoreTable traffic, CalibrationRequest request)
    {
        var column = traffic.Column(request.Judge) ?? throw new ProblemException(new Problem("column-missing", $"{traffic.Name} has no column '{request.Judge}'.{NearestName.Hint(request.Judge, traffic.Fields)}") { File = traffic.File, Field = request.Judge });
        int[] clusters = LabelledLines.Clusters(traffic, request.Cluster), rows = [.. Enumerable.Range(0, traffic.Keys.Count).Where(row => !double.IsNaN(column[row]))];
        return rows.Length > 1
            ? ([.. rows.Select(row => column[row])], [.. rows.Select(row => clusters[row])], traffic.Keys.Count - rows.Length)
            : throw new ProblemException(new Problem("column-empty", $"'{request.Judge}' has hardly a score in {traffic.Name}.") { File = traffic.File });
    }

    private static ProductionEstimate Production(LabelledLine[] lines, bool[]? good, BestThreshold? best, (double[] Scores, int[] Clusters, int Nulls) traffic)
    {
        var powered = PredictionPowered.Of(
            new ScoredItems([.. lines.Select(l => l.Judge)], [.. lines.Select(l => l.Cluster)]), [.. lines.Select(l => l.People)], new ScoredItems(traffic.Scores, traffic.Clusters));
        var estimate = new ProductionEstimate(traffic.Scores.Length, traffic.Nulls, traffic.Scores.Average(), powered.Mean, powered.Weight);
        if (good is null || best is null)
        {
            return estimate;
        }

        // A threshold looks better on the lines that it was chosen by than on any others: errors and rate are of thresholds chosen without the line.
        var passes = Array.ConvertAll(traffic.Scores, score => score >= best.Value);
        var (_, count) = LineClusters.Rate(passes, traffic.Clusters);
        var (hits, yes) = Hits(lines, good, best);
        var (rejections, no) = Rejections(lines, good, best);
        return estimate with
        {
            Rate = passes.Average(p => p ? 1 : 0),
            CorrectedRate = RoganGladen.Rate(count * best.Share(traffic.Scores), count, hits, yes, rejections, no),
        };
    }
}
