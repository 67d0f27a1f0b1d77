using Gyre.Evaluation.Evaluators.Computed.Overlap;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>How alike two lists are, whatever their order: each item is paired with one of the other, so that the pairs are as alike as can be.</summary>
internal sealed class ListMatch : Evaluator
{
    private const double DefaultThreshold = 0.5;

    private readonly bool allowExtra;

    public ListMatch(EvaluatorSpec spec)
    {
        allowExtra = new EvaluatorSettings(spec, "allow_extra").Flag("allow_extra", false);
        Card = new EvaluatorCard(spec.Name, "1", "How alike two lists are in any order, as Autoevals: items are paired for the greatest sum of letter similarity, over the length of the longer list ('allow_extra: true': of the expected one).")
        {
            Inputs = [new EvaluatorInput("response"), new EvaluatorInput("ground_truth")],
            Metrics = [new MetricCard(spec.Name, Scale.Unit, Direction.HigherIsBetter) { Threshold = spec.Threshold ?? DefaultThreshold }],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        if (Items(inputs["ground_truth"]) is not { } expected)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, "'ground_truth' must be a list, or the text of a JSON list."));
        }

        return ValueTask.FromResult(Evaluated.Of(Items(inputs["response"]) is { } said
            ? Score.Of(Card.Metrics[0], Likeness(said, expected))
            : Score.Of(Card.Metrics[0], 0, "The response is no list.")));
    }

    private double Likeness(IReadOnlyList<string> said, IReadOnlyList<string> expected)
    {
        var most = allowExtra ? expected.Count : Math.Max(said.Count, expected.Count);
        return most == 0 ? 1 : Assignment.Greatest(expected.Count, said.Count, (e, s) => Levenshtein.Similarity(expected[e], said[s])) / most;
    }

    private static List<string>? Items(object? value) => (value is string text ? Parsed(text) : value) is IReadOnlyList<object?> list
        ? [.. list.Select(i => i as string ?? PythonJson.Write(i))]
        : null;

    private static object? Parsed(string text)
    {
        using var json = JsonValues.Read(text);
        return json is null ? null : PythonJson.Parse(text);
    }
}
