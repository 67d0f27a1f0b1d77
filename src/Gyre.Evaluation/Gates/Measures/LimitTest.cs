using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Gates.Measures;

/// <summary>
/// A figure held against a limit. It passes where the whole interval keeps the limit. That it fails is known only once all that was asked at
/// the same time is: of many limits that are kept, some seem to be missed by luck.
/// </summary>
internal sealed class LimitTest
{
    private const int MostLines = 10_000_000;

    // How far the figure is on the good side of the limit.
    private readonly Measured slack;
    private readonly double tolerance;
    private readonly bool isStrict;

    /// <param name="measured">The figure; a difference for a limit against a baseline, positive where the candidate is ahead.</param>
    /// <param name="limit">What is wanted.</param>
    public LimitTest(Measured measured, Limit limit)
    {
        var (good, offset) = limit.Kind switch
        {
            LimitKind.AtMost => (measured.Negated(), -limit.Value),
            LimitKind.NotWorseBy => (measured, -limit.Value),
            _ => (measured, limit.Value),
        };
        slack = good with { Estimate = good.Estimate - offset, LowPoint = good.LowPoint - offset, HighPoint = good.HighPoint - offset, Low = good.Low - offset, High = good.High - offset };

        // 0.1 + 0.2 is not 0.3 to a computer, but keeps a limit of 0.3.
        tolerance = 1e-12 * Math.Max(1, Math.Abs(limit.Value));
        isStrict = limit.Kind is LimitKind.NotWorseBy or LimitKind.BetterBy;
    }

    /// <summary>Whether it is shown that the limit is kept.</summary>
    public bool Passes => isStrict ? slack.Low > tolerance : slack.Low >= -tolerance;

    /// <summary>Whether luck has a part in it.</summary>
    public bool HasLuck => slack.Low < slack.LowPoint || slack.High > slack.HighPoint;

    /// <summary>Whether the whole interval is beyond the limit.</summary>
    public bool IsBeyond => slack.High < -tolerance;

    /// <summary>Whether lines without a score alone leave it open.</summary>
    public bool HangsOnMissing => !(slack.LowPoint >= -tolerance) && !(slack.HighPoint < -tolerance);

    /// <summary>The one-sided chance of a figure this far beyond the limit if the limit were just kept; 1 where it is not beyond.</summary>
    public double P
    {
        get
        {
            if (!(slack.HighPoint < -tolerance))
            {
                return 1;
            }

            // The end of the interval is where this chance is 2.5 %.
            var reach = slack.High - slack.HighPoint;
            return reach > 0 ? Quantiles.NormalBelow(slack.HighPoint / reach * Quantiles.Z95) : 0;
        }
    }

    /// <summary>The verdict.</summary>
    /// <param name="adjusted"><see cref="P"/> after correction for all that was asked at the same time.</param>
    public GateVerdict Judge(double adjusted) =>
        Passes ? GateVerdict.Pass
        : IsBeyond && (!HasLuck || adjusted <= Quantiles.Alpha / 2) ? GateVerdict.Fail
        : GateVerdict.Inconclusive;

    /// <summary>About how many lines more would settle it four times out of five, if things stay as they look; null where no number of lines is in sight.</summary>
    /// <param name="factor">By how much <see cref="P"/> was multiplied in the correction.</param>
    public int? MoreLines(int factor)
    {
        var (point, reach, share) = slack.LowPoint > 0 ? (slack.LowPoint, slack.LowPoint - slack.Low, 1) : (slack.HighPoint, slack.High - slack.HighPoint, factor);
        if (HangsOnMissing || point == 0 || !double.IsFinite(point) || !double.IsFinite(reach) || slack.Lines == 0)
        {
            return null;
        }

        var wanted = Quantiles.Normal(1 - (Quantiles.Alpha / 2 / share)) + Quantiles.Normal(SampleSize.Power);
        var times = Math.Pow(reach * wanted / Quantiles.Z95 / point, 2);
        var more = Math.Ceiling((times - 1) * slack.Lines);
        return more <= MostLines ? Math.Max(1, (int)more) : null;
    }
}
