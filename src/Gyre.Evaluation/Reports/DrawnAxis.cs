using System.Globalization;
using System.Text;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Reports;

/// <summary>A horizontal axis that several rows of a table are drawn along: every row to the same scale.</summary>
internal sealed class DrawnAxis
{
    private const double Width = 260, Side = 10;
    private const int Height = 22, MostTicks = 5;

    private static readonly int[] Steps = [1, 2, 5, 10];

    private readonly double low, high;

    /// <param name="values">What has to be on it; without any it goes from 0 to 1.</param>
    public DrawnAxis(IEnumerable<double> values)
    {
        (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (low > high)
        {
            (low, high) = (0, 1);
        }

        if (low == high)
        {
            var around = Math.Max(Math.Abs(low) / 10, 0.1);
            (low, high) = (low - around, high + around);
        }
    }

    /// <summary>The least value on it.</summary>
    public double Low => low;

    /// <summary>The greatest value on it.</summary>
    public double High => high;

    /// <summary>The scale with its numbers, for the head of the table.</summary>
    public string Scale()
    {
        var svg = Begin(18);
        foreach (var tick in Ticks())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"axis\" x1=\"{At(tick):0.#}\" x2=\"{At(tick):0.#}\" y1=\"13\" y2=\"18\"/><text class=\"small\" text-anchor=\"middle\" x=\"{At(tick):0.#}\" y=\"10\">{tick.ToString("0.####", CultureInfo.InvariantCulture)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>An estimate with its interval.</summary>
    /// <param name="interval">Without ends only the dot is drawn.</param>
    /// <param name="tone">A class that colours it.</param>
    /// <param name="margin">For differences: the zero line and the band of what does not matter; null for means.</param>
    public string Draw(Interval interval, string tone, double? margin = null)
    {
        var svg = Begin(Height);
        if (margin is > 0 and { } m)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"band\" x=\"{At(-m):0.#}\" width=\"{At(m) - At(-m):0.#}\" y=\"0\" height=\"{Height}\"/>");
        }

        if (margin is not null)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"zero\" x1=\"{At(0):0.#}\" x2=\"{At(0):0.#}\" y1=\"0\" y2=\"{Height}\"/>");
        }

        if (interval.IsBounded)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"range {tone}\" x1=\"{At(interval.Low):0.#}\" x2=\"{At(interval.High):0.#}\" y1=\"{Height / 2}\" y2=\"{Height / 2}\"/>");
        }

        if (double.IsFinite(interval.Estimate))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot {tone}\" cx=\"{At(interval.Estimate):0.#}\" cy=\"{Height / 2}\" r=\"4.5\"/>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static StringBuilder Begin(int height) =>
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"<svg aria-hidden=\"true\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\">");

    private double At(double value) => Side + (Math.Clamp((value - low) / (high - low), 0, 1) * (Width - (2 * Side)));

    // 1, 2 or 5 times a power of ten apart.
    private IEnumerable<double> Ticks()
    {
        var rough = (high - low) / MostTicks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = Steps.Select(s => s * power).First(s => s >= rough * 0.999);
        for (var tick = Math.Ceiling((low / step) - 1e-9) * step; tick <= high + (step * 1e-9); tick += step)
        {
            // Never -0.
            yield return Math.Round(tick, 10) + 0.0;
        }
    }
}
