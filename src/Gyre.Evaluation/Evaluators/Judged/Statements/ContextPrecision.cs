using System.Globalization;
using Gyre.Evaluation.Evaluators.Grounding;

namespace Gyre.Evaluation.Evaluators.Judged.Statements;

/// <summary>Whether the chunks that help stand first: average precision over the judge's verdicts, the divisor being the chunks that help.</summary>
internal sealed class ContextPrecision : Evaluator
{
    private const string Name = "context_precision";
    private const double DefaultThreshold = 0.5;
    private const int RoomPerCheck = 80;

    private static readonly EvaluatorInput[] Reads = [new("query"), new("context"), new("ground_truth", IsRequired: false)];

    private readonly JudgePrompt prompt;
    private readonly Judging judging;

    /// <param name="spec">Moves the threshold.</param>
    /// <param name="services">The judge, and the workspace with prompts of its own.</param>
    public ContextPrecision(EvaluatorSpec spec, EvaluatorServices services)
    {
        _ = new EvaluatorSettings(spec);
        prompt = JudgePrompt.Load(Name, ["query", "ground_truth", "chunks"], services);
        judging = new Judging(new JudgeModel(services.Judge, services.Flows), spec.Label);
        Card = new EvaluatorCard(spec.Name, JudgePrompt.VersionOf([prompt], new ChecksForm("chunk", 1).Words), "Whether the retrieved chunks that help to answer stand before those that do not: average precision over the ranks, from 0 to 1.")
        {
            Inputs = Reads,
            Metrics = [new MetricCard(Name, Scale.Unit, Direction.HigherIsBetter) { Threshold = spec.Threshold ?? DefaultThreshold }],
            Prompts = [Name],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override async ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        if (Passage.Read(inputs["context"]) is not { } chunks)
        {
            return Evaluated.Failed(Card, "The context must be a list of chunks in the order of their ranks: texts, or objects with a text under 'text' or 'content'.");
        }

        if (chunks.Count == 0)
        {
            return Evaluated.Of(Score.Of(Card.Metrics[0], 0, "Nothing was retrieved."));
        }

        var form = new ChecksForm("chunk", chunks.Count) { Room = 500 + (RoomPerCheck * chunks.Count) };
        var judgement = await judging.AskAsync(
            prompt,
            [new("query", Material.Of(inputs["query"])), new("ground_truth", Material.Of(inputs["ground_truth"])), new("chunks", Material.Numbered([.. chunks.Select(Material.Text)]))],
            form,
            cancellationToken);
        return judgement.Costs.Of(judging.Judge, Of(chunks, judgement));
    }

    /// <summary>Average precision of ranks: the mean, over the places that help, of the share that helps up to there; 0 where none does.</summary>
    internal static double AveragePrecision(IReadOnlyList<bool> helps)
    {
        var (sum, hits) = (0.0, 0);
        for (var rank = 1; rank <= helps.Count; rank++)
        {
            if (helps[rank - 1])
            {
                sum += (double)++hits / rank;
            }
        }

        return hits == 0 ? 0 : sum / hits;
    }

    private Score Of(List<Passage> chunks, Judgement<IReadOnlyDictionary<int, Check>> judgement)
    {
        if (judgement.Verdict is not { } checks || judgement.Error is not null)
        {
            return Score.Failed(Card.Metrics[0], judgement.Error!);
        }

        var helps = Enumerable.Range(1, chunks.Count).Select(n => checks[n].Holds).ToList();
        var ranks = string.Join(", ", helps.Index().Where(h => h.Item).Select(h => (h.Index + 1).ToString(CultureInfo.InvariantCulture)));
        return Score.Of(Card.Metrics[0], AveragePrecision(helps), ranks.Length == 0 ? $"None of {chunks.Count} chunks helps." : $"Of {chunks.Count} chunks these help, by rank: {ranks}.") with
        {
            Evidence = [.. chunks.Index().Where(c => !helps[c.Index]).Select(c => new Evidence(c.Item.Input, 0, c.Item.Text.Length, "does not help"))],
        };
    }
}
