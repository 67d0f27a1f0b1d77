using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>How far the context supports a response, told without a model by words, their order, numbers, names and denials.</summary>
internal sealed class OfflineGroundedness : Evaluator
{
    private const double DefaultThreshold = 0.5;
    private const int QuotedLength = 120, MostNamed = 5;

    private readonly MetricCard metric;

    public OfflineGroundedness(EvaluatorSpec spec)
    {
        _ = new EvaluatorSettings(spec);
        metric = new MetricCard("offline_groundedness", Scale.Unit, Direction.HigherIsBetter) { Threshold = spec.Threshold ?? DefaultThreshold };
        Card = new EvaluatorCard("offline_groundedness", "1", "How much of a response its context says in the same or nearly the same words; a paraphrase or a conclusion counts as unsupported. No model.")
        {
            Inputs = [new EvaluatorInput("response"), new EvaluatorInput("context"), new EvaluatorInput("query", IsRequired: false)],
            Metrics = [metric],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        if (Passage.Read(inputs["context"]) is not { } passages)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, "The context must be text, a list of texts, or a list of objects with a text under 'text' or 'content'."));
        }

        var response = inputs.Text("response");
        var result = Groundedness.Of(response, passages, inputs.Text("query"));
        return ValueTask.FromResult(result.Score is { } score
            ? Evaluated.Of(Score.Of(metric, score, Reason(response, result)) with { Evidence = [.. Evidence(passages, result)] })
            : Evaluated.Failed(Card, "The response has no word, so nothing can be supported or not."));
    }

    private static string Reason(string response, Groundedness result)
    {
        if (result.Context.Sentences == 0)
        {
            return "The context is empty, so it supports nothing.";
        }

        var claims = result.Sentences.Where(s => s.Kind != SentenceKind.Courtesy).ToList();
        if (claims.Count == 0)
        {
            return "The response states nothing that the context could support.";
        }

        var supported = claims.Count(s => s.IsSupported);
        var text = claims.Count == 1
            ? $"The context {(supported == 1 ? "supports" : "does not support")} it."
            : $"The context supports {(supported == claims.Count ? "all" : $"{supported} of")} {claims.Count} sentences.";
        if (claims.Find(s => s.Contradicts) is { } contradicted)
        {
            return $"{text} It may say the opposite of: {Quoted(response, contradicted.Place)}";
        }

        var missing = claims.SelectMany(s => s.Missing).Select(m => m.Of(response).ToString()).Distinct(StringComparer.Ordinal).Take(MostNamed).ToList();
        return supported < claims.Count ? $"{text} Least supported: {Quoted(response, claims.MinBy(s => s.Support)!.Place)}"
            : missing.Count > 0 ? $"{text} Not found in it: {string.Join(", ", missing)}."
            : text;
    }

    private static string Quoted(string response, TextSpan place)
    {
        if (place.Length <= QuotedLength)
        {
            return $"“{place.Of(response)}”";
        }

        // No half of a character that takes two units.
        var length = char.IsHighSurrogate(response[place.Start + QuotedLength - 1]) ? QuotedLength - 1 : QuotedLength;
        return $"“{response.AsSpan(place.Start, length).TrimEnd()} …”";
    }

    // A place of the response comes first, then the nearest place of the context.
    private static IEnumerable<Evidence> Evidence(List<Passage> passages, Groundedness result)
    {
        foreach (var sentence in result.Sentences.Where(s => s.Kind != SentenceKind.Courtesy))
        {
            if (sentence.IsSupported)
            {
                foreach (var place in sentence.Missing)
                {
                    yield return new Evidence("response", place.Start, place.Length, "not in the context");
                }

                continue;
            }

            yield return new Evidence("response", sentence.Place.Start, sentence.Place.Length, sentence.Contradicts ? "contradicted" : sentence.Kind == SentenceKind.Refusal ? "refusal" : "unsupported");
            if (sentence.Closest >= 0 && result.Context[sentence.Closest] is { IsTitle: false } closest)
            {
                yield return new Evidence(passages[closest.Passage].Input, closest.Place.Start, closest.Place.Length, "closest");
            }
        }
    }
}
