namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>Whether a response is the expected text, or one of several.</summary>
internal sealed class ExactMatch : Evaluator
{
    private readonly MetricCard metric;
    private readonly bool ignoreCase;
    private readonly bool trim;

    public ExactMatch(EvaluatorSpec spec)
    {
        var settings = new EvaluatorSettings(spec, "ignore_case", "trim");
        (ignoreCase, trim) = (settings.Flag("ignore_case", false), settings.Flag("trim", true));
        metric = new MetricCard("exact_match", Scale.Truth, Direction.HigherIsBetter) { Threshold = 1 };
        Card = new EvaluatorCard("exact_match", "1", "Whether the response is the expected text.")
        {
            Inputs = [new EvaluatorInput("response"), new EvaluatorInput("ground_truth")],
            Metrics = [metric],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var response = Form(inputs.Text("response"));
        var found = inputs.Texts("ground_truth").Any(t => string.Equals(response, Form(t), ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
        return ValueTask.FromResult(Evaluated.Of(Score.Of(metric, found ? 1 : 0)));
    }

    private string Form(string text) => trim ? text.Trim() : text;
}
