namespace Gyre.Evaluation.Comparisons;

/// <summary>What two systems' scores say about which is better.</summary>
public enum Verdict
{
    /// <summary>The second is better, by more than luck explains.</summary>
    Better,

    /// <summary>The second is worse, by more than luck explains.</summary>
    Worse,

    /// <summary>The whole interval is within the margin: whichever is ahead, it does not matter.</summary>
    NoDifference,

    /// <summary>The data allow more than one of these; more lines may settle it.</summary>
    CannotTell,
}

/// <summary>The words for verdicts, the same wherever one is shown.</summary>
public static class VerdictWords
{
    /// <summary><c>better</c>, <c>worse</c>, <c>no difference that matters</c>, <c>can't tell yet</c>.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Better => "better",
        Verdict.Worse => "worse",
        Verdict.NoDifference => "no difference that matters",
        _ => "can't tell yet",
    };
}
