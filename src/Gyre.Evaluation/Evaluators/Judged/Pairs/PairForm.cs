namespace Gyre.Evaluation.Evaluators.Judged.Pairs;

/// <summary>Which of two responses a judge finds better.</summary>
internal enum Preference
{
    /// <summary>Neither.</summary>
    Tie,

    /// <summary>The one shown first.</summary>
    First,

    /// <summary>The one shown second.</summary>
    Second,
}

/// <summary>A judge's preference.</summary>
/// <param name="Better">In the order shown.</param>
/// <param name="Reason">Why; null where it did not say.</param>
internal sealed record PairVerdict(Preference Better, string? Reason);

/// <summary>A reason and the better one of two.</summary>
internal sealed class PairForm() : VerdictForm<PairVerdict>(
    "preference",
    new Flows.Values.PythonDict { ["reason"] = Text, ["better"] = OneOf("string", ["first", "second", "tie"]) },
    """{"reason": "why, in one or two sentences", "better": "first", "second" or "tie"}""")
{
    /// <inheritdoc/>
    public override (PairVerdict? Verdict, string? Fault) Read(VerdictFields answer) => answer.Word("better", "first", "second", "tie") switch
    {
        "first" => (new PairVerdict(Preference.First, answer.Text("reason")), null),
        "second" => (new PairVerdict(Preference.Second, answer.Text("reason")), null),
        "tie" => (new PairVerdict(Preference.Tie, answer.Text("reason")), null),
        _ => (null, "'better' must be first, second or tie."),
    };
}
