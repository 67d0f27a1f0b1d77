namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>Finds the place of the context that has most of a sentence's words, rare words counting more.</summary>
/// <param name="context">Where to look.</param>
internal sealed class Alignment(ContextIndex context)
{
    private const int Window = 3, TooCommon = 500;

    private readonly double[] single = new double[context.Sentences];
    private readonly double[] windows = new double[context.Sentences];
    private readonly List<int> touched = [];
    private readonly List<int> best = [];

    /// <summary>The best place for some forms, each given once.</summary>
    public Aligned Find(ReadOnlySpan<int> ids)
    {
        var total = 0.0;
        foreach (var id in ids)
        {
            var having = id < 0 ? default : context.Having(id);
            var weight = Math.Log(1 + ((context.Sentences + 1) / (having.Length + 0.5)));
            total += weight;

            // A form that stands nearly everywhere points nowhere, and would make long texts slow.
            if (having.Length <= TooCommon)
            {
                Mark(having, weight);
            }
        }

        var (share, sentenceShare) = (0.0, 0.0);
        best.Clear();
        foreach (var at in touched)
        {
            share = Math.Max(share, windows[at]);
            if (single[at] > sentenceShare)
            {
                sentenceShare = single[at];
                best.Clear();
            }

            if (single[at] > 0 && single[at] == sentenceShare)
            {
                best.Add(at);
            }
        }

        foreach (var at in touched)
        {
            (single[at], windows[at]) = (0, 0);
        }

        touched.Clear();
        return total > 0 ? new Aligned(best, share / total, sentenceShare / total) : new Aligned(best, 0, 0);
    }

    private void Mark(ReadOnlySpan<int> having, double weight)
    {
        var marked = -1;
        foreach (var at in having)
        {
            single[at] += weight;
            for (var start = Math.Max(marked + 1, at - Window + 1); start <= at; start++)
            {
                if (context[start].Passage == context[at].Passage)
                {
                    if (windows[start] == 0)
                    {
                        touched.Add(start);
                    }

                    windows[start] += weight;
                    marked = start;
                }
            }
        }
    }
}

/// <summary>Where a sentence fits best.</summary>
/// <param name="Sentences">The sentences of the context that have most of its words, all that have as many; valid until the next search.</param>
/// <param name="Share">How much of the words' weight stands in one to three successive sentences, 0 to 1.</param>
/// <param name="SentenceShare">How much of it the best sentence has.</param>
internal readonly record struct Aligned(IReadOnlyList<int> Sentences, double Share, double SentenceShare);
