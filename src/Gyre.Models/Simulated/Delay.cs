using System.Globalization;
using Gyre.Wire.Http;

namespace Gyre.Models.Simulated;

/// <summary>How long something takes, by chance: points of the distribution, from the share of cases that are faster to the time.</summary>
/// <remarks>Written <c>200ms</c>, <c>100ms..300ms</c> (evenly between), <c>p50=200ms,p99=2s</c> (lognormal through both), or three and more percentiles.</remarks>
public sealed class Delay
{
    private readonly (double Share, double Seconds)[] points;
    private readonly (double Mean, double Deviation)? logarithm;

    private Delay((double, double)[] points, (double, double)? logarithm = null) => (this.points, this.logarithm) = (points, logarithm);

    /// <summary>No time at all.</summary>
    public static Delay None { get; } = new([(0, 0)]);

    /// <summary>Whether it never takes any.</summary>
    public bool IsNone => logarithm is null && points.All(p => p.Seconds == 0);

    /// <summary>Always the same.</summary>
    public static Delay Fixed(TimeSpan time) => new([(0, time.TotalSeconds)]);

    /// <summary>Reads one of the written forms; null where it is none.</summary>
    public static Delay? Read(string text)
    {
        text = text.Trim();
        if (Seconds(text) is { } constant)
        {
            return new Delay([(0, constant)]);
        }

        if (text.Split("..") is [var from, var to])
        {
            return Seconds(from) is { } low && Seconds(to) is { } high && low <= high ? new Delay([(0, low), (1, high)]) : null;
        }

        var percentiles = new List<(double Share, double Seconds)>();
        foreach (var point in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (point.Split('=') is not [['p' or 'P', .. var percent], var time]
                || !double.TryParse(percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) || share is <= 0 or >= 100
                || Seconds(time) is not { } seconds || (percentiles.Count > 0 && (share / 100 <= percentiles[^1].Share || seconds < percentiles[^1].Seconds)))
            {
                return null;
            }

            percentiles.Add((share / 100, seconds));
        }

        return percentiles switch
        {
            [] or [_] => null,
            [var (lower, fast), var (upper, slow)] when fast > 0 => Lognormal(lower, fast, upper, slow),
            _ => new Delay([.. percentiles]),
        };
    }

    /// <summary>The time of a case.</summary>
    /// <param name="share">From 0 to 1: how many cases are faster.</param>
    public TimeSpan At(double share)
    {
        if (logarithm is var (mean, deviation))
        {
            return TimeSpan.FromSeconds(Math.Exp(mean + (deviation * Quantile(Math.Clamp(share, 1e-6, 1 - 1e-6)))));
        }

        var after = Array.FindIndex(points, p => p.Share >= share);
        if (after <= 0)
        {
            return TimeSpan.FromSeconds(after < 0 ? points[^1].Seconds : points[0].Seconds);
        }

        var (a, b) = (points[after - 1], points[after]);
        return TimeSpan.FromSeconds(a.Seconds + ((b.Seconds - a.Seconds) * (share - a.Share) / (b.Share - a.Share)));
    }

    private static Delay Lognormal(double lower, double fast, double upper, double slow)
    {
        var deviation = (Math.Log(slow) - Math.Log(fast)) / (Quantile(upper) - Quantile(lower));
        return new Delay([], (Math.Log(fast) - (deviation * Quantile(lower)), deviation));
    }

    private static double? Seconds(string text) => text.Trim() == "0" ? 0 : WaitText.Duration(text)?.TotalSeconds;

    // The normal distribution's quantile, by Acklam's rational approximation (error below 1.2e-9).
    private static double Quantile(double p)
    {
        const double Low = 0.02425;
        if (p < Low)
        {
            var q = Math.Sqrt(-2 * Math.Log(p));
            return Tail(q);
        }

        if (p > 1 - Low)
        {
            return -Tail(Math.Sqrt(-2 * Math.Log(1 - p)));
        }

        var r = p - 0.5;
        var s = r * r;
        return (((((((((((-3.969683028665376e+01 * s) + 2.209460984245205e+02) * s) - 2.759285104469687e+02) * s) + 1.383577518672690e+02) * s) - 3.066479806614716e+01) * s) + 2.506628277459239e+00) * r)
            / ((((((((((-5.447609879822406e+01 * s) + 1.615858368580409e+02) * s) - 1.556989798598866e+02) * s) + 6.680131188771972e+01) * s) - 1.328068155288572e+01) * s) + 1);
    }

    private static double Tail(double q) =>
        ((((((((((-7.784894002430293e-03 * q) - 3.223964580411365e-01) * q) - 2.400758277161838e+00) * q) - 2.549732539343734e+00) * q) + 4.374664141464968e+00) * q) + 2.938163982698783e+00)
        / ((((((((7.784695709041462e-03 * q) + 3.224671290700398e-01) * q) + 2.445134137142996e+00) * q) + 3.754408661907416e+00) * q) + 1);
}
