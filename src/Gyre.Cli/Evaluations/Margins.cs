using System.CommandLine;
using System.Globalization;
using Gyre.Cli.CommandLine;

namespace Gyre.Cli.Evaluations;

/// <summary>Which differences do not matter, as typed: <c>0.02</c> for all metrics, <c>latency=0.1</c> for one.</summary>
internal static class Margins
{
    public static Option<string[]> Option() =>
        SharedOptions.Pairs("--margin", "Largest difference that does not matter, for all metrics or for one: 0.02, latency=0.1.", "number|metric=number");

    /// <exception cref="UsageException">A word is no number above 0.</exception>
    public static (double? All, IReadOnlyDictionary<string, double> Own) Read(IReadOnlyList<string> words)
    {
        double? all = null;
        var own = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (word.LastIndexOf('=') is > 0 and var at)
            {
                own[word[..at]] = Number(word[(at + 1)..]);
            }
            else
            {
                all = Number(word);
            }
        }

        return (all, own);
    }

    private static double Number(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var margin) && margin > 0 && double.IsFinite(margin)
            ? margin
            : throw new UsageException($"--margin is a number above 0, or metric=number, not '{word}'. Example: --margin 0.02");
}
