using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Computed.Retrieval;

/// <summary>How good a ranked list of retrieved documents is, by labels of people. Inputs are those of azure-ai-evaluation; plain identifiers do too.</summary>
internal sealed class DocumentRetrieval : Evaluator
{
    private const string Judged = "retrieval_ground_truth", Retrieved = "retrieved_documents";
    private const double NdcgThreshold = 0.5, XdcgThreshold = 50, FidelityThreshold = 0.5;

    private readonly int k;

    public DocumentRetrieval(EvaluatorSpec spec)
    {
        k = new EvaluatorSettings(spec, "k").Whole("k", 3, 1, 1000);
        Card = new EvaluatorCard(spec.Name, "1", "Ranked documents against relevance labels: nDCG, XDCG, fidelity, the first and the best label as azure-ai-evaluation, recall, precision, hit, reciprocal rank and average precision as trec_eval; at rank 'k'.")
        {
            Inputs = [new EvaluatorInput(Judged), new EvaluatorInput(Retrieved)],
            Metrics =
            [
                Unit($"ndcg@{k}", spec.Threshold ?? NdcgThreshold),
                new MetricCard($"xdcg@{k}", new Scale(ScaleKind.Number, 0, null), Direction.HigherIsBetter) { Threshold = XdcgThreshold },
                Unit("fidelity", FidelityThreshold),
                new MetricCard("top1_relevance", Scale.Amount, Direction.HigherIsBetter),
                new MetricCard($"top{k}_max_relevance", Scale.Amount, Direction.HigherIsBetter),
                Unit($"recall@{k}"),
                Unit($"precision@{k}"),
                Unit($"hit@{k}"),
                Unit("mrr"),
                Unit("map"),
                new MetricCard("holes", Scale.Amount, Direction.LowerIsBetter),
                new MetricCard("holes_ratio", Scale.Unit, Direction.LowerIsBetter),
                new MetricCard("total_retrieved_documents", Scale.Amount, Direction.None),
                new MetricCard("total_ground_truth_documents", Scale.Amount, Direction.None),
            ],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        if (Read(inputs[Judged], "query_relevance_label", 1) is not { Count: > 0 } judged)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, $"'{Judged}' must be a list, not empty, of objects with 'document_id' and a number of zero or more as 'query_relevance_label', or of identifiers of relevant documents."));
        }

        if (Read(inputs[Retrieved], "relevance_score", 0) is not { } retrieved)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, $"'{Retrieved}' must be a list of objects with 'document_id' and a number as 'relevance_score', or of identifiers, best first."));
        }

        if (judged.Exists(d => d.Number < 0))
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, $"'{Judged}' has a label below zero."));
        }

        // A document that is given twice counts once: at its best rank, with its best label.
        var labels = judged.GroupBy(d => d.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(d => d.Number), StringComparer.Ordinal);
        List<string> ranked = [.. retrieved.OrderByDescending(d => d.Number).Select(d => d.Id).Distinct(StringComparer.Ordinal)];
        var ranking = new Ranking(ranked, labels);
        double[] values =
        [
            ranking.Ndcg(k), ranking.Xdcg(k), ranking.Fidelity(), ranking.BestLabel(1), ranking.BestLabel(k), ranking.Recall(k), ranking.Precision(k), ranking.Hit(k), ranking.ReciprocalRank(), ranking.AveragePrecision(),
            ranking.Holes, ranked.Count == 0 ? 0 : (double)ranking.Holes / ranked.Count,
            ranked.Count, labels.Count,
        ];
        return ValueTask.FromResult(Evaluated.Of(Card.Metrics.Zip(values, (metric, value) => Score.Of(metric, value)).ToList()));
    }

    private static MetricCard Unit(string name, double? threshold = null) => new(name, Scale.Unit, Direction.HigherIsBetter) { Threshold = threshold };

    // Null where it is no such list.
    private static List<(string Id, double Number)>? Read(object? value, string field, double otherwise)
    {
        if (value is not IReadOnlyList<object?> list)
        {
            return null;
        }

        var documents = new List<(string, double)>(list.Count);
        foreach (var item in list)
        {
            var (id, number) = item is PythonDict document ? (Identifier(document.GetValueOrDefault("document_id")), Number(document.GetValueOrDefault(field))) : (Identifier(item), otherwise);
            if (id is null || number is null)
            {
                return null;
            }

            documents.Add((id, number.Value));
        }

        return documents;
    }

    private static string? Identifier(object? value) => value is string or long ? PythonText.Str(value) : null;

    private static double? Number(object? value) => value switch
    {
        long whole => whole,
        double number when double.IsFinite(number) => number,
        _ => null,
    };
}
