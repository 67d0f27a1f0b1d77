using System.Globalization;
using System.Text;

namespace Gyre.Evaluation.Reports;

/// <summary>How the scores of one metric are spread, as bars.</summary>
internal sealed class ScoreHistogram
{
    private const double Width = 168, Height = 40;
    private const int MostBars = 12;

    private readonly double low, high;
    private readonly int bars;

    /// <param name="low">Least score of all targets, or the scale's.</param>
    /// <param name="high">Greatest.</param>
    /// <param name="isWhole">Whether scores are whole numbers: then each has a bar of its own where there are few.</param>
    public ScoreHistogram(double low, double high, bool isWhole)
    {
        (this.low, this.high) = isWhole ? (low - 0.5, high + 0.5) : (low, high > low ? high : low + 1);
        bars = isWhole && high - low < MostBars ? (int)Math.Round(this.high - this.low) : MostBars;
    }

    /// <summary>The drawing, with what it shows in words.</summary>
    public string Draw(IEnumerable<double> scores, string of)
    {
        var counts = new int[bars];
        foreach (var score in scores)
        {
            counts[Math.Clamp((int)((score - low) / (high - low) * bars), 0, bars - 1)]++;
        }

        var most = Math.Max(1, counts.Max());
        var step = Width / bars;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg role=\"img\" aria-label=\"{System.Net.WebUtility.HtmlEncode(Words(counts, of))}\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\">");
        for (var i = 0; i < bars; i++)
        {
            var height = counts[i] == 0 ? 0 : Math.Max(1.5, counts[i] * (Height - 2) / (double)most);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" x=\"{(i * step) + 0.5:0.#}\" y=\"{Height - 1 - height:0.#}\" width=\"{step - 1:0.#}\" height=\"{height:0.#}\"><title>{Range(i)}: {counts[i]}</title></rect>");
        }

        return svg.Append(CultureInfo.InvariantCulture, $"<line class=\"axis\" x1=\"0\" x2=\"{Width}\" y1=\"{Height - 0.5}\" y2=\"{Height - 0.5}\"/></svg>").ToString();
    }

    private string Words(int[] counts, string of) => $"Scores of {of}: {string.Join(", ", counts.Select((count, i) => (count, i)).Where(c => c.count > 0).Select(c => $"{Range(c.i)}: {c.count}"))}";

    private string Range(int bar)
    {
        var step = (high - low) / bars;
        return bars == (int)Math.Round(high - low) ? Figures.Number(low + 0.5 + bar) : $"{Figures.Number(low + (bar * step))} to {Figures.Number(low + ((bar + 1) * step))}";
    }
}
