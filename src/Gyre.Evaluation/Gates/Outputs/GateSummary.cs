using System.Globalization;
using Gyre.Evaluation.Gates.Definitions;

namespace Gyre.Evaluation.Gates.Outputs;

/// <summary>What a gate says, in a sentence.</summary>
public static class GateSummary
{
    /// <summary><c>pass</c>, <c>fail</c>, <c>inconclusive</c>.</summary>
    public static string Word(GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => "pass",
        GateVerdict.Fail => "fail",
        _ => "inconclusive",
    };

    /// <summary>What is judged, against what, by which policy.</summary>
    public static string Title(GateResult result) => $"{result.Candidate}{(result.Baseline is null ? "" : $" against {result.Baseline}")}, by {result.Policy.Name}";

    /// <summary>The verdict and how it came about.</summary>
    public static string Sentence(GateResult result)
    {
        var (failed, open) = (Of(result, GateVerdict.Fail), Of(result, GateVerdict.Inconclusive));
        var all = Digits(result.Checks.Count);
        var how = (failed, open) switch
        {
            (0, 0) => result.Checks.Count == 1 ? "its one check passes" : $"all {all} checks pass",
            (_, 0) => $"{Checks(failed)} of {all} {(failed == 1 ? "fails" : "fail")}",
            (0, _) => $"{Checks(open)} of {all} can't be told yet",
            _ => $"{Checks(failed)} of {all} {(failed == 1 ? "fails" : "fail")}, {Digits(open)} can't be told yet",
        };
        var means = open == 0 || failed > 0 ? ""
            : result.Policy.Inconclusive switch
            {
                WhenInconclusive.Fail => ", and what is not shown does not pass (inconclusive: fail)",
                WhenInconclusive.Warn => ", which this policy lets pass with a warning (inconclusive: warn)",
                _ => ", which this policy lets pass (inconclusive: pass)",
            };
        return $"{(result.Opens ? "The gate says yes" : "The gate says no")}: {how}{means}.";
    }

    /// <summary>How luck is kept out where many questions are asked at once; null where at most one is.</summary>
    public static string? Luck(GateResult result) => result.Family < 2
        ? null
        : $"{Digits(result.Family)} checks were judged by their 95 % intervals. All must hold, so a system beyond any one limit passes at most one time in forty; that a limit is missed is said only where it holds after Holm's correction for all {Digits(result.Family)}.";

    private static int Of(GateResult result, GateVerdict verdict) => result.Checks.Count(c => c.Verdict == verdict);

    private static string Checks(int count) => count == 1 ? "1 check" : $"{Digits(count)} checks";

    private static string Digits(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
