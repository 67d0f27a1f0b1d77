using System.Runtime.InteropServices;
using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>Checks the sentences of one response against its context.</summary>
internal sealed class SentenceChecker
{
    /// <summary>What another form of a word counts ("popular" for "popularity").</summary>
    private const double Relative = 0.8;

    /// <summary>What is left of the support where no number of the sentence is in the context, and where no name is.</summary>
    private const double WithoutNumbers = 0.5, WithoutNames = 0.75;

    /// <summary>How much of the words' weight a sentence must share with one of the context before they are asked whether they say the opposite; from where on it is said that they do.</summary>
    private const double AboutTheSame = 0.5, NearlyTheSame = 0.75;

    /// <summary>What an opposite takes from the support of a sentence that shares all its words with it; less, the fewer it shares.</summary>
    private const double ByOpposite = 0.6;

    private readonly IReadOnlyList<Passage> passages;
    private readonly Vocabulary vocabulary;
    private readonly ContextIndex context;
    private readonly Alignment alignment;
    private readonly Polarity polarity;
    private readonly Dictionary<int, int> relatives = [];
    private readonly List<Token> tokens = [];
    private readonly List<Term> terms = [];
    private readonly List<int> found = [];
    private Initials? initials;

    public SentenceChecker(IReadOnlyList<Passage> passages, Vocabulary vocabulary)
    {
        (this.passages, this.vocabulary) = (passages, vocabulary);
        context = new ContextIndex(passages, vocabulary);
        alignment = new Alignment(context);
        polarity = new Polarity(vocabulary);
    }

    /// <summary>The context as it was read.</summary>
    public ContextIndex Context => context;

    /// <summary>Checks one sentence.</summary>
    public SentenceCheck Check(string response, TextSpan place, ListMarks marks)
    {
        Read(response, place, marks);
        var kind = SentenceKinds.Of(place.Of(response));
        var (words, have, numbers, numbersHad, names, namesHad) = (0, 0.0, 0, 0, 0, 0);
        List<TextSpan>? missing = null;
        for (var at = 0; at < terms.Count; at++)
        {
            var term = terms[at];
            var strength = Strength(response, term);
            if (!term.IsContent)
            {
                continue;
            }

            words++;
            have += strength;
            if (term.Role == TermRole.Number)
            {
                numbers++;
                numbersHad += strength > 0 ? 1 : 0;
            }
            else if (at > 0 && vocabulary.IsEnglish && char.IsUpper(response[term.Place.Start]))
            {
                names++;
                namesHad += strength > 0 ? 1 : 0;
            }
            else
            {
                continue;
            }

            if (strength == 0)
            {
                (missing ??= []).Add(term.Place);
            }
        }

        if (words == 0)
        {
            return new SentenceCheck(place, kind, 0, 0);
        }

        var coverage = have / words;
        var order = Order(coverage);
        var support = (coverage + order) / 2 * Part(numbers, numbersHad, WithoutNumbers) * Part(names, namesHad, WithoutNames);
        var aligned = alignment.Find(Distinct());
        var isOpposite = order < 1 && kind == SentenceKind.Claim && aligned.SentenceShare >= AboutTheSame
            && aligned.Sentences.All(at => polarity.Differs(CollectionsMarshal.AsSpan(terms), context.Terms(at)));
        return new SentenceCheck(place, kind, isOpposite ? support * (1 - (ByOpposite * aligned.SentenceShare)) : support, words)
        {
            Share = aligned.Share,
            Closest = aligned.Sentences.Count > 0 ? aligned.Sentences.Min() : -1,
            Contradicts = isOpposite && aligned.SentenceShare >= NearlyTheSame,
            Missing = missing ?? [],
        };
    }

    private static double Part(int all, int had, double without) => all == 0 ? 1 : without + ((1 - without) * had / all);

    // The place of a list mark is kept as a term of no form, so that what stands before and after it is not taken for neighbours.
    private void Read(string response, TextSpan place, ListMarks marks)
    {
        tokens.Clear();
        terms.Clear();
        found.Clear();
        Tokens.Read(response, place, tokens);
        foreach (var token in tokens)
        {
            terms.Add(marks.Has(token) ? new Term(-1, token.Place, TermRole.Function) : vocabulary.Read(response, token));
        }
    }

    // Notes the form of the context that a term is found as, -1 for none.
    private double Strength(string response, Term term)
    {
        var id = term.Id;
        var strength = 0.0;
        if (id >= 0 && context.Having(id).Length > 0)
        {
            strength = 1;
        }
        else if (id >= 0 && term.Role == TermRole.Content)
        {
            ref var relative = ref CollectionsMarshal.GetValueRefOrAddDefault(relatives, id, out var known);
            relative = known ? relative : context.Relative(id);
            if (relative >= 0)
            {
                (id, strength) = (relative, Relative);
            }
            else
            {
                strength = IsInitials(term.Place.Of(response)) ? 1 : 0;
                id = -1;
            }
        }
        else
        {
            id = -1;
        }

        found.Add(id);
        return strength;
    }

    private bool IsInitials(ReadOnlySpan<char> word) =>
        word.Length is >= Initials.Fewest and <= 2 * Initials.Most && char.IsUpper(word[0]) && char.IsUpper(word[^1]) && (initials ??= new Initials(passages, context)).Has(word);

    private double Order(double otherwise)
    {
        var (pairs, had) = (0, 0);
        for (var at = 1; at < terms.Count; at++)
        {
            if (terms[at - 1].Id >= 0 && terms[at].Id >= 0)
            {
                pairs++;
                had += found[at - 1] >= 0 && found[at] >= 0 && context.HasPair(found[at - 1], found[at]) ? 1 : 0;
            }
        }

        return pairs == 0 ? otherwise : (double)had / pairs;
    }

    // The content forms, each once; those that are not found as themselves still weigh.
    private ReadOnlySpan<int> Distinct()
    {
        var distinct = new List<int>(terms.Count);
        var seen = new HashSet<int>();
        for (var at = 0; at < terms.Count; at++)
        {
            if (terms[at].IsContent && seen.Add(terms[at].Id))
            {
                distinct.Add(found[at]);
            }
        }

        return CollectionsMarshal.AsSpan(distinct);
    }
}
