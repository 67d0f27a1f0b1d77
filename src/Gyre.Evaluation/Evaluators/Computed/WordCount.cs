namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>How long a response is.</summary>
internal sealed class WordCount : Evaluator
{
    public WordCount(EvaluatorSpec spec)
    {
        _ = new EvaluatorSettings(spec);
        Card = new EvaluatorCard(spec.Name, "1", "How many words, parted by blanks, the response has; passes where a threshold is set and it has no more.")
        {
            Inputs = [new EvaluatorInput("response")],
            Metrics = [new MetricCard(spec.Name, Scale.Amount, spec.Threshold is null ? Direction.None : Direction.LowerIsBetter) { Threshold = spec.Threshold }],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Evaluated.Of(Score.Of(Card.Metrics[0], inputs.Text("response").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length)));
}
