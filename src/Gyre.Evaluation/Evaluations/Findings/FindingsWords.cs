using System.Globalization;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Statistics;
using Gyre.Models.Prices;

namespace Gyre.Evaluation.Evaluations.Findings;

/// <summary>Findings in words, the same wherever they are shown.</summary>
public static class FindingsWords
{
    // As its answers name it.
    internal const string StandInModel = "offline/quote";

    /// <summary>That answers or judgements come from no model; null where they do.</summary>
    public static string? StandIn(EvaluationSummary summary) => summary.Targets.Any(t => t.Models.Contains(StandInModel, StringComparer.Ordinal))
        ? $"The answers come from the offline stand-in {StandInModel}. It quotes sentences; it is not a model, and what is true of it need not be true of a model."
        : null;

    /// <summary><c>0.512 (0.461 to 0.562)</c>.</summary>
    public static string Mean(MetricSummary metric) => metric.Interval switch
    {
        null => "",
        { IsBounded: true } mean => $"{ComparisonWords.Number(mean.Estimate)} ({ComparisonWords.Number(mean.Low)} to {ComparisonWords.Number(mean.High)})",
        { } mean => $"{ComparisonWords.Number(mean.Estimate)} ({(metric.Scored > (metric.Repeats?.Tries ?? 1) ? "all lines alike" : "too few lines")})",
    };

    /// <summary><c>52 % (44 to 60 %)</c>.</summary>
    public static string Share(Interval? share) => share is not { } s || double.IsNaN(s.Estimate) ? "" : $"{Percent(s.Estimate)} % ({Percent(s.Low)} to {Percent(s.High)} %)";

    /// <summary><c>$0.0123</c>, <c>unknown</c>, <c>at least $0.01 (3 calls without a price)</c>; empty where no call was made.</summary>
    public static string Cost(CallCosts costs) => costs switch
    {
        { Total: { } total } => total.ToString(),
        { Unpriced: 0 } => "",
        { Priced: 0 } => "unknown",
        _ => $"at least {costs.Known} ({Lines(costs.Unpriced, "call")} without a price)",
    };

    /// <summary><c>340 ms</c>, <c>2.4 s</c>.</summary>
    public static string Seconds(double seconds) => seconds < 1
        ? $"{(seconds * 1000).ToString(seconds < 0.01 ? "0.#" : "0", CultureInfo.InvariantCulture)} ms"
        : $"{seconds.ToString("0.0", CultureInfo.InvariantCulture)} s";

    /// <summary>Which scores of a target are missing and why; metrics that lack them for the same reasons are told together.</summary>
    public static IEnumerable<string> Missing(TargetSummary target) => target.Metrics
        .Where(m => m.Scored < m.Lines)
        .GroupBy(m => (Lines: m.Lines - m.Scored, Why: string.Join("; ", m.Missing.Select(c => $"{c.Why.TrimEnd('.')} ({Count(c.Lines)})"))))
        .Select(g => $"{target.Name}: {Lines(g.Key.Lines, "line")} of {Count(target.Lines)} without {string.Join(", ", g.Select(m => m.Name))}{(g.Key.Why.Length == 0 ? "" : $": {g.Key.Why}")}.");

    /// <summary>What the repeats of a metric say.</summary>
    public static string Repeats(MetricSummary metric)
    {
        var repeats = metric.Repeats!;
        var all = repeats is { PassAtK: { } any, PassHatK: { } every }
            ? $"passes in at least one of {repeats.Tries} tries on {Share(any)} of the lines, in all of them on {Share(every)}; "
            : "";
        var total = repeats.BetweenLines + repeats.BetweenTries;
        var share = total > 0 ? repeats.BetweenTries / total : double.NaN;
        var spread = double.IsNaN(repeats.BetweenTries) ? "how much tries vary cannot be told"
            : total <= 0 ? "all tries of all lines agree"
            : $"of the spread, {Percent(share)} % lies between tries of one line (standard deviation {ComparisonWords.Number(Math.Sqrt(repeats.BetweenTries))}), the rest between lines";
        return $"{metric.Name}: {all}{spread}.";
    }

    /// <summary><c>1,234 lines</c>.</summary>
    public static string Lines(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    // Near an end, enough digits not to be written as the end.
    private static string Percent(double share)
    {
        var (percent, near) = (share * 100, 100 * Math.Min(share, 1 - share));
        return percent.ToString(near >= 10 ? "0" : near >= 0.1 ? "0.#" : "0." + new string('#', Math.Clamp(Digits.For(near), 1, 6)), CultureInfo.InvariantCulture);
    }
}
