namespace Gyre.Evaluation.Evaluators.Computed.Retrieval;

/// <summary>A ranked list of documents, with what people said of each: figures as trec_eval and azure-ai-evaluation define them.</summary>
/// <param name="ranked">Identifiers, best first, each once.</param>
/// <param name="labels">Relevance by identifier, 0 for none; what is not there was never judged.</param>
internal sealed class Ranking(IReadOnlyList<string> ranked, IReadOnlyDictionary<string, double> labels)
{
    private const double Decay = 0.6, PerLabel = 25;

    // What azure-ai-evaluation counts labels 4, 3, 2, 1 and 0 as.
    private static readonly double[] FidelityWeights = [0, 3, 7, 15, 31];

    private readonly int relevant = labels.Values.Count(l => l > 0);

    /// <summary>Gains discounted by the logarithm of the rank, over the best possible; 0 where nothing is relevant.</summary>
    public double Ndcg(int k)
    {
        var ideal = Discounted(labels.Values.OrderDescending().Take(k));
        return ideal > 0 ? Discounted(ranked.Take(k).Select(Label)) / ideal : 0;
    }

    /// <summary>azure-ai-evaluation's XDCG: the mean label of the first k times 25, each rank counting 0.6 of the one before; 0 for an empty list.</summary>
    public double Xdcg(int k)
    {
        var first = ranked.Take(k).Select((id, i) => (Weight: Math.Pow(Decay, i), Label: Label(id))).ToList();
        return first.Count == 0 ? 0 : first.Sum(f => PerLabel * f.Label * f.Weight) / first.Sum(f => f.Weight);
    }

    /// <summary>Weighted good labels retrieved, over those there are; 0 where there are none. Labels are 0 to 4, in whole numbers.</summary>
    public double Fidelity()
    {
        var all = labels.Values.Sum(Weight);
        return all > 0 ? ranked.Sum(id => Weight(Label(id))) / all : 0;
    }

    /// <summary>The greatest label among the first k; 0 for an empty list, and for documents that nobody judged.</summary>
    public double BestLabel(int k) => ranked.Take(k).Select(Label).DefaultIfEmpty(0).Max();

    /// <summary>Share of the relevant documents that are among the first k.</summary>
    public double Recall(int k) => relevant > 0 ? (double)Hits(k) / relevant : 0;

    /// <summary>Relevant ones among the first k, over k, however short the list is.</summary>
    public double Precision(int k) => (double)Hits(k) / k;

    /// <summary>1 where a relevant document is among the first k.</summary>
    public double Hit(int k) => Hits(k) > 0 ? 1 : 0;

    /// <summary>1 over the rank of the first relevant document; 0 without one.</summary>
    public double ReciprocalRank()
    {
        for (var i = 0; i < ranked.Count; i++)
        {
            if (Label(ranked[i]) > 0)
            {
                return 1.0 / (i + 1);
            }
        }

        return 0;
    }

    /// <summary>The mean, over all relevant documents, of the precision at the rank of each.</summary>
    public double AveragePrecision()
    {
        var (found, sum) = (0, 0.0);
        for (var i = 0; i < ranked.Count; i++)
        {
            if (Label(ranked[i]) > 0)
            {
                sum += (double)++found / (i + 1);
            }
        }

        return relevant > 0 ? sum / relevant : 0;
    }

    /// <summary>Retrieved documents that nobody judged.</summary>
    public int Holes => ranked.Count(id => !labels.ContainsKey(id));

    private int Hits(int k) => ranked.Take(k).Count(id => Label(id) > 0);

    private double Label(string id) => labels.GetValueOrDefault(id);

    private static double Weight(double label) => FidelityWeights[(int)Math.Clamp(label, 0, FidelityWeights.Length - 1)];

    private static double Discounted(IEnumerable<double> gains) => gains.Select((gain, i) => gain / Math.Log2(i + 2)).Sum();
}
