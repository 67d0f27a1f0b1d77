using System.Globalization;

namespace Gyre.Evaluation.Evaluators.Judged.Statements;

/// <summary>Which text is taken apart, and what its statements are held against.</summary>
/// <param name="Prompt">Name of the prompt that checks; it reads <c>statements</c> and <see cref="Against"/>.</param>
/// <param name="Metric">What it gives.</param>
/// <param name="Of">The input that is taken apart: <c>response</c>.</param>
/// <param name="Against">The input that decides: <c>context</c>, <c>query</c>.</param>
internal sealed record StatementQuestion(string Prompt, MetricCard Metric, string Of, string Against)
{
    /// <summary>One sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What the evaluator reads.</summary>
    public required IReadOnlyList<EvaluatorInput> Inputs { get; init; }

    /// <summary>What is said of a statement that does not hold: <c>unsupported</c>.</summary>
    public required string Failing { get; init; }
}

/// <summary>The share of a text's statements that hold: one call takes it apart, another checks. The divisor is what was submitted, and a statement without a verdict leaves no score.</summary>
internal sealed class StatementShare : Evaluator
{
    private const int RoomPerCheck = 80;

    private readonly StatementQuestion question;
    private readonly JudgePrompt prompt;
    private readonly Judging judging;
    private readonly StatementFinder finder;

    /// <param name="spec">Moves the threshold.</param>
    /// <param name="services">The judge, and the workspace with prompts of its own.</param>
    /// <param name="question">What is asked.</param>
    public StatementShare(EvaluatorSpec spec, EvaluatorServices services, StatementQuestion question)
    {
        this.question = question;
        var statements = JudgePrompt.Load(StatementFinder.Prompt, StatementFinder.Inputs, services);
        prompt = JudgePrompt.Load(question.Prompt, ["statements", question.Against], services);
        judging = new Judging(new JudgeModel(services.Judge, services.Flows), spec.Label);
        finder = new StatementFinder(statements, judging);
        Card = new EvaluatorCard(spec.Name, JudgePrompt.VersionOf([statements, prompt], new StatementsForm(1).Words, new ChecksForm("statement", 1).Words), question.Description)
        {
            Inputs = question.Inputs,
            Metrics = [question.Metric with { Threshold = spec.Threshold ?? question.Metric.Threshold }],
            Prompts = [StatementFinder.Prompt, question.Prompt],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override async ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var text = Material.Said(inputs[question.Of]);
        var (statements, error, costs) = await finder.FindAsync(text, Query(inputs), cancellationToken);
        if (statements.Count == 0)
        {
            return costs.Of(judging.Judge, Score.Failed(Card.Metrics[0], error ?? $"The {Words(question.Of)} states nothing that could be checked."));
        }

        var form = new ChecksForm("statement", statements.Count) { Room = 500 + (RoomPerCheck * statements.Count) };
        var judgement = await judging.AskAsync(
            prompt, [new(question.Against, Material.Of(inputs[question.Against])), new("statements", Material.Numbered([.. statements.Select(s => s.Text)]))], form, cancellationToken);
        return costs.And(judgement.Costs).Of(judging.Judge, ScoreOf(statements, judgement, inputs[question.Of] is string));
    }

    private Score ScoreOf(IReadOnlyList<Statement> statements, Judgement<IReadOnlyDictionary<int, Check>> judgement, bool hasPlaces)
    {
        if (judgement.Verdict is not { Count: > 0 } checks)
        {
            return Score.Failed(Card.Metrics[0], judgement.Error!);
        }

        var holding = checks.Values.Count(c => c.Holds);
        var failing = statements.Select((s, i) => (Statement: s, Check: checks.GetValueOrDefault(i + 1))).Where(s => s.Check is { Holds: false }).ToList();
        var evidence = !hasPlaces ? [] : failing.Select(f => new Evidence(question.Of, f.Statement.Sentence.Start, f.Statement.Sentence.Length, $"{question.Failing}: {f.Statement.Text}")).ToList();
        var unknown = statements.Count - checks.Count;
        if (unknown > 0)
        {
            var (least, most) = ((double)holding / statements.Count, (double)(holding + unknown) / statements.Count);
            var error = string.Create(CultureInfo.InvariantCulture, $"The judge gave no verdict on {unknown} of {statements.Count} statements, so the score lies somewhere from {least:0.##} to {most:0.##}.");
            return Score.Failed(Card.Metrics[0], error) with { Evidence = evidence };
        }

        var first = failing.Count == 0 ? "" : $" First that does not: “{failing[0].Statement.Text}”{(failing[0].Check!.Reason is { } why ? $" ({why.TrimEnd('.')})" : "")}.";
        return Score.Of(Card.Metrics[0], (double)holding / statements.Count, $"{holding} of {statements.Count} statements hold.{first}") with { Evidence = evidence };
    }

    private static string? Query(EvaluatorInputs inputs) => Material.Of(inputs["query"]) is { } query && !string.IsNullOrWhiteSpace(query) ? query : null;

    private static string Words(string input) => input.Replace('_', ' ');
}
