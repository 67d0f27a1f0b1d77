using System.Text.RegularExpressions;
using Gyre.Evaluation.Evaluators;

namespace Gyre.Evaluation.Comparisons;

/// <summary>Which end is good, as far as a column's name says.</summary>
internal static partial class DirectionWords
{
    // Words that say "less is better" in every tool we know.
    private static readonly HashSet<string> Less = new(StringComparer.OrdinalIgnoreCase)
    {
        "latency", "latencies", "duration", "durations", "time", "times", "seconds", "milliseconds", "secs", "ms", "delay", "timeout", "timeouts",
        "cost", "costs", "price", "spend", "usd", "tokens", "retries",
        "error", "errors", "failure", "failures", "failed", "fails", "incorrect", "invalid", "wrong", "violation", "violations", "defect", "defects",
        "distance", "loss", "perplexity", "wer", "cer", "mae", "mse", "rmse", "fpr", "fnr",
        "toxicity", "toxic", "harm", "harmful", "harms", "hate", "unfairness", "hallucination", "hallucinations", "hallucinated", "bias", "risk",
    };

    // And those that say "more is better".
    private static readonly HashSet<string> More = new(StringComparer.OrdinalIgnoreCase)
    {
        "accuracy", "correct", "correctness", "precision", "recall", "f1", "auc", "auroc", "ndcg", "mrr", "bleu", "gleu", "rouge", "meteor", "chrf",
        "pass", "passed", "passes", "success", "successes", "win", "wins", "match", "matches", "valid", "agreement", "similarity",
        "quality", "relevance", "relevancy", "coherence", "fluency", "groundedness", "grounded", "faithfulness", "helpfulness", "completeness", "reward", "coverage",
    };

    private static readonly HashSet<string> Not = new(StringComparer.OrdinalIgnoreCase) { "no", "not", "non", "without", "free" };

    /// <summary>The good end; <see cref="Direction.None"/> where the name does not say it, or says both.</summary>
    public static Direction Of(string column)
    {
        string[] words = [.. Words().Matches(column).Select(m => m.Value)];
        var (less, more) = (words.Any(Less.Contains), words.Any(More.Contains) || words is ["score" or "Score" or "scores"]);
        return less == more || words.Any(Not.Contains) ? Direction.None : less ? Direction.LowerIsBetter : Direction.HigherIsBetter;
    }

    // latency_ms, errorRate, usage.total_tokens, F1.
    [GeneratedRegex("[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Words();
}
