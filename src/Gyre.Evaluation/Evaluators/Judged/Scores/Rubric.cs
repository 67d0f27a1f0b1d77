using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged.Scores;

/// <summary>A label of a rubric.</summary>
/// <param name="Label">As the judge says it.</param>
/// <param name="Score">What it counts.</param>
/// <param name="Means">When it fits; null where the label says it all.</param>
internal sealed record RubricLabel(string Label, double Score, string? Means);

/// <summary>A judge that scores by the user's own rubric: criteria in words, and labels with what they count.</summary>
internal static class Rubric
{
    private static readonly IReadOnlyList<RubricLabel> YesOrNo = [new("no", 0, null), new("partly", 0.5, null), new("yes", 1, null)];

    /// <summary><c>rubric</c>. Settings: <c>criteria</c> and <c>scale</c>, or <c>rubric</c> with both, from a file or written out.</summary>
    public static Evaluator Judge(EvaluatorSpec spec, EvaluatorServices services)
    {
        var settings = new EvaluatorSettings(spec, "criteria", "scale", "rubric");
        var (criteria, scale) = settings["rubric"] switch
        {
            null => (settings["criteria"], settings["scale"]),
            PythonDict rubric when settings["criteria"] is null && settings["scale"] is null => (rubric.GetValueOrDefault("criteria"), rubric.GetValueOrDefault("scale")),
            PythonDict => throw settings.Fault("rubric", "It has the criteria and the scale; give them there or beside it, not both."),
            _ => throw settings.Fault("rubric", "It must have 'criteria' and perhaps 'scale', or be the path of a file with these."),
        };
        var labels = scale is null ? YesOrNo : Labels(scale, settings);
        var metric = new MetricCard("rubric", new Scale(ScaleKind.Ordinal, labels.Min(l => l.Score), labels.Max(l => l.Score)), Direction.HigherIsBetter);
        return new ScoreJudge(spec, services, new ScoreQuestion("rubric", metric, "What the response is worth by a rubric of your own: 'criteria' in words and a 'scale' of labels (no, partly, yes unless set), or 'rubric' with both, also as a file's path.")
        {
            Inputs = [new EvaluatorInput("response"), new EvaluatorInput("query", IsRequired: false), new EvaluatorInput("context", IsRequired: false), new EvaluatorInput("ground_truth", IsRequired: false)],
            Form = new RubricForm(Criteria(criteria) ?? throw settings.Fault("criteria", "It is missing: say in words what a good response has."), labels),
        });
    }

    private static string? Criteria(object? written) => written switch
    {
        string text when !string.IsNullOrWhiteSpace(text) => text.Trim(),
        IReadOnlyList<object?> { Count: > 0 } list when list.All(c => c is string) => string.Join("\n", list.Select(c => $"- {c}")),
        _ => null,
    };

    private static List<RubricLabel> Labels(object scale, EvaluatorSettings settings)
    {
        var labels = scale is PythonDict { Count: > 1 } map ? map.Select(e => Label(PythonText.Str(e.Key), e.Value)).ToList() : [];
        return labels.Count > 1 && labels.TrueForAll(l => l is not null)
            ? [.. labels.Select(l => l!)]
            : throw settings.Fault("scale", "It must map two or more labels to numbers, or to {score, means}: {poor: 1, good: {score: 2, means: \"nothing is missing\"}}.");
    }

    private static RubricLabel? Label(string label, object? value) => value switch
    {
        PythonDict said when Number(said.GetValueOrDefault("score")) is { } score => new RubricLabel(label, score, said.GetValueOrDefault("means") as string),
        _ => Number(value) is { } score ? new RubricLabel(label, score, null) : null,
    };

    private static double? Number(object? value) => value switch
    {
        long whole => whole,
        double number when double.IsFinite(number) => number,
        _ => null,
    };
}

/// <summary>A reason and one of a rubric's labels.</summary>
/// <param name="criteria">The user's words; they are instructions, unlike what is judged.</param>
/// <param name="labels">In the order of the rubric.</param>
internal sealed class RubricForm(string criteria, IReadOnlyList<RubricLabel> labels) : VerdictForm<ScoreVerdict>(
    "rubric",
    new PythonDict { ["reason"] = Text, ["label"] = OneOf("string", labels.Select(l => (object?)l.Label)) },
    $$"""{"reason": "what meets and what misses the rubric, in one or two sentences", "label": {{string.Join(" or ", labels.Select(l => $"\"{l.Label}\""))}}}""")
{
    /// <inheritdoc/>
    public override string Words =>
        $"The rubric:\n{criteria}\n\nThe labels:\n{string.Join('\n', labels.Select(l => l.Means is null ? $"- {l.Label}" : $"- {l.Label}: {l.Means}"))}\n\n{base.Words}";

    /// <inheritdoc/>
    public override (ScoreVerdict? Verdict, string? Fault) Read(VerdictFields answer) =>
        answer.Word("label", [.. labels.Select(l => l.Label)]) is { } word
            ? (new ScoreVerdict(labels.First(l => l.Label == word).Score, answer.Text("reason") is { } reason ? $"{word}: {reason}" : word), null)
            : (null, $"'label' must be one of {string.Join(", ", labels.Select(l => l.Label))}.");
}
