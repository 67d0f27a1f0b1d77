namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>Whether a response holds (contains, begins with …) the expected text, or one of several.</summary>
internal sealed class TextCheck : Evaluator
{
    private readonly IReadOnlyList<string>? texts;
    private readonly StringComparison comparison;
    private readonly bool all;
    private readonly bool wanted;
    private readonly Func<string, string, StringComparison, bool> holds;

    /// <param name="spec">Settings: <c>text</c> (one or a list; without it <c>ground_truth</c> says), <c>ignore_case</c>, <c>all</c>.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="holds">Whether a response holds a text.</param>
    /// <param name="wanted">False for a check that passes where none is held.</param>
    public TextCheck(EvaluatorSpec spec, string description, Func<string, string, StringComparison, bool> holds, bool wanted = true)
    {
        (this.holds, this.wanted) = (holds, wanted);
        var settings = wanted ? new EvaluatorSettings(spec, "text", "ignore_case", "all") : new EvaluatorSettings(spec, "text", "ignore_case");
        texts = settings["text"] switch
        {
            null => null,
            string { Length: > 0 } text => [text],
            IReadOnlyList<object?> { Count: > 0 } list when list.All(t => t is string { Length: > 0 }) => [.. list.Cast<string>()],
            _ => throw settings.Fault("text", "It must be text or a list of texts, none of them empty."),
        };
        comparison = settings.Flag("ignore_case", false) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        all = wanted && settings.Flag("all", false);
        Card = new EvaluatorCard(spec.Name, "1", description)
        {
            Inputs = texts is null ? [new EvaluatorInput("response"), new EvaluatorInput("ground_truth")] : [new EvaluatorInput("response")],
            Metrics = [new MetricCard(spec.Name, Scale.Truth, Direction.HigherIsBetter) { Threshold = 1 }],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var sought = texts ?? [.. inputs.Texts("ground_truth").Where(t => t.Length > 0)];
        if (sought.Count == 0)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, "'ground_truth' is empty, so there is nothing to look for."));
        }

        var response = inputs.Text("response");
        var found = all ? sought.All(t => holds(response, t, comparison)) : sought.Any(t => holds(response, t, comparison));
        return ValueTask.FromResult(Evaluated.Of(Score.Of(Card.Metrics[0], found == wanted ? 1 : 0)));
    }
}
