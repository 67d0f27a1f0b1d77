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
    /// <param name="production">A file of other traffic that the judge has scored; null for none.</param>
    /// <param name="request">Which columns.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException">A file is absent or broken, a column is absent or of text, or there are too few labels.</exception>
    public static async Task<CalibrationResult> OnFileAsync(string file, string? production, CalibrationRequest request, CancellationToken cancellationToken)
    {
        var table = await FileScores.ReadAsync(file, Fields(request), cancellationToken);
        var traffic = production is null ? null : await FileScores.ReadAsync(production, new ScoreFields(null) { Numbers = [request.Judge] }, cancellationToken);
        return Calibrate(table, traffic, request);
    }

    /// <summary>Calibrates on a run whose data hold the labels.</summary>
    /// <param name="run">The run that was scored.</param>
    /// <param name="evaluations">Evaluation runs over it, oldest first.</param>
    /// <param name="production">A file of other traffic that the judge has scored; null for none.</param>
    /// <param name="request">Which columns; people's are inputs or outputs of the run.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException">A column is absent or of text, or there are too few labels.</exception>
    public static async Task<CalibrationResult> OnRunAsync(Run run, IReadOnlyList<Run> evaluations, string? production, CalibrationRequest request, CancellationToken cancellationToken)
    {
        var table = RunScores.Labelled(run, evaluations, Fields(request), cancellationToken);
        var traffic = production is null ? null : await FileScores.ReadAsync(production, new ScoreFields(null) { Numbers = [request.Judge] }, cancellationToken);
        return Calibrate(table, traffic, request);
    }

    internal static CalibrationResult Calibrate(ScoreTable table, ScoreTable? traffic, CalibrationRequest request)
    {
        var labelled = LabelledLines.Of(table, request);
        LabelledLine[] lines = [.. labelled.Where(l => l.IsPaired)];
        var scale = LabelScales.Of(lines);
        var good = Good(lines, request.Passing);
        var threshold = good is null ? null : Threshold(lines, good);
        return new CalibrationResult(request.Judge, labelled[0].Labels.Length, lines.Length, labelled.Count - lines.Length)
        {
            Figures = new AgreementFigures(lines, scale).All(),
            Bias = scale == LabelScale.Number ? null : MeanInterval.Of([.. lines.Select(l => l.Judge - l.People)]).Interval,
            Confusion = scale == LabelScale.Number ? null : Confusion(lines),
            Threshold = threshold,
            Worst = Worst(lines, scale),
            Slices = [.. request.Slices.Index().SelectMany(s => BySlice(lines, scale, s.Index, s.Item))],
            Production = traffic is null ? null : Production(lines, good, threshold, Scores(traffic, request.Judge)),
        };
    }

    private static ScoreFields Fields(CalibrationRequest request) => new(request.Key) { Numbers = [request.Judge], Whole = request.Humans, Texts = request.Slices };

    // Most of the raters, or the one, call it good.
    private static bool[]? Good(LabelledLine[] lines, double? passing)
    {
        var from = passing ?? (lines.All(l => l.Given.All(v => v is 0 or 1)) ? 1 : double.NaN);
        bool[] good = [.. lines.Select(l => l.Given.Average(v => v >= from ? 1 : 0) >= 0.5)];
        return double.IsNaN(from) || good.All(g => g) || !good.Contains(true) ? null : good;
    }

    private static ThresholdAdvice? Threshold(LabelledLine[] lines, bool[] good)
    {
        double[] scores = [.. lines.Select(l => l.Judge)];
        if (BestThreshold.Find(scores, good) is not { } best)
        {
            return null;
        }

        var (hits, rejections) = (Hits(lines, good, best.Value), Rejections(lines, good, best.Value));
        double[] above = [.. scores.Where((_, i) => good[i])], below = [.. scores.Where((_, i) => !good[i])];
        return new ThresholdAdvice(best.Value, best.Youden, best.Accuracy, Auroc.DeLong(above, below))
        {
            Sensitivity = Proportion.Wilson(hits, above.Length),
            Specificity = Proportion.Wilson(rejections, below.Length),
        };
    }

    private static int Hits(LabelledLine[] lines, bool[] good, double threshold) => lines.Where((l, i) => good[i] && l.Judge >= threshold).Count();

    private static int Rejections(LabelledLine[] lines, bool[] good, double threshold) => lines.Where((l, i) => !good[i] && l.Judge < threshold).Count();

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

    private static (double[] Scores, int Nulls) Scores(ScoreTable traffic, string judge)
    {
        var column = traffic.Column(judge) ?? throw new ProblemException(new Problem("column-missing", $"{traffic.Name} has no column '{judge}'.{NearestName.Hint(judge, traffic.Fields)}") { File = traffic.File, Field = judge });
        double[] scores = [.. Enumerable.Range(0, traffic.Keys.Count).Select(row => column[row]).Where(v => !double.IsNaN(v))];
        return scores.Length > 1 ? (scores, traffic.Keys.Count - scores.Length) : throw new ProblemException(new Problem("column-empty", $"'{judge}' has hardly a score in {traffic.Name}.") { File = traffic.File });
    }

    private static ProductionEstimate Production(LabelledLine[] lines, bool[]? good, ThresholdAdvice? threshold, (double[] Scores, int Nulls) traffic)
    {
        var powered = PredictionPowered.Of([.. lines.Select(l => l.People)], [.. lines.Select(l => l.Judge)], traffic.Scores);
        var estimate = new ProductionEstimate(traffic.Scores.Length, traffic.Nulls, traffic.Scores.Average(), powered.Mean, powered.Weight);
        if (good is null || threshold is null)
        {
            return estimate;
        }

        var passed = traffic.Scores.Count(score => score >= threshold.Value);
        var (yes, no) = (good.Count(g => g), good.Count(g => !g));
        return estimate with
        {
            Rate = (double)passed / traffic.Scores.Length,
            CorrectedRate = RoganGladen.Rate(passed, traffic.Scores.Length, Hits(lines, good, threshold.Value), yes, Rejections(lines, good, threshold.Value), no),
        };
    }
}
