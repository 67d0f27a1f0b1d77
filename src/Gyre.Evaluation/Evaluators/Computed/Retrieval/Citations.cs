using Gyre.Evaluation.Evaluators.Computed.Overlap;

namespace Gyre.Evaluation.Evaluators.Computed.Retrieval;

/// <summary>Whether a response cites the sources it should, and only those.</summary>
internal sealed class Citations : Evaluator
{
    private const double DefaultThreshold = 0.5;

    public Citations(EvaluatorSpec spec)
    {
        _ = new EvaluatorSettings(spec);
        Card = new EvaluatorCard(spec.Name, "1", "Sources cited in the response, as [1], [2, 3], [doc1] or [source.md], or listed in 'citations', against expected_citations (a list, its JSON text, or one source), in any case. Whether the source says so is for groundedness to tell.")
        {
            Inputs = [new EvaluatorInput("response"), new EvaluatorInput("expected_citations"), new EvaluatorInput("citations", IsRequired: false)],
            Metrics = [Metric("citation_f1", spec.Threshold ?? DefaultThreshold), Metric("citation_precision", DefaultThreshold), Metric("citation_recall", DefaultThreshold)],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var expected = CitedSources.Listed(inputs["expected_citations"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var cited = inputs.Has("citations") ? CitedSources.Listed(inputs["citations"]) : CitedSources.Of(inputs.Text("response"));

        // Nothing to cite and nothing cited is right.
        var overlap = cited.Count + expected.Count == 0 ? new Overlaps(1, 1) : Overlaps.Of(cited.Count(expected.Contains), cited.Count, expected.Count);
        return ValueTask.FromResult(Evaluated.Of(Card.Metrics.Zip([overlap.F1, overlap.Precision, overlap.Recall], (metric, value) => Score.Of(metric, value)).ToList()));
    }

    private static MetricCard Metric(string name, double threshold) => new(name, Scale.Unit, Direction.HigherIsBetter) { Threshold = threshold };
}
