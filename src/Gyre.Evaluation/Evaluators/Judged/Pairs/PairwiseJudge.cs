namespace Gyre.Evaluation.Evaluators.Judged.Pairs;

/// <summary>
/// Whether a response is better than another one. Judges favour a place, so each pair is shown in both orders, and what a judge does not say both times
/// counts as a tie.
/// </summary>
internal sealed class PairwiseJudge : Evaluator
{
    private const string Query = "query", Response = "response", Baseline = "baseline", Truth = "ground_truth";

    private static readonly PairForm Form = new();

    private readonly JudgePrompt prompt;
    private readonly Judging judging;

    /// <param name="spec">May move the threshold.</param>
    /// <param name="services">The judge, and the workspace with prompts of its own.</param>
    public PairwiseJudge(EvaluatorSpec spec, EvaluatorServices services)
    {
        _ = new EvaluatorSettings(spec);
        prompt = JudgePrompt.Load("pairwise", [Query, "first", "second", Truth], services);
        judging = new Judging(new JudgeModel(services.Judge, services.Flows), spec.Label);
        Card = new EvaluatorCard(spec.Name, JudgePrompt.VersionOf([prompt], Form.Words), "Whether the response is better (1) or worse (0) than 'baseline', asked in both orders; 0.5 for a tie and where the judge changes its mind with the order.")
        {
            Inputs = [new EvaluatorInput(Query), new EvaluatorInput(Response), new EvaluatorInput(Baseline), new EvaluatorInput(Truth, IsRequired: false)],
            Metrics =
            [
                new MetricCard("pairwise", Scale.Unit, Direction.HigherIsBetter) { Threshold = spec.Threshold ?? 0.5 },
                new MetricCard("pairwise_label", new Scale(ScaleKind.Label, null, null), Direction.None),
                new MetricCard("pairwise_consistent", Scale.Truth, Direction.HigherIsBetter),
            ],
            Prompts = ["pairwise"],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override async ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var both = await Task.WhenAll(AskAsync(inputs, Response, Baseline, cancellationToken), AskAsync(inputs, Baseline, Response, cancellationToken));
        var costs = both[0].Costs.And(both[1].Costs);
        if (both[0].Verdict is not { } there || both[1].Verdict is not { } back)
        {
            var error = both.Select(j => j.Verdict is null ? j.Error : null).OfType<string>().First();
            return costs.Of(judging.Judge, [.. Card.Metrics.Select(m => Score.Failed(m, error))]);
        }

        var (value, consistent) = Both(there.Better, back.Better);
        var label = value switch { 1 => "win", 0 => "loss", _ => "tie" };
        var reason = consistent ? there.Reason : $"The judge changed its mind with the order. The response first: {there.Reason} The baseline first: {back.Reason}";
        return costs.Of(
            judging.Judge,
            Score.Of(Card.Metrics[0], value, reason),
            new Score(Card.Metrics[1].Name, value) { Label = label },
            Score.Of(Card.Metrics[2], consistent ? 1 : 0));
    }

    /// <summary>What two answers about one pair say of the response: what it is worth, and whether they agree.</summary>
    /// <param name="there">With the response first.</param>
    /// <param name="back">With the baseline first.</param>
    public static (double Value, bool Consistent) Both(Preference there, Preference back) => (there, back) switch
    {
        (Preference.First, Preference.Second) => (1, true),
        (Preference.Second, Preference.First) => (0, true),
        (Preference.Tie, Preference.Tie) => (0.5, true),
        _ => (0.5, false),
    };

    private Task<Judgement<PairVerdict>> AskAsync(EvaluatorInputs inputs, string first, string second, CancellationToken cancellationToken)
    {
        return judging.AskAsync(prompt, [Shown(Query, Query), Shown("first", first), Shown("second", second), Shown(Truth, Truth)], Form, cancellationToken);

        KeyValuePair<string, string?> Shown(string name, string input) => KeyValuePair.Create(name, Material.Of(inputs[input]));
    }
}
