using System.Runtime.InteropServices;
using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>The context, read once: its sentences, where each form stands, and which forms stand side by side.</summary>
internal sealed class ContextIndex
{
    private const int SharedPrefix = 5, FormsApart = 2, LettersPerPair = 6;

    private readonly List<Term> terms = [];
    private readonly List<ContextSentence> sentences = [];
    private readonly HashSet<long> pairs = [];
    private readonly Dictionary<int, int> prefixes = [];

    // The sentences of form i are places[starts[i]..starts[i + 1]]; forms of one prefix are a chain.
    private readonly int[] starts;
    private readonly int[] places;
    private readonly int[] alike;
    private readonly Vocabulary vocabulary;

    public ContextIndex(IReadOnlyList<Passage> passages, Vocabulary vocabulary)
    {
        this.vocabulary = vocabulary;
        var tokens = new List<Token>();
        pairs.EnsureCapacity(passages.Sum(p => p.Text.Length) / LettersPerPair);
        for (var at = 0; at < passages.Count; at++)
        {
            Add(passages[at].Title, at, isTitle: true, tokens);
            Add(passages[at].Text, at, isTitle: false, tokens);
        }

        vocabulary.EndContext();
        (starts, places) = Places(vocabulary.Count);
        alike = new int[vocabulary.Count];
        for (var id = alike.Length - 1; id >= 0; id--)
        {
            if (PrefixOf(vocabulary[id]) is { } key)
            {
                ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(prefixes, key, out var known);
                alike[id] = known ? first : -1;
                first = id;
            }
        }
    }

    /// <summary>How many sentences there are.</summary>
    public int Sentences => sentences.Count;

    /// <summary>The sentence with a number, in order of the passages.</summary>
    public ContextSentence this[int sentence] => sentences[sentence];

    /// <summary>The terms of a sentence.</summary>
    public ReadOnlySpan<Term> Terms(int sentence) => CollectionsMarshal.AsSpan(terms)[sentences[sentence].First..sentences[sentence].End];

    /// <summary>The sentences that have a form, in order.</summary>
    public ReadOnlySpan<int> Having(int id) => id < starts.Length - 1 ? places.AsSpan(starts[id], starts[id + 1] - starts[id]) : default;

    /// <summary>Whether two forms stand side by side anywhere.</summary>
    public bool HasPair(int first, int second) => pairs.Contains(Pair(first, second));

    /// <summary>A form of the context that is another form of a word: "popular" for "popularity"; -1 where there is none.</summary>
    public int Relative(int id)
    {
        var form = vocabulary[id];
        if (PrefixOf(form) is not { } key || !prefixes.TryGetValue(key, out var candidate))
        {
            return -1;
        }

        var (best, shared) = (-1, 0);
        for (; candidate >= 0; candidate = alike[candidate])
        {
            var other = vocabulary[candidate];
            var common = form.AsSpan().CommonPrefixLength(other);
            if (common >= Math.Max(SharedPrefix, Math.Min(form.Length, other.Length) - FormsApart)
                && (common > shared || (common == shared && string.CompareOrdinal(other, vocabulary[best]) < 0)))
            {
                (best, shared) = (candidate, common);
            }
        }

        return best;
    }

    private void Add(string text, int passage, bool isTitle, List<Token> tokens)
    {
        var before = -1;
        foreach (var place in Text.Sentences.Of(text))
        {
            tokens.Clear();
            Tokens.Read(text, place, tokens);
            var first = terms.Count;
            foreach (var token in tokens)
            {
                var term = vocabulary.Read(text, token);
                terms.Add(term);
                if (before >= 0)
                {
                    pairs.Add(Pair(before, term.Id));
                }

                before = term.Id;
            }

            sentences.Add(new ContextSentence(passage, isTitle, place, first, terms.Count));
        }
    }

    private (int[] Starts, int[] Places) Places(int forms)
    {
        var last = new int[forms];
        var counts = new int[forms + 1];
        ForEach((id, _) => counts[id + 1]++);
        for (var id = 0; id < forms; id++)
        {
            counts[id + 1] += counts[id];
        }

        var next = counts.AsSpan(0, forms).ToArray();
        var all = new int[counts[forms]];
        ForEach((id, at) => all[next[id]++] = at);
        return (counts, all);

        // Each form once for each sentence that has it.
        void ForEach(Action<int, int> use)
        {
            Array.Fill(last, -1);
            for (var at = 0; at < sentences.Count; at++)
            {
                foreach (var term in Terms(at))
                {
                    if (last[term.Id] != at)
                    {
                        last[term.Id] = at;
                        use(term.Id, at);
                    }
                }
            }
        }
    }

    // Forms are numbered in order, so neighbours differ in few bits: unmixed, the hashes of all pairs would be the same few. Mixing by an odd number keeps pairs apart.
    private static long Pair(int first, int second) => unchecked((((long)first << 32) | (uint)second) * (long)0x9E3779B97F4A7C15);

    private static int? PrefixOf(string form) => form.Length < SharedPrefix ? null : string.GetHashCode(form.AsSpan(0, SharedPrefix), StringComparison.Ordinal);
}

/// <summary>A sentence of the context.</summary>
/// <param name="Passage">Which passage.</param>
/// <param name="IsTitle">Whether it is of the passage's title.</param>
/// <param name="Place">Its place in the passage's text, or in the title.</param>
/// <param name="First">Its first term.</param>
/// <param name="End">The term after its last.</param>
internal readonly record struct ContextSentence(int Passage, bool IsTitle, TextSpan Place, int First, int End);
