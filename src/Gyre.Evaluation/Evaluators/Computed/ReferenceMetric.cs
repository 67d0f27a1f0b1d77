using Gyre.Evaluation.Evaluators.Computed.Overlap;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>One number that says how near a response is to what was expected; an empty response is an answer and scores as one.</summary>
/// <param name="spec">Its name becomes the column's.</param>
/// <param name="description">One sentence.</param>
/// <param name="score">Response, references, at least one, and what it may take, to a value from 0 to 1; null where the references have nothing to compare with.</param>
internal sealed class ReferenceMetric(EvaluatorSpec spec, string description, Func<string, IReadOnlyList<string>, Effort, double?> score) : Evaluator
{
    private const double DefaultThreshold = 0.5;

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; } = new(spec.Name, "1", description)
    {
        Inputs = [new EvaluatorInput("response"), new EvaluatorInput("ground_truth")],
        Metrics = [new MetricCard(spec.Name, Scale.Unit, Direction.HigherIsBetter) { Threshold = spec.Threshold ?? DefaultThreshold }],
    };

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var references = inputs.Texts("ground_truth");
        try
        {
            return ValueTask.FromResult((references.Count == 0 ? null : score(inputs.Text("response"), references, new Effort(cancellationToken))) is { } value
                ? Evaluated.Of(Score.Of(Card.Metrics[0], value))
                : Evaluated.Failed(Card, References.None));
        }
        catch (ProblemException e)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, e.Problem.Message));
        }
    }
}
