using Gyre.Evaluation.Evaluators.Computed.Overlap;
using Gyre.Kernel;

namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>How much of an expected JSON value a response has, field by field.</summary>
internal sealed class JsonSimilarity : Evaluator
{
    public JsonSimilarity(EvaluatorSpec spec)
    {
        _ = new EvaluatorSettings(spec);
        Card = new EvaluatorCard(spec.Name, "1", "How alike the response and the expected JSON are: the mean over fields and places, texts by edits, numbers by their difference; 0 where the response is no JSON.")
        {
            Inputs = [new EvaluatorInput("response"), new EvaluatorInput("ground_truth")],
            Metrics = [new MetricCard(spec.Name, Scale.Unit, Direction.HigherIsBetter) { Threshold = spec.Threshold ?? 1 }],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        using var expected = JsonValues.Read(inputs["ground_truth"]);
        if (expected is null)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, "'ground_truth' is not JSON."));
        }

        using var said = JsonValues.Read(inputs["response"]);
        try
        {
            return ValueTask.FromResult(Evaluated.Of(said is null
                ? Score.Of(Card.Metrics[0], 0, "The response is not JSON.")
                : Score.Of(Card.Metrics[0], JsonValues.Likeness(said.RootElement, expected.RootElement, new Effort(cancellationToken)))));
        }
        catch (ProblemException e)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, e.Problem.Message));
        }
    }
}
