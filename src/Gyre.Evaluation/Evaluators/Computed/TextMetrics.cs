using Gyre.Evaluation.Evaluators.Computed.Overlap;
using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>The evaluators that give one number for the likeness of texts.</summary>
internal static class TextMetrics
{
    /// <summary><c>f1_score</c>.</summary>
    public static Evaluator F1(EvaluatorSpec spec)
    {
        _ = new EvaluatorSettings(spec);
        return new ReferenceMetric(spec, "Words shared with the expected text, as azure-ai-evaluation and SQuAD: any case, without punctuation and a, an, the; the best of several.",
            (response, references, _) => References.Best(response, references, SquadWords.Of, (a, b) => Overlaps.OfWords(a, b).F1));
    }

    /// <summary><c>f1_score_words</c>.</summary>
    public static Evaluator F1Words(EvaluatorSpec spec)
    {
        _ = new EvaluatorSettings(spec);
        return new ReferenceMetric(spec, "Words shared with the expected text, as Microsoft.Extensions.AI.Evaluation: any case, articles kept, punctuation counted as words; the best of several.",
            (response, references, _) => References.Best(response, references, UpperWords.Of, (a, b) => Overlaps.OfWords(a, b).F1));
    }

    /// <summary><c>bleu_score</c>.</summary>
    public static Evaluator Bleu(EvaluatorSpec spec)
    {
        _ = new EvaluatorSettings(spec);
        return new ReferenceMetric(spec, "Sentence BLEU-4 with NIST tokens and smoothing method 4, as NLTK; texts of under four words stay below 1 even where they are equal.",
            (response, references, _) => References.Words(references, NistTokens.Of) is { Count: > 0 } expected ? Overlap.Bleu.Of(NistTokens.Of(response), expected) : null);
    }

    /// <summary><c>gleu_score</c>.</summary>
    public static Evaluator Gleu(EvaluatorSpec spec)
    {
        var pooled = new EvaluatorSettings(spec, "references").Choice("references", "best", "best", "pooled") == "pooled";
        return new ReferenceMetric(spec, "Sentence GLEU of orders 1 to 4 against the best reference, as NLTK; 'references: pooled' adds up all of them, as Microsoft.Extensions.AI.Evaluation.",
            (response, references, _) => References.Words(references, NistTokens.Of) is not { Count: > 0 } expected ? null
                : pooled ? Overlap.Gleu.Pooled(NistTokens.Of(response), expected)
                : Overlap.Gleu.Best(NistTokens.Of(response), expected));
    }

    /// <summary><c>meteor_score</c>.</summary>
    public static Evaluator Meteor(EvaluatorSpec spec)
    {
        _ = new EvaluatorSettings(spec);
        return new ReferenceMetric(spec, "METEOR by equal words and Porter stems. Without WordNet's synonyms, so it can differ from NLTK's; the best of several.",
            (response, references, _) => References.Best(response, references, NistTokens.Of, Overlap.Meteor.Of));
    }

    /// <summary><c>chrf_score</c>.</summary>
    public static Evaluator Chrf(EvaluatorSpec spec)
    {
        var settings = new EvaluatorSettings(spec, "word_order", "beta");
        var words = settings.Whole("word_order", 0, 0, 2);
        var beta = settings.Whole("beta", 2, 1, 5);
        return new ReferenceMetric(spec, "chrF2 by n-grams of one to six letters, as sacreBLEU but from 0 to 1; 'word_order: 2' makes it chrF++; the best of several.",
            (response, references, _) => References.Present(references).Select(r => (double?)Overlap.Chrf.Of(response, r, words, beta)).Max());
    }

    /// <summary><c>levenshtein_similarity</c>.</summary>
    public static Evaluator Levenshtein(EvaluatorSpec spec)
    {
        var ignoreCase = new EvaluatorSettings(spec, "ignore_case").Flag("ignore_case", false);
        return new ReferenceMetric(spec, "1 less the share of letters to insert, delete or change; the best of several.",
            (response, references, effort) => References.Present(references).Select(r => (double?)Overlap.Levenshtein.Similarity(Form(response), Form(r), effort)).Max());

        string Form(string text) => ignoreCase ? text.ToLowerInvariant() : text;
    }
}
