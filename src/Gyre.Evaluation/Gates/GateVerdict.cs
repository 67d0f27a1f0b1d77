namespace Gyre.Evaluation.Gates;

/// <summary>What can be said of a rule, and of a gate: of all its rules.</summary>
public enum GateVerdict
{
    /// <summary>It is shown that the limit is kept.</summary>
    Pass,

    /// <summary>It is shown that it is not.</summary>
    Fail,

    /// <summary>Neither is shown yet.</summary>
    Inconclusive,
}
