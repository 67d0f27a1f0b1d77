namespace Gyre.Models.Offline;

/// <summary>Scores the sentences of a context by the weight of the words they share with a question; rare words weigh more.</summary>
internal sealed class SentenceRanking
{
    private const double HeadingWeight = 0.6, AlikeWeight = 0.7, NumberBonus = 1.2, CodeBonus = 1.8, StillGood = 0.72;

    private static readonly string[] NumberQuestions =
        ["how much", "how many", "how long", "how far", "how often", "how heavy", "how old", "how loud", "how big", "how high", "how fast", "how warm", "what temperature"];

    private static readonly string[] StepQuestions = ["how do i", "how can i", "how to", "how should i", "what must i do", "what do i do", "what should i do"];

    private readonly List<Sentence> sentences;
    private readonly List<(HashSet<string> Own, HashSet<string> Above, int Length)> words;
    private readonly Dictionary<string, double> weights;
    private readonly double[] scores;
    private readonly bool asksForNumber;
    private readonly bool asksForSteps;

    public SentenceRanking(List<Sentence> sentences, string question)
    {
        this.sentences = sentences;
        var headings = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        words = sentences.ConvertAll(s =>
        {
            var own = Words.Of(s.Text);
            if (!headings.TryGetValue(s.Heading, out var above))
            {
                headings[s.Heading] = above = [.. Words.Of(s.Heading)];
            }

            return (own.ToHashSet(StringComparer.Ordinal), above, own.Count);
        });
        var lower = question.ToLowerInvariant();
        asksForNumber = NumberQuestions.Any(lower.Contains);
        asksForSteps = StepQuestions.Any(lower.Contains);
        weights = Words.Of(question).Distinct(StringComparer.Ordinal).ToDictionary(w => w, Weight, StringComparer.Ordinal);
        scores = [.. Enumerable.Range(0, sentences.Count).Select(Score)];
    }

    /// <summary>The best sentence, the first of equals; null where none shares a word.</summary>
    public int? Best => scores.Length > 0 && scores.Max() is > 0 and var best ? Array.IndexOf(scores, best) : null;

    /// <summary>How much of the question's weight a sentence with its headings and its paragraph covers, 0 to 1.</summary>
    public double Coverage(int index)
    {
        var total = weights.Values.Sum();
        if (total == 0)
        {
            return 0;
        }

        var near = Enumerable.Range(0, sentences.Count).Where(i => sentences[i].Paragraph == sentences[index].Paragraph && Math.Abs(i - index) <= 1);
        return weights.Sum(w => w.Value * Math.Max(Share(index, w.Key), 0.5 * near.Max(i => Share(i, w.Key)))) / total;
    }

    /// <summary>The best sentence and up to two more in the order of the text: nearly as good ones, or the next steps where steps are asked for.</summary>
    public IEnumerable<Sentence> Around(int best, int limit)
    {
        var chosen = new SortedSet<int> { best };
        if (asksForSteps || sentences[best].InList)
        {
            for (var next = best + 1; chosen.Count < limit && next < sentences.Count && sentences[next].Paragraph == sentences[best].Paragraph; next++)
            {
                chosen.Add(next);
            }
        }

        foreach (var index in Enumerable.Range(0, scores.Length).Where(i => scores[i] >= StillGood * scores[best]).OrderByDescending(i => scores[i]))
        {
            if (chosen.Count < limit && chosen.All(c => !string.Equals(sentences[c].Text, sentences[index].Text, StringComparison.OrdinalIgnoreCase)))
            {
                chosen.Add(index);
            }
        }

        return chosen.Select(i => sentences[i]);
    }

    private double Weight(string word)
    {
        var having = words.Count(w => Share(w, word) > 0);
        var weight = Math.Log(1 + ((words.Count - having + 0.5) / (having + 0.5)));
        return IsCode(word) ? CodeBonus * weight : weight;
    }

    // Fault codes and part numbers, "E03", are what such a question is about.
    private static bool IsCode(string word) => word.Any(char.IsAsciiDigit) && word.Any(char.IsAsciiLetter);

    private double Score(int index)
    {
        var overlap = weights.Sum(w => w.Value * Share(index, w.Key));
        var length = 1 + (0.02 * Math.Max(0, words[index].Length - 12));
        return overlap / length * (asksForNumber && sentences[index].Text.Any(char.IsDigit) ? NumberBonus : 1);
    }

    private double Share(int index, string word) => Share(words[index], word);

    private static double Share((HashSet<string> Own, HashSet<string> Above, int Length) sentence, string word)
    {
        if (sentence.Own.Contains(word))
        {
            return 1;
        }

        var own = sentence.Own.Any(w => Alike(w, word)) ? AlikeWeight : 0;
        var above = sentence.Above.Contains(word) || sentence.Above.Any(w => Alike(w, word)) ? HeadingWeight : 0;
        return Math.Max(own, above);
    }

    // "weigh" and "weight", "clean" and "cleaner": one begins with the other, and not by chance.
    private static bool Alike(string a, string b)
    {
        var (shorter, longer) = a.Length < b.Length ? (a, b) : (b, a);
        return shorter.Length >= 4 && longer.Length - shorter.Length is > 0 and <= 3 && longer.StartsWith(shorter, StringComparison.Ordinal) && !char.IsDigit(shorter[0]);
    }
}
