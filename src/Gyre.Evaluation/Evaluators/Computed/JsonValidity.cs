namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>Whether a response is one JSON value and nothing else.</summary>
internal sealed class JsonValidity : Evaluator
{
    public JsonValidity(EvaluatorSpec spec)
    {
        _ = new EvaluatorSettings(spec);
        Card = new EvaluatorCard(spec.Name, "1", "Whether the response is one JSON value and nothing else.")
        {
            Inputs = [new EvaluatorInput("response")],
            Metrics = [new MetricCard(spec.Name, Scale.Truth, Direction.HigherIsBetter) { Threshold = 1 }],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        using var json = JsonValues.Read(inputs["response"]);
        return ValueTask.FromResult(Evaluated.Of(Score.Of(Card.Metrics[0], json is null ? 0 : 1)));
    }
}
