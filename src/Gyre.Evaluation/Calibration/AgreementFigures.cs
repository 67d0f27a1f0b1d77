using Gyre.Evaluation.Statistics;
using Gyre.Evaluation.Statistics.Agreement;

namespace Gyre.Evaluation.Calibration;

/// <summary>
/// The measures of agreement that suit a scale, each for the judge and for people among themselves. Where labels are compared one by one
/// (kappa), a judge meets every label of the line as each rater meets those of the others; where orders are compared (Spearman), the judge meets the mean
/// of the labels, and a rater the mean of the others'.
/// </summary>
internal sealed class AgreementFigures
{
    private readonly IReadOnlyList<LabelledLine> lines;
    private readonly LabelScale scale;
    private readonly double[] values;

    public AgreementFigures(IReadOnlyList<LabelledLine> lines, LabelScale scale)
    {
        (this.lines, this.scale) = (lines, scale);
        values = [.. lines.SelectMany(l => l.Given.Append(l.Judge)).Distinct().Order()];
        HasCeiling = lines.Count(l => l.Given.Length > 1) >= CalibrationRequest.FewestLines;
    }

    private bool HasCeiling { get; }

    /// <summary>All of them, the one to go by first.</summary>
    public IReadOnlyList<AgreementFigure> All() => [.. Measures().AsParallel().AsOrdered().Select(m => m())];

    /// <summary>The one to go by.</summary>
    public AgreementFigure Main() => Measures()[0]();

    private IReadOnlyList<Func<AgreementFigure>> Measures() => scale switch
    {
        LabelScale.Truth =>
        [
            () => Labels("Cohen's kappa", (a, b) => Kappa.Of(Kappa.Table(Places(a), Places(b), values.Length))),
            () => Labels("agreement", Same),
            () => Alpha(RatingLevel.Nominal),
        ],
        LabelScale.Ordinal =>
        [
            () => Labels("kappa, quadratic weights", (a, b) => Kappa.Of(Steps(a, b), KappaWeights.Quadratic)),
            () => Labels("kappa, linear weights", (a, b) => Kappa.Of(Steps(a, b), KappaWeights.Linear)),
            () => Labels("Cohen's kappa", (a, b) => Kappa.Of(Kappa.Table(Places(a), Places(b), values.Length))),
            () => Labels("agreement", Same),
            () => Alpha(RatingLevel.Ordinal),
            () => Orders("Spearman", (a, b) => RankCorrelation.Spearman(a, b)),
            () => Orders("Kendall tau-b", (a, b) => RankCorrelation.KendallTauB(a, b)),
            () => Orders("mean absolute error", Error),
        ],
        _ =>
        [
            () => Orders("Spearman", (a, b) => RankCorrelation.Spearman(a, b)),
            () => Orders("Kendall tau-b", (a, b) => RankCorrelation.KendallTauB(a, b)),
        ],
    };

    private AgreementFigure Labels(string name, Func<double[], double[], double> measure) => Figure(
        name,
        line => line.Given.Select(label => (line.Judge, label)),
        line => line.Given.Index().SelectMany(a => line.Given.Index().Where(b => b.Index != a.Index).Select(b => (a.Item, b.Item))),
        measure);

    private AgreementFigure Orders(string name, Func<double[], double[], double> measure) => Figure(
        name,
        line => [(line.Judge, line.People)],
        line => line.Given.Select(label => (label, ((line.People * line.Given.Length) - label) / (line.Given.Length - 1))),
        measure);

    private AgreementFigure Figure(
        string name,
        Func<LabelledLine, IEnumerable<(double, double)>> judge,
        Func<LabelledLine, IEnumerable<(double, double)>> people,
        Func<double[], double[], double> measure)
    {
        var several = lines.Where(l => l.Given.Length > 1).ToArray();
        return new AgreementFigure(name, Over(lines, judge, measure), HasCeiling ? Over(several, people, measure) : null);
    }

    private static Interval Over(IReadOnlyList<LabelledLine> lines, Func<LabelledLine, IEnumerable<(double A, double B)>> pairs, Func<double[], double[], double> measure)
    {
        var made = lines.Select(l => pairs(l).ToArray()).ToArray();
        return StatisticInterval.Of(LineClusters.Of(lines), items =>
        {
            var count = 0;
            foreach (var item in items)
            {
                count += made[item].Length;
            }

            var (a, b, at) = (new double[count], new double[count], 0);
            foreach (var item in items)
            {
                foreach (var pair in made[item])
                {
                    (a[at], b[at]) = pair;
                    at++;
                }
            }

            return measure(a, b);
        });
    }

    // Beside people's own alpha stands that of people with the judge as one more of them: a judge that is like them leaves it as it was.
    private AgreementFigure Alpha(RatingLevel level)
    {
        Interval Over(IEnumerable<double[]> units)
        {
            var pairs = new KrippendorffAlpha.Coincidences([.. units]);
            return StatisticInterval.Of(LineClusters.Of(lines), items => pairs.Alpha(items, level));
        }

        return new AgreementFigure("Krippendorff's alpha, with the judge as one more", Over(lines.Select(l => l.Labels.Append(l.Judge).ToArray())), HasCeiling ? Over(lines.Select(l => l.Labels)) : null);
    }

    private int[] Places(double[] of) => Array.ConvertAll(of, value => Array.BinarySearch(values, value));

    // Steps that nobody used lie between those that were used.
    private double[,] Steps(double[] a, double[] b)
    {
        var low = values[0];
        return Kappa.Table(Array.ConvertAll(a, v => (int)(v - low)), Array.ConvertAll(b, v => (int)(v - low)), (int)(values[^1] - low) + 1);
    }

    private static double Same(double[] a, double[] b) => a.Zip(b).Count(p => p.First == p.Second) / (double)a.Length;

    private static double Error(double[] a, double[] b) => a.Zip(b).Average(p => Math.Abs(p.First - p.Second));
}
