namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>Several evaluators asked as one: their inputs and metrics together, each score by itself.</summary>
internal sealed class Composite : Evaluator
{
    private readonly IReadOnlyList<Evaluator> parts;

    /// <param name="name">Of the whole.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="parts">In the order of their metrics; an input that one needs is needed.</param>
    public Composite(string name, string description, IReadOnlyList<Evaluator> parts)
    {
        this.parts = parts;
        // Not every part could score a conversation.
        var inputs = parts.SelectMany(p => p.Card.Inputs).Where(i => i.Name != EvaluatorCard.ConversationInput).GroupBy(i => i.Name, StringComparer.Ordinal);
        Card = new EvaluatorCard(name, string.Join('.', parts.Select(p => p.Card.Version)), description)
        {
            Inputs = [.. inputs.Select(i => new EvaluatorInput(i.Key, i.Any(one => one.IsRequired)))],
            Metrics = [.. parts.SelectMany(p => p.Card.Metrics.Select(m => m with { IsComputed = !p.Card.IsJudged }))],
            Prompts = [.. parts.SelectMany(p => p.Card.Prompts)],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override async ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(parts.Select(p => p.EvaluateAsync(inputs, cancellationToken).AsTask()));
        var costs = results.Aggregate(new JudgeCosts(), (sum, r) => sum.And(new JudgeCosts { Usage = r.Usage, Calls = r.Calls, Unreachable = r.Unreachable }));
        return costs.Of(results.Select(r => r.Judge).OfType<string>().First(), [.. results.SelectMany(r => r.Scores)]);
    }
}
