namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>A figure that was measured as the answer was made: seconds, dollars, tokens. What was not measured is null, never 0.</summary>
internal sealed class Measured : Evaluator
{
    public Measured(EvaluatorSpec spec, string description)
    {
        _ = new EvaluatorSettings(spec);
        Card = new EvaluatorCard(spec.Name, "1", description)
        {
            Inputs = [new EvaluatorInput(spec.Name)],
            Metrics = [new MetricCard(spec.Name, Scale.Amount, Direction.LowerIsBetter) { Threshold = spec.Threshold }],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var name = Card.Name;
        double? value = inputs[name] switch
        {
            long whole => whole,
            double number when double.IsFinite(number) => number,
            _ => null,
        };
        return ValueTask.FromResult(value is >= 0
            ? Evaluated.Of(Score.Of(Card.Metrics[0], value.GetValueOrDefault()))
            : Evaluated.Failed(Card, $"'{name}' is not a number of zero or more."));
    }
}
