using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged.Scores;

/// <summary>A judge's score of one thing.</summary>
/// <param name="Value">On the metric's scale.</param>
/// <param name="Reason">Why; null where it did not say.</param>
internal sealed record ScoreVerdict(double Value, string? Reason);

/// <summary>A reason and whole points.</summary>
/// <param name="least">The fewest.</param>
/// <param name="most">The most.</param>
internal sealed class PointsForm(int least, int most) : VerdictForm<ScoreVerdict>(
    "score",
    new PythonDict { ["reason"] = Text, ["score"] = OneOf("integer", Enumerable.Range(least, most - least + 1).Select(p => (object?)(long)p)) },
    $$"""{"reason": "why, in one or two sentences", "score": a whole number from {{least}} to {{most}}}""")
{
    /// <inheritdoc/>
    public override (ScoreVerdict? Verdict, string? Fault) Read(VerdictFields answer) =>
        answer.Whole("score", least, most) is { } score
            ? (new ScoreVerdict(score, answer.Text("reason")), null)
            : (null, $"'score' must be a whole number from {least} to {most}.");
}

/// <summary>A reason and a yes (1) or no (0).</summary>
/// <param name="field">What is told.</param>
internal sealed class FlagForm(string field) : VerdictForm<ScoreVerdict>(
    "verdict",
    new PythonDict { ["reason"] = Text, [field] = OneOf("string", ["yes", "no"]) },
    $$"""{"reason": "why, in one or two sentences", "{{field}}": "yes" or "no"}""")
{
    /// <inheritdoc/>
    public override (ScoreVerdict? Verdict, string? Fault) Read(VerdictFields answer) =>
        answer.Word(field, "yes", "no") is { } word
            ? (new ScoreVerdict(word == "yes" ? 1 : 0, answer.Text("reason")), null)
            : (null, $"'{field}' must be yes or no.");
}
