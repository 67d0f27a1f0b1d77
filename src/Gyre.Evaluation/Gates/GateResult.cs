using Gyre.Evaluation.Gates.Definitions;

namespace Gyre.Evaluation.Gates;

/// <summary>What a gate says.</summary>
/// <param name="Policy">Its rules.</param>
/// <param name="Candidate">What is judged.</param>
/// <param name="Baseline">What it is compared with; null where nothing is.</param>
/// <param name="Checks">In the order of the policy.</param>
public sealed record GateResult(GatePolicy Policy, string Candidate, string? Baseline, IReadOnlyList<GateCheck> Checks)
{
    /// <summary>How many checks were judged by an interval; that a limit is missed is said only where it holds after Holm's correction for these.</summary>
    public int Family { get; init; }

    /// <summary>Fail where any check fails, else inconclusive where any is.</summary>
    public GateVerdict Verdict =>
        Checks.Any(c => c.Verdict == GateVerdict.Fail) ? GateVerdict.Fail
        : Checks.Any(c => c.Verdict == GateVerdict.Inconclusive) ? GateVerdict.Inconclusive
        : GateVerdict.Pass;

    /// <summary>Whether it may go out, with what the policy says of what can't be told.</summary>
    public bool Opens => Verdict == GateVerdict.Pass || (Verdict == GateVerdict.Inconclusive && Policy.Inconclusive != WhenInconclusive.Fail);

    /// <summary>Whether a check stands in the way.</summary>
    public bool Blocks(GateCheck check) => check.Verdict == GateVerdict.Fail || (check.Verdict == GateVerdict.Inconclusive && Policy.Inconclusive == WhenInconclusive.Fail);
}
