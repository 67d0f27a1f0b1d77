using System.Globalization;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Reports;

/// <summary>Draws a difference and its interval on a line through zero.</summary>
internal static class IntervalDrawing
{
    private const double Width = 150, Middle = Width / 2, Reach = (Width / 2) - 8;

    public static string Draw(Interval interval)
    {
        if (!double.IsFinite(interval.Low) || !double.IsFinite(interval.High))
        {
            return "";
        }

        var scale = Math.Max(Math.Max(Math.Abs(interval.Low), Math.Abs(interval.High)), double.Epsilon);
        double At(double value) => Middle + (value / scale * Reach);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg aria-hidden="true" width="{Width}" height="20"><line class="axis" x1="{Middle}" x2="{Middle}" y1="2" y2="18"/><line class="range" x1="{At(interval.Low):0.#}" x2="{At(interval.High):0.#}" y1="10" y2="10"/><circle class="dot" cx="{At(interval.Estimate):0.#}" cy="10" r="4.5"/></svg>
            """);
    }
}
