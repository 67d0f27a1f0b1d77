using Gyre.Evaluation.Evaluators.Computed.Overlap;
using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>ROUGE-1 to 5 and ROUGE-L with the tokens of Google's rouge_score: lower case, runs of ASCII letters and digits.</summary>
internal sealed class RougeScore : Evaluator
{
    private const double DefaultThreshold = 0.5;
    private static readonly string[] Types = ["rouge1", "rouge2", "rouge3", "rouge4", "rouge5", "rougeL"];

    private readonly string type;
    private readonly bool stem;

    public RougeScore(EvaluatorSpec spec)
    {
        var settings = new EvaluatorSettings(spec, "rouge_type", "stem", "precision_threshold", "recall_threshold", "f1_score_threshold");
        type = settings.Choice("rouge_type", "rouge1", Types);
        stem = settings.Flag("stem", false);
        Card = new EvaluatorCard(spec.Name, "1", "N-grams (rouge_type: rouge1 to rouge5) or the longest common subsequence (rougeL) shared with the expected text, of the reference with the best F1. Latin letters and digits only.")
        {
            Inputs = [new EvaluatorInput("response"), new EvaluatorInput("ground_truth")],
            Metrics =
            [
                Metric("rouge_f1_score", spec.Threshold ?? settings.Number("f1_score_threshold")),
                Metric("rouge_precision", settings.Number("precision_threshold")),
                Metric("rouge_recall", settings.Number("recall_threshold")),
            ],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <summary>The overlap of one response and one reference.</summary>
    /// <param name="response">The text to score.</param>
    /// <param name="reference">What it should be.</param>
    /// <param name="type"><c>rouge1</c> to <c>rouge5</c>, <c>rougeL</c>.</param>
    /// <param name="stem">Whether words of more than three letters are compared by their Porter stems.</param>
    public static Overlaps Of(string response, string reference, string type, bool stem = false) => Of(Words(response, stem), Words(reference, stem), type);

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var expected = References.Words(inputs.Texts("ground_truth"), text => Words(text, stem));
        if (expected.Count == 0)
        {
            return ValueTask.FromResult(Evaluated.Failed(Card, References.None));
        }

        var said = Words(inputs.Text("response"), stem);
        var best = expected.Select(e => Of(said, e, type)).MaxBy(o => o.F1);
        return ValueTask.FromResult(Evaluated.Of(Card.Metrics.Zip([best.F1, best.Precision, best.Recall], (metric, value) => Score.Of(metric, value)).ToList()));
    }

    private static Overlaps Of(IReadOnlyList<string> response, IReadOnlyList<string> reference, string type) =>
        type == "rougeL" ? Overlaps.OfSequence(response, reference) : Overlaps.OfGrams(response, reference, type[^1] - '0');

    private static MetricCard Metric(string name, double? threshold) => new(name, Scale.Unit, Direction.HigherIsBetter) { Threshold = threshold ?? DefaultThreshold };

    private static string[] Words(string text, bool stem)
    {
        var kept = string.Concat(text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' '));
        var words = kept.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return stem ? [.. words.Select(w => w.Length > 3 ? PorterStemmer.Stem(w) : w)] : words;
    }
}
