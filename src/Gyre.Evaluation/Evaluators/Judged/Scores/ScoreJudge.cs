namespace Gyre.Evaluation.Evaluators.Judged.Scores;

/// <summary>What a judge is asked to score, and on which scale.</summary>
/// <param name="Prompt">Name of the prompt.</param>
/// <param name="Metric">What it gives.</param>
/// <param name="Description">One sentence.</param>
internal sealed record ScoreQuestion(string Prompt, MetricCard Metric, string Description)
{
    /// <summary>What the judge reads.</summary>
    public required IReadOnlyList<EvaluatorInput> Inputs { get; init; }

    /// <summary>One of these must be there; empty for no such rule.</summary>
    public IReadOnlyList<string> AnyOf { get; init; } = [];

    /// <summary>How the judge answers.</summary>
    public VerdictForm<ScoreVerdict> Form { get; init; } = new PointsForm(1, 5);
}

/// <summary>One question to a judge, one score.</summary>
internal sealed class ScoreJudge : Evaluator
{
    private readonly ScoreQuestion question;
    private readonly JudgePrompt prompt;
    private readonly Judging judging;

    /// <param name="spec">Moves the threshold.</param>
    /// <param name="services">The judge, and the workspace with prompts of its own.</param>
    /// <param name="question">What is asked.</param>
    public ScoreJudge(EvaluatorSpec spec, EvaluatorServices services, ScoreQuestion question)
    {
        this.question = question;
        prompt = JudgePrompt.Load(question.Prompt, [.. question.Inputs.Select(i => i.Name)], services);
        judging = new Judging(new JudgeModel(services.Judge, services.Flows), spec.Label);
        Card = new EvaluatorCard(spec.Name, JudgePrompt.VersionOf([prompt], question.Form.Words), question.Description)
        {
            Inputs = question.Inputs,
            Metrics = [question.Metric with { Threshold = spec.Threshold ?? question.Metric.Threshold }],
            Prompts = [question.Prompt],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override async ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        if (question.AnyOf.Count > 0 && !question.AnyOf.Any(inputs.Has))
        {
            return Evaluated.Failed(Card, $"The line has neither {string.Join(" nor ", question.AnyOf.Select(n => $"'{n}'"))}.");
        }

        var judgement = await judging.AskAsync(prompt, Material.Of(inputs, Card), question.Form, cancellationToken);
        return judgement.Costs.Of(judging.Judge, judgement.Verdict is { } verdict
            ? Score.Of(Card.Metrics[0], verdict.Value, verdict.Reason)
            : Score.Failed(Card.Metrics[0], judgement.Error!));
    }
}
